"""Each member's own page."""
