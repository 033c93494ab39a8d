"""Each bundled regulation, adopted on an empty department, works without a line of Python.

It is adopted by the ordinary action, somebody is appointed to each of its posts, one fact of every
kind its rules listen to is recorded through the one door, and every page it uses is shown in both
languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache as kept_for_all
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.adoption import adopting, checking
from shouwen.cases import actions as cases
from shouwen.enforcement.actions import Outcome, record_fact
from shouwen.enforcement.disagreement import ClausesDifferError
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.journal.verification import verify
from shouwen.people import actions as people
from shouwen.people.models import Member
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.workflow import expanded
from shouwen.policy.regulation_file import Reading, Regulation, read_regulation
from shouwen.policy.vocabulary import DetailType, FactKind, Term
from shouwen.regulations import actions as regulations
from shouwen.regulations import library
from shouwen.regulations import queries as books
from shouwen.regulations.models import Version
from tests.enforcement.conftest import CHINA

each = pytest.mark.parametrize("name", library.names())
LANGUAGES = ("zh-hans", "en")
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@kept_for_all
def reading(text: str, file_name: str) -> Reading:
    return read_regulation(text, file_name)


@pytest.fixture(autouse=True)
def _each_text_is_read_once(monkeypatch):
    """Keep what was read for the whole file: two tests adopt every text."""
    monkeypatch.setattr(regulations, "reading_of_text", reading)
    monkeypatch.setattr(checking, "reading_of_text", reading)


def read(name: str) -> Regulation:
    found = reading(library.text_of(name), f"{name}.md").regulation
    assert found is not None
    return found


def a_month_later(texts: Iterable[Regulation]) -> datetime:
    """Return a Monday morning on which all of some regulations have been in force for a month."""
    day = max(text.in_force for text in texts) + timedelta(days=30)
    return datetime.combine(day + timedelta(days=7 - day.weekday()), time(10), CHINA)


# ── an empty department ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Whoever adopts, one member for each post, and a customer's matter."""

    chief: Member
    members: tuple[Member, ...]
    matter: str = ""


def empty_department() -> Member:
    people.ensure_system_member()
    return people.add_administrator(
        key="chief", name="负责人", email="chief@example.com", password="一二三四-abcd-5678"
    )


def appointed(chief: Member, texts: Iterable[Regulation]) -> House:
    """Appoint a member of their own to every post the texts name."""
    names = {key: name for text in texts for key, name in text.posts.items()}
    since = min(text.in_force for text in texts) - timedelta(days=1)
    department = people.add_department(key="service", name="客户服务部")
    team = people.add_team(key="first", name="一班", department=department)
    members = []
    for number, (key, name) in enumerate(names.items()):
        member = people.add_member(
            key=f"m{number}", name=f"{name}甲", email=f"m{number}@example.com"
        )
        people.appoint(
            member=member, post=people.add_post(key=key, name=name), team=team, since=since
        )
        people.set_superior(member=member, superior=chief, since=since)
        members.append(member)
    return House(chief=chief, members=tuple(members) or (chief,))


# ── one fact of every kind ───────────────────────────────────────────────────────────────────


def listened_to(text: Regulation) -> list[FactKind]:
    """Return the kinds of facts the rules listen to and people record."""
    names: dict[str, None] = {}
    for rule in expanded(text.rules.values()):
        names |= dict.fromkeys(rule.fact_kinds())
        if isinstance(rule, Clocked):
            names |= {condition.fact: None for condition in rule.met_conditions()}
    kinds = text.vocabulary.kinds
    return [kinds[name] for name in names if name in kinds and kinds[name].by_hand]


def value(term: Term, house: House, at: datetime) -> Detail:
    if term.type == DetailType.ONE_OF:
        return next(iter(term.choices))
    by_type: dict[str, Detail] = {
        DetailType.MEMBER: house.members[0].username,
        DetailType.YES_NO: True,
        DetailType.NUMBER: 1,
        DetailType.MONEY: "100.00",
        DetailType.MOMENT: at.isoformat(),
        DetailType.DEPARTMENT: "service",
        DetailType.TEAM: "first",
    }
    return by_type.get(term.type, "甲")


def fact_of(kind: FactKind, house: House, at: datetime) -> Fact:
    details = {term.name: value(term, house, at) for term in kind.details.values()}
    who = next((str(details[t.name]) for t in kind.details.values() if t.type == "member"), "")
    of_a_case = kind.kind.startswith(("case_", "callback_"))
    about = house.matter if of_a_case else f"member:{who or 'chief'}"
    return Fact(kind=kind.kind, about=about, happened_at=at, details=details, actor="chief")


def record_all(texts: Iterable[Regulation], house: House, at: datetime) -> Iterator[Outcome]:
    """Record one fact of every kind; what two clauses say differently is asked of people."""
    case = cases.open_case(
        case_type="complaint", title="电梯停了", text="", severity="major", channel="phone",
        at=at, recorded_at=at, actor=house.chief,
    ).case  # fmt: skip
    house = replace(house, matter=case.about)
    kinds = {kind.kind: kind for text in texts for kind in listened_to(text)}
    for kind in kinds.values():
        with suppress(ClausesDifferError):
            yield record_fact(fact_of(kind, house, at), actor=house.chief, recorded_at=at)


# ── the pages it uses ────────────────────────────────────────────────────────────────────────


def explained(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the explanation of one obligation, transfer and request of each rule's kind."""
    pages: dict[tuple[str, ...], str] = {}
    for outcome in outcomes:
        if outcome.held is not None:
            page = reverse("signoff:request", args=[outcome.held.pk])
            pages.setdefault(("request",), page)
        for owed in outcome.opened:
            page = reverse("enforcement:why_obligation", args=[owed.pk])
            pages.setdefault(("obligation", str(owed.due_at is None), owed.state), page)
        for moved in outcome.moved:
            page = reverse("enforcement:why_transfer", args=[moved.pk])
            pages.setdefault(("transfer", moved.unit), page)
    return list(pages.values())


ROOMS = (
    "/rounds/", "/rounds/calendar/", "/rounds/findings/", "/rounds/places/", "/registers/",
    "/signoff/", "/signoff/ask/", "/handover/", "/access/", "/access/looks/", "/access/leaks/",
    "/knowledge/", "/knowledge/checklists/", "/office/", "/office/meetings/", "/office/notices/",
    "/office/reports/", "/org/", "/facts/",
)  # fmt: skip


def screens(text: Regulation, outcomes: Iterable[Outcome]) -> list[str]:
    """Return the pages of the rooms for each rule that has one there."""
    ways = {"form": ("registers:register", "registers:new"), "target": ("insight:target",)}
    ways |= {"conduct": ("knowledge:rule",), "approval": ("signoff:ask",)}
    pages = [
        reverse(way, args=[text.slug, rule.id])
        for rule in text.rules.values()
        for way in ways.get(rule.kind, ())
    ]
    rounds = {owed.rule_id: owed.pk for outcome in outcomes for owed in outcome.opened}
    pages += [reverse("rounds:round", args=[pk]) for pk in rounds.values()]
    return pages


@each
def test_it_is_adopted_staffed_and_fed_and_every_page_it_uses_is_shown(
    name, db, client, monkeypatch
):
    text = read(name)
    at = a_month_later([text])
    monkeypatch.setattr(timezone, "now", lambda: at)
    chief = empty_department()
    adopted = adopting.adopt_text(
        text=library.text_of(name), file_name=f"{name}.md", by=chief, at=at - timedelta(days=20)
    )
    assert isinstance(adopted, adopting.Adoption), [str(fault) for fault in adopted]
    assert adopted.version is not None
    house = appointed(chief, [text])
    outcomes = list(record_all([text], house, at))
    rooms = (*ROOMS, *screens(text, outcomes))

    client.force_login(chief, backend=LOGIN)
    shown = dict(shown_in(client, rooms, library.names().index(name)))
    open_duties(now=at)
    watch_once(now=at + timedelta(days=40))

    refused = {page: status for page, status in shown.items() if status != HTTPStatus.OK}
    # A rule may have no page of its own: what only the clock or another room fills in.
    assert set(refused.values()) <= {HTTPStatus.NOT_FOUND}
    assert not set(ROOMS) & refused.keys()
    assert len(refused) < len(rooms) / 2, refused
    pages = [reverse("regulations:current", args=[name]), *explained(outcomes), "/"]
    for member in (chief, house.members[0]):
        client.force_login(member, backend=LOGIN)
        for language in LANGUAGES:
            client.cookies["django_language"] = language
            for page in pages if member == chief else ["/"]:
                assert client.get(page).status_code == 200, page
    assert not verify()


def shown_in(client: Client, pages: Iterable[str], turn: int) -> Iterator[tuple[str, int]]:
    """Ask for each page in one language, which another regulation asks for in the other."""
    for number, page in enumerate(pages):
        client.cookies["django_language"] = LANGUAGES[(number + turn) % len(LANGUAGES)]
        yield page, client.get(page).status_code


# ── all of them at once ──────────────────────────────────────────────────────────────────────

PAGES = ("/", "/cases/?state=", "/regulations/", "/regulations/calendar/", "/people/", *ROOMS)
# Each target is a question of its own, and a page shows so many at most.
OF_TARGETS = 24
# A process that has just started reads the rules in force, and measures what the desk shows.
COLD = 40


def queries_of(client: Client, address: str) -> int:
    """Count what a page asks of the database once it was shown before."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def first_look(client: Client, address: str) -> int:
    """Count what a page asks of the database in a process that has kept nothing yet."""
    cache.clear()
    for kept in (books._book, books._words, books._schedule, books._calendar):
        kept.cache_clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_with_all_of_them_adopted_the_main_pages_cost_what_they_cost_with_one(db, client):
    texts = [read(name) for name in library.names()]
    at = a_month_later(texts)
    chief = empty_department()
    client.force_login(chief, backend=LOGIN)
    first, *others = texts
    adopted(first, chief, at)
    house = appointed(chief, [first])
    recorded = list(record_all([first], house, at))
    budget = {page: queries_of(client, page) for page in PAGES}

    for text in others:
        adopted(text, chief, at)

    assert recorded
    assert {page: queries_of(client, page) for page in PAGES} == budget
    assert queries_of(client, "/targets/") <= OF_TARGETS
    assert first_look(client, "/") <= COLD
    assert client.get("/regulations/review/").status_code == 200


def adopted(text: Regulation, chief: Member, at: datetime) -> None:
    found = regulations.adopt(
        text=text.source, file_name=text.file_name, by=chief, at=at - timedelta(days=20)
    )
    assert isinstance(found, Version), [str(fault) for fault in found]
