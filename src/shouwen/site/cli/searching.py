"""Commands about the search index: it follows from what the rooms keep."""

from __future__ import annotations

import click

from shouwen.site.cli.start import FAULTS_FOUND, in_the_house


@click.group()
def search() -> None:
    """Look after the index by which matters, customers and clauses are found."""


@search.command("rebuild")
@click.option("--check", "only_check", is_flag=True, help="Say what differs; change nothing.")
@click.option("--kind", default="", help="Only this kind: case, customer, clause, …")
@click.option("--after", default="", help="Go on after this key of the kind.")
@click.pass_context
@in_the_house
def rebuild(context: click.Context, only_check: bool, kind: str, after: str) -> None:
    """Write the index anew in batches; each batch stands by itself, so it may be stopped."""
    from shouwen.search.sources import sources

    wrong = 0
    for source in sources():
        if kind in ("", source.kind):
            wrong += _check(source.kind, after) if only_check else _write(source.kind, after)
    if only_check and not wrong:
        click.echo("The index is what the rooms would write today.")
    context.exit(FAULTS_FOUND if wrong else 0)


def _check(kind: str, after: str) -> int:
    from shouwen.search.queries import differences

    wrong = 0
    while True:
        found, after = differences(kind, after=after)
        for about in found:
            click.echo(f"{about} stands differently in the index; rebuild it.")
        wrong += len(found)
        if not after:
            return wrong


def _write(kind: str, after: str) -> int:
    from shouwen.search.actions import rebuild as rebuild_batch

    while after := rebuild_batch(kind, after=after):
        click.echo(f"{kind}: written up to {after}")
    click.echo(f"{kind}: written.")
    return 0


COMMANDS = (search,)
