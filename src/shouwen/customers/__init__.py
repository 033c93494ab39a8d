"""Who we serve, and how to reach them."""
