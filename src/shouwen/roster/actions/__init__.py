"""What is done with shifts: planned, swapped, excused, attended."""
