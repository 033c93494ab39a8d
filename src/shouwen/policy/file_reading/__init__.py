"""Reading a regulation file, layer by layer, noting every fault at its line."""
