"""Documents out: a regulation as a file other programs open."""
