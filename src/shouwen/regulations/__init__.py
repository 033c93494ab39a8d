"""Adopted texts, their clauses and dated rules; the rulebook in force on a day."""
