"""Telephone calls as an exchange tells of them: kept, judged, and owed a callback when missed."""
