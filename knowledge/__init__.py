"""
What the company has written down: content model, readers, validation, versions, starter content.
"""
