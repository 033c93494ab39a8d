"""The room's tables over time."""
