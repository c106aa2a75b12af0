"""
What must not be said to a client: speech rules, the checker of drafts, compliant rewordings.
"""
