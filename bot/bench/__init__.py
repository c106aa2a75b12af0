"""
Measurements of quality and speed; each prints what it measured, nothing here judges.
"""
