"""Plans from figures: how many calls will come, how many seats that needs, who sits there.

Python only, like the core, but built on heavy libraries (OR-Tools, statsmodels), which are imported
where they are used. Nothing here reads a database, a file or the clock.
"""
