"""Seats: who is ready for customers, kept on the server and held by a lease."""
