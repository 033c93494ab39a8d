"""Rounds and tasks: what has to be looked at, how it was found, what is put right."""
