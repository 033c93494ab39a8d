"""Trying a draft on past facts, comparing versions by effect, signing, announcing, printing."""
