"""Tags for pages that listen."""
