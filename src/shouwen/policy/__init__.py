"""Regulations to rulings: plain Python that knows no framework, no disk and no wall clock."""
