"""Points and money as transfers between accounts, never edited, only countered."""
