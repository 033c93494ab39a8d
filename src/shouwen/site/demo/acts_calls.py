"""The telephones of the demonstration: a week of past calls, and callers who ring when it begins.

Past calls are kept as a book of another system is: counted by reports and boards, judged by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from shouwen.calls import actions, plays
from shouwen.calls.importing import import_calls
from shouwen.calls.models import Exchange
from shouwen.calls.simulated import Centre, acted_out
from shouwen.calls.words import CallEvent, Told
from shouwen.people.models import Member, Team
from shouwen.site.demo.house import CallsOf, House
from shouwen.site.demo.phone_menus import save_menus
from shouwen.site.demo.story import SEED, Stage, midnight

KNOWN_DAYS, OPENS, CLOSES = 7, 8.0, 20.0
# So many of the callers are customers whom the house knows.
KNOWN_SHARE = 0.4
RINGING_HOURS = 2.0
EXCHANGE = "demo"


def keep_calls(stage: Stage) -> None:
    """Keep the telephone menus, and the calls of the last days, today's until now included."""
    if not stage.house.calls:
        return
    save_menus(stage.house, stage.members, stage.now)
    actions.add_exchange(key=EXCHANGE)
    exchange = Exchange.objects.get(key=EXCHANGE)
    for place, each in enumerate(stage.house.calls):
        import_calls(exchange=exchange, calls=_calls(stage, each, SEED + place))


def _calls(stage: Stage, each: CallsOf, seed: int) -> Iterator[list[CallEvent]]:
    seats = [person.key for person in stage.house.people if person.team == each.team]
    centre = Centre(
        seats=tuple(sorted(seats)), per_hour=each.per_hour,
        queue=stage.house.teams[each.team].name,
    )  # fmt: skip
    chance = Random(seed)  # noqa: S311 - a story, no secret
    phones = [customer.phone for customer in stage.customers if customer.phone]
    for day in range(KNOWN_DAYS):
        begins = midnight(stage.now) - timedelta(days=day) + timedelta(hours=OPENS)
        told = acted_out(centre, begins=begins, hours=CLOSES - OPENS, seed=seed + day)
        for events in _by_call(told):
            if _is_over(events, stage.now):
                known = phones and chance.random() < KNOWN_SHARE
                number = chance.choice(phones) if known else ""
                yield [_of_team(event, each.team, number) for event in events]


def _by_call(told: list[CallEvent]) -> list[list[CallEvent]]:
    found: dict[str, list[CallEvent]] = {}
    for event in told:
        found.setdefault(event.call, []).append(event)
    return list(found.values())


def _is_over(events: list[CallEvent], now: datetime) -> bool:
    return events[-1].kind is Told.ENDED and events[-1].at < now


def _of_team(event: CallEvent, team: str, number: str) -> CallEvent:
    more = {**event.more, "number": number} if number and "number" in event.more else event.more
    return replace(event, call=f"{team}-{event.call}", more=more)


def let_ring(house: House, *, now: datetime) -> None:
    """Let callers ring the teams up for some hours, so that the floor shows what it is for."""
    for each in house.calls:
        plays.begin(
            team=Team.objects.get(key=each.team), per_hour=each.per_hour, hours=RINGING_HOURS,
            member=Member.objects.get(username=each.lead), now=now,
        )  # fmt: skip
