"""Shouwen from a Python program: webhooks are checked here, the API is called from here."""
