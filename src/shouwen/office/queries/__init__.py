"""Everything the office's pages show, in a fixed number of queries however long the lists are."""
