"""
What the application does, one use case a module; channels only parse and render.
"""
