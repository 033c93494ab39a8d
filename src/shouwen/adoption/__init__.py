"""Bringing a regulation in: upload, faults at their lines, adopt."""
