"""Base pages, components, form widgets and the clause chip."""
