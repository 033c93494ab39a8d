"""`shouwen exchange`: let an exchange tell of calls, or let a simulated one do so."""

from __future__ import annotations

import asyncio
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import IO

import click

from shouwen.site.cli.start import Refusal, in_the_house


@click.group()
def exchange() -> None:
    """Telephone exchanges that tell of calls."""


@exchange.command()
@click.argument("key")
@click.option("--commands-to", default="", help="An https address that commands are posted to.")
@in_the_house
def add(key: str, commands_to: str) -> None:
    """Let the exchange KEY tell of calls, and print the secret it signs with."""
    from shouwen.calls.actions import add_exchange

    click.echo(add_exchange(key=key, address=commands_to))


@exchange.command()
@click.argument("key")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5038, show_default=True)
@click.option("--user", default="shouwen", show_default=True, help="Of Asterisk's manager.conf.")
@click.option("--secret", envvar="ASTERISK_SECRET", required=True, hidden=True)
@click.option(
    "--context",
    "contexts",
    multiple=True,
    default=("from-outside",),
    show_default=True,
    help="Where callers come into the dialplan.",
)
@click.option("--record", type=click.File("a"), help="Write every message to this file.")
@in_the_house
def asterisk(
    key: str, host: str, port: int, user: str, secret: str, contexts: tuple[str, ...],
    record: IO[str] | None,
) -> None:  # fmt: skip
    """Hear and drive the Asterisk KEY; its secret is read from ASTERISK_SECRET."""
    from django.utils import timezone

    from shouwen.calls.actions import driven_by
    from shouwen.calls.asterisk import Ear, Plan
    from shouwen.calls.asterisk_house import RealHouse
    from shouwen.calls.asterisk_link import Access, Link, NotLetInError
    from shouwen.calls.choices import Driver

    # Asked before there is a loop, in which the database may not be asked.
    house = RealHouse(driven_by(Driver.ASTERISK, key=key), timezone.now)

    async def serve() -> None:
        await Link(
            Access(host=host, port=port, user=user, secret=secret),
            house, Ear(frozenset(contexts)), Plan(), clock=timezone.now, record=record,
        ).run(_stopping())  # fmt: skip

    try:
        asyncio.run(serve())
    except NotLetInError:
        raise Refusal("Asterisk does not let us in; compare manager.conf.") from None


def _stopping() -> asyncio.Event:
    """Return what is set once the program is asked to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@exchange.command()
@click.argument("key")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8021, show_default=True)
@click.option("--secret", envvar="FREESWITCH_SECRET", required=True, hidden=True)
@click.option(
    "--context",
    "contexts",
    multiple=True,
    default=("public",),
    show_default=True,
    help="Where callers come into the dialplan.",
)
@click.option("--record", type=click.File("a"), help="Write every event to this file.")
@in_the_house
def freeswitch(
    key: str, host: str, port: int, secret: str, contexts: tuple[str, ...], record: IO[str] | None
) -> None:
    """Hear and drive the FreeSWITCH KEY; its secret is read from FREESWITCH_SECRET."""
    from django.utils import timezone

    from shouwen.calls.actions import driven_by
    from shouwen.calls.asterisk_house import RealHouse
    from shouwen.calls.asterisk_link import NotLetInError
    from shouwen.calls.choices import Driver
    from shouwen.calls.freeswitch import Ear
    from shouwen.calls.freeswitch_link import FreeswitchLink

    house = RealHouse(driven_by(Driver.FREESWITCH, key=key), timezone.now)

    async def serve() -> None:
        await FreeswitchLink(
            host=host, port=port, secret=secret,
            house=house, ear=Ear(frozenset(contexts)), clock=timezone.now, record=record,
        ).run(_stopping())  # fmt: skip

    try:
        asyncio.run(serve())
    except NotLetInError:
        raise Refusal("FreeSWITCH does not let us in; compare event_socket.conf.xml.") from None


@exchange.command()
@click.argument("key")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@in_the_house
def recordings(key: str, folder: Path) -> None:
    """Take in what the exchange KEY recorded in FOLDER, under the names it told of."""
    from django.utils import timezone

    from shouwen.calls.models import Exchange
    from shouwen.calls.recordings import collect

    heard = Exchange.objects.filter(key=key).first()
    if heard is None:
        raise Refusal("There is no such exchange.")
    taken, refused = collect(exchange=heard, folder=folder, now=timezone.now())
    click.echo(f"Recordings taken in: {taken}")
    for sentence in refused:
        click.echo(sentence, err=True)


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
