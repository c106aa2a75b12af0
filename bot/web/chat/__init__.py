"""
The customer's web chat: its page, its socket, and the same over plain requests.
"""
