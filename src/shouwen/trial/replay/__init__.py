"""The facts of a period judged again by another rulebook; nothing is written."""
