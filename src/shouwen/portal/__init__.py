"""The customers' own door: file a matter, follow it, add to it, rate it."""
