"""Pages of statements and of settlements."""
