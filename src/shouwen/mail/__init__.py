"""Letters by e-mail with customers: fetched, threaded into matters, answered, kept from looping."""
