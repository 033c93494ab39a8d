"""Evidence files: checked when they come in, kept by their content, shown to whoever may see."""
