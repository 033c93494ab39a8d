"""Working an example out: the facts it gives, the answers it knows, and what it expects."""
