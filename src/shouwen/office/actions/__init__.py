"""Everything that writes the office's papers."""
