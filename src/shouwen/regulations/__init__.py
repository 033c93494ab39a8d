"""Adopted texts, their clauses and dated rules: which rulebook is in force on this day?"""
