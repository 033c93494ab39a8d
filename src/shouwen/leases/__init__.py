"""Work in the background, held by a lease: one process does it, and its end is always seen."""
