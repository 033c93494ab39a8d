"""Requests about cases become one action each, and its result becomes a page or a part of one."""
