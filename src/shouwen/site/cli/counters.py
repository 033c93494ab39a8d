"""Commands about the lists' counters: they follow from the matters."""

from __future__ import annotations

import click

from shouwen.site.cli.start import FAULTS_FOUND, in_the_house


@click.group()
def lists() -> None:
    """Look after the counters of the lists of matters."""


@lists.command("rebuild")
@click.option("--check", "only_check", is_flag=True, help="Say what differs; change nothing.")
@click.pass_context
@in_the_house
def rebuild(context: click.Context, only_check: bool) -> None:
    """Count the matters of every list anew, in batches."""
    from shouwen.cases import tallies

    if not only_check:
        after = 0
        while after := tallies.rebuild(after):
            click.echo(f"counted up to {after}")
    wrong = tallies.differences()
    for key in wrong:
        click.echo(f"The counter of {key} is not what a recount says; rebuild the lists.")
    if not wrong:
        click.echo("Every counter is what a recount says.")
    context.exit(FAULTS_FOUND if wrong else 0)


COMMANDS = (lists,)
