"""What the benchmark of rosters is made of: instances, an independent checker, a large centre."""
