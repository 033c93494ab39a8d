"""Tags of the house's components."""
