"""Posts: who reports to whom, what each post owes, signs and may see, by the rules in force."""
