"""Document text to clauses, clauses to proposed rules; what was not understood stays in sight."""
