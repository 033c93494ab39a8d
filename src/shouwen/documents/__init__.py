"""Documents in and out: any file to the text that reading needs, with its numbers and tables."""
