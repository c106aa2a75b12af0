"""
The application's own values: versions, logged questions, people and their sessions.
"""
