"""Tags of the explanation pages."""
