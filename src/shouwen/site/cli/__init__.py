"""The `shouwen` command: 0 when all is well, 1 when something was found, 2 when it was misused.

Nothing here imports Django at the top: `check`, `cases` and `packs` answer in a bare Python.
"""

from __future__ import annotations

import click

from shouwen import __version__
from shouwen.site.cli import (
    counters,
    departments,
    exchanges,
    house,
    letters,
    library,
    periods,
    policy_files,
    reading,
    registers,
    reviewing,
    rosters,
    searching,
)

HELP = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=HELP)
@click.version_option(__version__, prog_name="shouwen")
def shouwen() -> None:
    """Shouwen 首问: a department at work under its regulations."""


for command in (
    *policy_files.COMMANDS,
    *library.COMMANDS,
    *reading.COMMANDS,
    *reviewing.COMMANDS,
    *rosters.COMMANDS,
    *house.COMMANDS,
    *departments.COMMANDS,
    *periods.COMMANDS,
    *exchanges.COMMANDS,
    *letters.COMMANDS,
    *registers.COMMANDS,
    *searching.COMMANDS,
    *counters.COMMANDS,
):
    shouwen.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    shouwen(prog_name="shouwen")
