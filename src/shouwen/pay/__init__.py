"""A member's points and money for a month, line by line."""
