"""Questioning what was decided: who judges, by when, and what a won appeal takes back."""
