"""Tags of the handovers' pages."""
