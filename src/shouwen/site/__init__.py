"""Settings, addresses, command line, workers: the only place that knows every room."""
