"""Pages of rounds, findings, places and the calendar."""
