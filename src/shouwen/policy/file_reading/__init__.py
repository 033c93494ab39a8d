"""Reading a regulation file, layer by layer: text, YAML with lines, clauses, front matter, cases."""
