"""
Texts and ids to ranked ids: encoder, FAISS, lexical index, snapshots.
"""
