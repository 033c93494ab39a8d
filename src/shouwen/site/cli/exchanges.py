"""`shouwen exchange`: let an exchange tell of calls, or let a simulated one do so."""

from __future__ import annotations

import time
from datetime import timedelta

import click

from shouwen.site.cli.start import Refusal, in_the_house


@click.group()
def exchange() -> None:
    """Telephone exchanges that tell of calls."""


@exchange.command()
@click.argument("key")
@in_the_house
def add(key: str) -> None:
    """Let the exchange KEY tell of calls, and print the secret it signs with."""
    from shouwen.calls.actions import add_exchange

    click.echo(add_exchange(key=key))


@exchange.command()
@click.argument("key")
@click.option("--team", required=True, help="The key of the team whose members answer.")
@click.option("--hours", default=1.0, show_default=True, type=click.FloatRange(0.01, 24))
@click.option("--per-hour", default=60.0, show_default=True, type=click.FloatRange(1, 2000))
@click.option("--seed", default=1, show_default=True)
@click.option("--at-once", is_flag=True, help="Tell of hours that passed, without waiting.")
@in_the_house
def simulate(key: str, team: str, hours: float, per_hour: float, seed: int, at_once: bool) -> None:
    """Act out callers at the exchange KEY, as they might call a team; stop it with Ctrl-C."""
    from django.utils import timezone

    from shouwen.calls.actions import tell
    from shouwen.calls.models import Exchange
    from shouwen.calls.simulated import Centre, acted_out
    from shouwen.people import queries as people

    found = people.team_by_key(team)
    heard = Exchange.objects.filter(key=key).first()
    if found is None or heard is None:
        raise Refusal(
            "There is no such team or exchange; `shouwen exchange add` makes an exchange."
        )
    now = timezone.now()
    today = timezone.localdate(now)
    seats = [m.username for m in people.active_members() if people.team_of(m, today) == found]
    if not seats:
        raise Refusal("Nobody is in this team today.")
    centre = Centre(seats=tuple(sorted(seats)), per_hour=per_hour, queue=found.name)
    begins = now - timedelta(hours=hours + 1) if at_once else now
    for event in acted_out(centre, begins=begins, hours=hours, seed=seed):
        if not at_once:
            time.sleep(max(0.0, (event.at - timezone.now()).total_seconds()))
        tell(exchange=heard, events=[event], now=max(event.at, timezone.now()))


COMMANDS = (exchange,)
