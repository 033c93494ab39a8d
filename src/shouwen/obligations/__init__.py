"""Who owes what by when because of which clause."""
