"""Sign-off by tier, with separation of duties."""
