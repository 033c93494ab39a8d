"""Shifts: who works when, planned, swapped, excused, attended and handed over."""
