"""What happened, told to other programs: signed, repeated until it arrives, logged."""
