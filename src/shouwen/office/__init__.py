"""Meetings, notices, plans and reports: duties with their papers, driven by the rules in force."""
