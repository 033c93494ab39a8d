"""What every address of the API shares: tokens, problems, pages, repeats, limits."""
