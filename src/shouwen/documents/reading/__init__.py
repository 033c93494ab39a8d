"""One reader for each format: bytes to the source that reading works on."""
