"""Who may see what of a record, and who looked: masks, reveals, exports, sign-ins, leaks."""
