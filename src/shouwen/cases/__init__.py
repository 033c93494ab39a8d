"""Complaints, repair requests, consultations and the rest, from opening to callback."""
