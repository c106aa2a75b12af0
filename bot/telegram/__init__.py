"""
Telegram, on the same use cases and conversations as the web.
"""
