"""What is said and checked: scripts, checklists, and hints while somebody writes a reply."""
