"""Commands about the registers: what stands beside the journal follows from it."""

from __future__ import annotations

import click

from shouwen.site.cli.start import FAULTS_FOUND, in_the_house


@click.group()
def registers() -> None:
    """Look after the numbers that registers gave out, and their stocks."""


@registers.command("rebuild")
@click.option("--check", "only_check", is_flag=True, help="Say what differs; change nothing.")
@click.pass_context
@in_the_house
def rebuild(context: click.Context, only_check: bool) -> None:
    """Write the numbers given and the stocks anew from the journal."""
    from shouwen.enforcement import anew

    differences = anew.differences()
    for difference in differences:
        click.echo(difference)
    if not only_check:
        anew.write()
        click.echo("The numbers and the stocks are written anew.")
    elif not differences:
        click.echo("Every number and every stock follows from the journal.")
    context.exit(FAULTS_FOUND if differences and only_check else 0)


COMMANDS = (registers,)
