"""How settlements are worded in pages."""
