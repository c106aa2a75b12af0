"""
What the application remembers: one SQLite file, and a small store for each kind of thing in it.
"""
