"""One queue of what waits for a signature, and asking for one."""
