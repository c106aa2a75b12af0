"""
The running application: command line, API, operator desk, people, storage, and the composition root.
"""
