"""
The application over HTTP: the API under `/api/v1` and the operator desk; parse, call a use case, render.
"""
