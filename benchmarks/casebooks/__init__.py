"""Real case books: how to read them, their calendars, and the regulations they were kept under."""
