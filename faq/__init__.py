"""
Question in, answer out: candidates, fusion, confidence, the answer ladder.
"""
