"""
Conversations, the same for every channel: the customer's side, the bot's, and the consultant's.
"""
