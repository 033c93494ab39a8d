"""`python -m shouwen.site.cli`, as the supervisor starts its processes."""

from shouwen.site.cli import main

main()
