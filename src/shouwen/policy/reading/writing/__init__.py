"""Confirmed proposals to a regulation file: clauses as printed, each rule below its own."""
