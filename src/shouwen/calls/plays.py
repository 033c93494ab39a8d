"""Simulated exchanges at work: begun and ended by a lead, acted out by the background process."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.calls import actions, orders, ways
from shouwen.calls.choices import Driver
from shouwen.calls.models import Exchange, Play
from shouwen.calls.playing import Hall
from shouwen.calls.simulated import Centre
from shouwen.people import queries as people
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.seats import queries as seats
from shouwen.webhooks import signing

LONGEST = timedelta(hours=8)
MOST_PER_HOUR = 600
# Whoever acts a play out and dies leaves it to the others after this long.
LEASE = timedelta(seconds=10)


def running(team: Team) -> Play | None:
    """Return the play that goes on for a team."""
    return Play.objects.select_related("begun_by").filter(team=team, over=False).first()


@transaction.atomic
def begin(*, team: Team, per_hour: int, hours: float, member: Member, now: datetime) -> Play:
    """Let simulated callers ring a team up from now on.

    Raises RefusedError where one goes on already, and where nobody is there to answer.
    """
    if not 1 <= per_hour <= MOST_PER_HOUR:
        raise RefusedError(_("Between 1 and 600 may call in an hour."), "per_hour")
    if not _seats_of(team, now):
        raise RefusedError(_("Nobody is in this team today."))
    exchange = _exchange(team)
    until = now + min(timedelta(hours=hours), LONGEST)
    begun, made = Play.objects.get_or_create(
        team=team, over=False,
        defaults={
            "exchange": exchange, "per_hour": per_hour, "seed": secrets.randbelow(2**31),
            "begun_by": member, "begun_at": now, "until": until,
        },
    )  # fmt: skip
    if not made:
        raise RefusedError(_("Simulated calls come in already."))
    return begun


def _exchange(team: Team) -> Exchange:
    made = signing.make()
    columns = {"driver": Driver.PLAYED, "salt": made.salt, "fingerprint": made.fingerprint}
    found, _made = Exchange.objects.get_or_create(key=f"play-{team.key}"[:40], defaults=columns)
    return found


def _seats_of(team: Team, now: datetime) -> tuple[str, ...]:
    today = timezone.localdate(now)
    found = [m.username for m in people.active_members() if people.team_of(m, today) == team]
    return tuple(sorted(found))


def stop(*, team: Team, now: datetime) -> None:
    """Let nobody call any more; whoever is on the line is served to the end."""
    Play.objects.filter(team=team, over=False, until__gt=now).update(until=now)


@dataclass
class Stage:
    """The plays that this process acts out; its ``holder`` tells it from other processes."""

    holder: str
    halls: dict[int, Hall] = field(default_factory=dict)

    def go_on(self, now: datetime) -> int:
        """Act every play out up to now; return how many go on."""
        mine = [play for play in _plays() if self._holds(play, now)]
        for play in mine:
            self._act(play, now)
        self.halls = {play.pk: self.halls[play.pk] for play in mine if play.pk in self.halls}
        return len(mine)

    def _holds(self, play: Play, now: datetime) -> bool:
        open_ = Q(holder=self.holder) | Q(held_until=None) | Q(held_until__lt=now)
        held = Play.objects.filter(open_, pk=play.pk, over=False)
        return bool(held.update(holder=self.holder, held_until=now + LEASE))

    def _act(self, play: Play, now: datetime) -> None:
        hall = self.halls.get(play.pk)
        if hall is None:
            hall = self.halls[play.pk] = _hall(play, now)
            # Whoever was on the line when the process before stopped has been cut off.
            actions.tell_live(exchange=play.exchange, refs=[], now=now)
        hall.until = play.until
        told = hall.go_on(now, seats.states_of(hall.centre.seats))
        if told:
            actions.tell(exchange=play.exchange, events=told, now=now)
        self._obey(play, hall, now)
        if hall.over:
            Play.objects.filter(pk=play.pk).update(over=True)
            del self.halls[play.pk]

    def _obey(self, play: Play, hall: Hall, now: datetime) -> None:
        for order in orders.take(exchange=play.exchange, now=now):
            told, why = hall.do(
                order.command, order.call.ref, order.seat.username, now,
                to=order.to.username if order.to else "",
            )  # fmt: skip
            if told:
                actions.tell(exchange=play.exchange, events=told, now=now)
            orders.carried_out(order=order, why=why, now=now)


def _plays() -> list[Play]:
    return list(Play.objects.filter(over=False).select_related("exchange", "team"))


def _hall(play: Play, now: datetime) -> Hall:
    team = play.team
    centre = Centre(
        seats=_seats_of(team, now), per_hour=play.per_hour, queue=team.name,
        ways=ways.ways_to(team.key),
    )  # fmt: skip
    # Begun anew after a stop, it goes on with other callers.
    chance = Random(play.seed + int((now - play.begun_at).total_seconds()))  # noqa: S311 - a play
    name = f"{play.pk}-{now:%H%M%S}"
    return Hall(centre, chance, begun=now, until=play.until, name=name)
