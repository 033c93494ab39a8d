"""Handing over: what goes, counted and noted, signed by both sides."""
