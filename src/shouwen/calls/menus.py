"""Telephone menus kept: every version, judged when it is saved, the latest allowed one in use."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.calls import menu as paper
from shouwen.calls.menu import Menu, PhoneQueue
from shouwen.calls.models import Call, Heard, MenuVersion
from shouwen.calls.words import Told
from shouwen.cases import skills
from shouwen.cases.categories import speaks_chinese
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.matters import Summary
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.journal.queries import FactRow
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from shouwen.seats import queries as seats
from shouwen.seats.choices import SeatState

SAVED, MENU = "phone_menu_saved", "phone_menu"


# ── saving ───────────────────────────────────────────────────────────────────────────────────


def save(*, key: str, menu: Menu, member: Member, now: datetime) -> MenuVersion:
    """Keep a menu as the next version of its key; the same again changes nothing.

    Where a rule asks for a signature it is in use once it is signed. Raises RefusedError where it
    leads callers nowhere, names a team or a skill there is not, or a rule forbids it.
    """
    if not re.fullmatch(paper.MENU_KEY, key):
        raise RefusedError(_("Small letters, digits and hyphens, a letter first."), "key")
    paper.check(menu)
    _check_names(menu)
    said = menu.model_dump(mode="json")
    with transaction.atomic():
        enforcement.take_turn(None)
        last = versions(key).first()
        if last is not None and last.said == said:
            return last
        outcome = _recorded(key, menu, member, now)
        if outcome.refused is None:
            return MenuVersion.objects.create(
                key=key, number=last.number + 1 if last else 1, said=said, by=member, at=now,
                used_from=now if outcome.fact else None,
                request=outcome.held.pk if outcome.held else None,
            )  # fmt: skip
    # What was refused stays on record, so the refusal leaves the transaction whole.
    raise RefusedError(refusal_text(outcome.refused))


def _check_names(menu: Menu) -> None:
    teams, known = {team.key for team in people.teams()}, {"", *skills.names()}
    for queue in menu.queues:
        if queue.team not in teams or queue.skill not in known:
            raise RefusedError(
                _("%(queue)s: there is no such team or skill.") % {"queue": queue.name}
            )


def _recorded(key: str, menu: Menu, member: Member, now: datetime) -> Outcome:
    fact = Fact(
        kind=SAVED, about=f"{MENU}:{key}", happened_at=now, actor=member.username,
        details={"person": member.username, **_as_details(menu)},
    )  # fmt: skip
    return enforcement.record_fact(fact, actor=member, recorded_at=now)


def _as_details(menu: Menu) -> Mapping[str, Any]:
    said = paper.facts_of(menu)
    return {name: v if isinstance(v, bool) else str(v) for name, v in said.items()}


def follow_signed(row: FactRow, outcome: Outcome) -> None:  # noqa: ARG001 a reaction's signature
    """Put a version into use that waited for its signatures."""
    request = row.details.get("approval")
    waiting = MenuVersion.objects.filter(used_from__isnull=True, request=request or 0)
    waiting.update(used_from=row.recorded_at)


# ── looking ──────────────────────────────────────────────────────────────────────────────────


def versions(key: str) -> QuerySet[MenuVersion]:
    """Return the versions of a menu, the latest first."""
    return MenuVersion.objects.filter(key=key).select_related("by").order_by("-number")


def menu_of(version: MenuVersion) -> Menu:
    """Return what a version says."""
    return Menu.model_validate(version.said)


def in_use() -> dict[str, MenuVersion]:
    """Return by its key the version of each menu that callers hear now."""
    rows = MenuVersion.objects.filter(used_from__isnull=False).order_by("used_from", "number")
    return {row.key: row for row in rows}


def latest() -> list[MenuVersion]:
    """List the latest version of each menu by its key."""
    rows = MenuVersion.objects.select_related("by").order_by("key", "number")
    return list({row.key: row for row in rows}.values())


def link_of(key: str) -> tuple[str, str]:
    """Return what a menu is called and where it is read."""
    return _("Telephone menu %(key)s") % {"key": key}, reverse("calls:menu", args=[key])


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise menus for a list."""
    linked = {key: link_of(key) for key in keys}
    return {key: Summary(label=label, href=href) for key, (label, href) in linked.items()}


def _queues() -> list[PhoneQueue]:
    return [queue for row in in_use().values() for queue in menu_of(row).queues]


def queue_name(told: str) -> str:
    """Return how the house calls a queue that an exchange names by its key."""
    if not told:
        return told
    return next((queue.name for queue in _queues() if queue.key == told), told)


def queues_under(name: str) -> list[str]:
    """Return the names of the queues at which the team of this name is asked, its own first."""
    keys = {team.key for team in people.teams() if team.name == name}
    more = (queue.name for queue in _queues() if queue.team in keys)
    return list(dict.fromkeys([name, *more]))


def members_of(queue: PhoneQueue, day: date) -> list[str]:
    """List whom a queue asks on a day, by key: its team, as far as they have the skill."""
    team = [m for m in people.active_members() if _is_in(m, queue.team, day)]
    able = skills.held_by([m.pk for m in team]) if queue.skill else {}
    return sorted(m.username for m in team if not queue.skill or queue.skill in able.get(m.pk, ()))


def _is_in(member: Member, team: str, day: date) -> bool:
    own = people.team_of(member, day)
    return own is not None and own.key == team


def last_agent(call: Call) -> str:
    """Return who spoke to this caller last, if they are ready now; else nothing."""
    spoken = Call.objects.filter(number=call.number, answered__isnull=False).exclude(pk=call.pk)
    found = spoken.select_related("with_seat").order_by("-arrived").first() if call.number else None
    seat = found.with_seat.username if found and found.with_seat else ""
    return seat if seats.states_of([seat]).get(seat) == SeatState.READY else ""


# ── what a caller pressed ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """One thing a caller chose in the menu: its words, and what was keyed in, as far as kept."""

    words: str
    digits: str


def kept(more: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a caller pressed without the digits that the menu in use does not let in."""
    found = in_use().get(str(more.get("menu") or ""))
    entry = menu_of(found).entry(str(more.get("keys") or "")) if found else None
    said = {k: v for k, v in more.items() if k in {"menu", "keys", "call_back"}}
    digits = paper.covered(str(more.get("digits") or ""), entry)
    version = {"version": found.number} if found else {}
    return {**said, **version, **({"digits": digits} if digits else {})}


def pressed(call: Call) -> list[Pressed]:
    """List what a caller pressed on the way, in words of the version they heard."""
    rows = list(Heard.objects.filter(call=call, kind=Told.KEYED).order_by("at", "pk"))
    heard = _heard_by(rows)
    return [_in_words(row.more, heard) for row in rows]


def _heard_by(rows: Sequence[Heard]) -> dict[tuple[str, int], Menu]:
    keys = {str(row.more.get("menu")) for row in rows}
    found = MenuVersion.objects.filter(key__in=keys) if keys else []
    return {(each.key, each.number): menu_of(each) for each in found}


def _in_words(more: Mapping[str, Any], heard: Mapping[tuple[str, int], Menu]) -> Pressed:
    menu = heard.get((str(more.get("menu")), int(more.get("version") or 0)))
    keys, digits = str(more.get("keys") or ""), str(more.get("digits") or "")
    entry = menu.entry(keys) if menu else None
    if entry is not None:
        words = entry.words if speaks_chinese() else entry.words_en or entry.words
    elif more.get("call_back"):
        words = _("asked to be called back")
    else:
        words = _("key %(keys)s") % {"keys": keys}
    cut = entry is not None and entry.shown is paper.Shown.LAST
    return Pressed(words=words, digits=f"…{digits}" if digits and cut else digits)
