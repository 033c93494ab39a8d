"""What a period's settlement is checked with on the command line."""

from __future__ import annotations

import click

from shouwen.site.cli.start import FAULTS_FOUND, Refusal, in_the_house

__all__ = ["COMMANDS"]


@click.group()
def settlements() -> None:
    """Look after what periods paid."""


@settlements.command("check")
@click.argument("period")
@click.pass_context
@in_the_house
def check_period(context: click.Context, period: str) -> None:
    """Work PERIOD (2026-10, 2026-Q4, 2026) out from the journal; say where the ledger differs."""
    from shouwen.pay import actions
    from shouwen.pay.anew import checking
    from shouwen.pay.months import is_settled

    if not is_settled(period):
        raise Refusal("Name a month, a quarter, a half-year or a year, such as 2026-10.")
    broken = [name for name in actions.broken_seals() if name == period]
    for name in broken:
        click.echo(f"{name} is locked, and its entries are no longer those that were locked.")
    found = checking.check(period)
    for difference in found.differences:
        click.echo(str(difference))
    if not found.differences:
        click.echo(f"{period}: {found.lines:,} lines follow from the journal, to the fen.")
    context.exit(FAULTS_FOUND if found.differences or broken else 0)


COMMANDS = (settlements,)
