"""Trials as their pages show them: sums beside each other, people, differences one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.adoption import checking
from shouwen.adoption.models import Draft
from shouwen.enforcement.lines import party_text
from shouwen.enforcement.matters import Summary, link_to, summaries_of
from shouwen.enforcement.words import of_language
from shouwen.people import queries as people
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.regulations import queries as regulations
from shouwen.trial.charts import Gain, gains
from shouwen.trial.choices import Sort, State
from shouwen.trial.models import Difference, Trial
from shouwen.trial.replay.summing import MISSED, OUTCOMES
from shouwen.ui import words

PAGE = 50
PEOPLE_SHOWN = 200
MONTHS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Change:
    """A figure under today's rules and under the draft, both ready to be read."""

    label: str
    now: str
    drafted: str
    more: str = ""

    @property
    def differs(self) -> bool:
        """Whether the draft changes it."""
        return self.now != self.drafted


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A clause or a person with the figures under it.

    A ``member`` has statements of these ``months``, ``2026-11``.
    """

    key: str
    label: str
    note: str
    changes: tuple[Change, ...]
    member: str = ""
    months: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the draft changes anything about it."""
        return any(change.differs for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """A trial in a list."""

    pk: int
    title: str
    since: date
    until: date
    state: str
    state_name: str
    asked_by: str
    asked_at: datetime


def state_names() -> dict[str, str]:
    """Return what each state of a trial is called."""
    return {
        State.WAITING: _("Waits to begin"),
        State.RUNNING: _("Being worked out"),
        State.DONE: _("Worked out"),
        State.CANCELLED: _("Stopped"),
        State.FAILED: _("Broke off"),
    }


def trials(now: datetime, draft: Draft | None = None, limit: int = PAGE) -> list[TrialRow]:
    """List trials, of one draft if it is given, the latest first."""
    found = Trial.objects.all() if draft is None else Trial.objects.filter(draft=draft)
    names, columns = state_names(), ("title", "since", "until", "state", "held_until", "asked_at")
    rows = found.select_related("asked_by").only(*columns, "asked_by__name").order_by("-pk")
    return [
        TrialRow(pk=one.pk, title=one.title, since=one.since, until=one.until,
                 state=one.stands(now), state_name=names[one.stands(now)],
                 asked_by=one.asked_by.name, asked_at=one.asked_at)
        for one in rows[:limit]
    ]  # fmt: skip


def progress_of(trial: Trial) -> tuple[int, int]:
    """Return how many judgements are done, of how many."""
    return trial.done_now + trial.done_drafted, 2 * trial.facts


# ── what came out ────────────────────────────────────────────────────────────────────────────


def outcome_names() -> dict[str, str]:
    """Return what may have become of an obligation."""
    return {
        "in_time": _("Met in time"),
        "late": _("Met late"),
        "lapsed": _("Lapsed, not met"),
        "running": _("Still running"),
        "excused": _("Excused"),
    }


def permission_names() -> dict[str, str]:
    """Return what a rule may say to what is asked for."""
    return {
        "granted": _("Permitted"),
        "held": _("Waits for signatures"),
        "refused": _("Not permitted"),
    }


def sort_names() -> dict[str, str]:
    """Return what a difference may be about."""
    return {
        Sort.OBLIGATION: _("Obligations"),
        Sort.TRANSFER: _("Points and money"),
        Sort.PERMISSION: _("Permissions"),
    }


def amount_text(unit: str, parts: int) -> str:
    """Write an amount of the house's units with its sign."""
    quantity = Quantity(unit, abs(parts))
    minus = "\N{MINUS SIGN}" if parts < 0 else ""
    return f"{minus}{words.figure(quantity)} {words.unit_name(quantity)}"


def changes_in(sums: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the figures of a heading of the result, in a fixed order."""
    outcomes, states = outcome_names(), permission_names()
    owed = [
        Change(outcomes[key], str(pair[0]), str(pair[1]))
        for key in OUTCOMES
        if (pair := sums["owed"].get(key))
    ]
    moved = [
        Change(_("Amount"), amount_text(unit, pair[0]), amount_text(unit, pair[1]),
               amount_text(unit, pair[1] - pair[0]))
        for unit, pair in sorted(sums["moved"].items())
    ]  # fmt: skip
    permitted = [
        Change(states[key], str(pair[0]), str(pair[1]))
        for key in states
        if (pair := sums["permitted"].get(key))
    ]
    return (*owed, *moved, *permitted)


def totals(trial: Trial) -> tuple[Change, ...]:
    """Return the sums over everything."""
    return changes_in(trial.result["all"]) if trial.result else ()


def clauses(trial: Trial) -> list[Heading]:
    """List the clauses with what came out under each, those that differ first."""
    names = rule_titles(trial)
    found = [
        Heading(
            key=str(each["rule"]),
            label=names.get(str(each["rule"]), str(each["rule"])),
            note=str(each["clause"]),
            changes=changes_in(each),
        )
        for each in trial.result.get("clauses", ())
    ]
    return sorted(found, key=lambda one: not one.differs)


def rule_titles(trial: Trial) -> dict[str, str]:
    """Return what rules are called: by the draft, and where it has them no more, by today's."""
    day = timezone.localdate(trial.asked_at)
    book = regulations.in_force_on(day).rulebook
    text = Trial.objects.values_list("text", flat=True).get(pk=trial.pk)
    read = checking.check(text, trial.file_name, None).regulation
    listed = [*book.rules, *(read.rules.values() if read else ())]
    return {
        rule.id: of_language((rule.title or rule.id, rule.title_en or rule.title or rule.id))
        for rule in listed
    }


def people_of(trial: Trial, among: Collection[str] | None = None) -> list[Heading]:
    """List who gains or loses, and what each missed, those with the largest change first.

    ``among`` keeps to these, as ``kind:key``.
    """
    found = sorted(_people_in(trial, among), key=_weight, reverse=True)[:PEOPLE_SHOWN]
    months = _months_of(trial)
    names = _names(str(each["party"]) for each in found)
    return [
        Heading(
            key=str(each["party"]),
            label=names[str(each["party"])],
            note="",
            changes=changes_in({**each, "permitted": {}}),
            member=(member := _member_in(str(each["party"]))),
            months=months if member else (),
        )
        for each in found
    ]


def _people_in(trial: Trial, among: Collection[str] | None) -> list[Mapping[str, Any]]:
    everybody = trial.result.get("people", ())
    return [one for one in everybody if among is None or str(one["party"]) in among]


def _member_in(party: str) -> str:
    kind, _colon, key = party.partition(":")
    return key if kind == "member" else ""


def _months_of(trial: Trial) -> tuple[str, ...]:
    """Return the last months of a trial's days, the earliest first."""
    months: list[str] = []
    month = trial.until.replace(day=1)
    while month >= trial.since.replace(day=1) and len(months) < MONTHS_SHOWN:
        months.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    return tuple(reversed(months))


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRow:
    """A person with what they would have had more or less, and the bar of it."""

    key: str
    label: str
    said: str
    bar: Gain


def gains_of(trial: Trial, among: Collection[str] | None = None, shown: int = 6) -> list[GainRow]:
    """Return who would have had most more and who most less: yuan, else what else is moved.

    ``among`` keeps to these, as ``kind:key``.
    """
    moved = {
        str(one["party"]): {u: pair[1] - pair[0] for u, pair in one["moved"].items()}
        for one in _people_in(trial, among)
        if _member_in(str(one["party"]))
    }
    units = sorted({u for each in moved.values() for u, parts in each.items() if parts})
    if not units:
        return []
    unit = YUAN if YUAN in units else units[0]
    found = gains([(party, each.get(unit, 0)) for party, each in moved.items()], shown)
    names = _names(one.party for one in found)
    return [
        GainRow(key=one.party, label=names[one.party], said=_signed(unit, one.parts), bar=one)
        for one in found
    ]


def _signed(unit: str, parts: int) -> str:
    return f"{'+' if parts > 0 else ''}{amount_text(unit, parts)}"


def _weight(sums: Mapping[str, Any]) -> tuple[int, int]:
    moved = sum(abs(pair[1] - pair[0]) for pair in sums["moved"].values())
    missed = sum(abs(p[1] - p[0]) for key, p in sums["owed"].items() if key in MISSED)
    return moved, missed


def _names(parties: Iterable[str]) -> dict[str, str]:
    listed = list(dict.fromkeys(parties))
    keys = [party.partition(":")[2] for party in listed if party.startswith("member:")]
    members = people.members_by_keys(keys)
    named = {f"member:{key}": member.name for key, member in members.items()}
    return {party: named.get(party) or party_text(party) for party in listed}


# ── one by one ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One thing that would have come out otherwise, ready to be read."""

    pk: int
    sort: str
    fact: int
    matter: str
    href: str
    at: datetime
    rule: str
    clause: str
    party: str
    now: str
    drafted: str


@dataclass(frozen=True, slots=True)
class Differences:
    """One page of differences; ``after`` asks for the next."""

    rows: tuple[DifferenceRow, ...]
    after: str


def differences(
    trial: Trial, *, sort: str = "", rule: str = "", party: str = "", after: str = "",
    people_too: bool, limit: int = PAGE,
) -> Differences:  # fmt: skip
    """List what differs, in the order of happening; in a fixed number of queries.

    Without ``people_too`` what moves for a person is left out.
    """
    found = Difference.objects.filter(trial=trial)
    for name, value in (("sort", sort), ("rule_id", rule), ("party", party)):
        found = found.filter(**{name: value}) if value else found
    if not people_too:
        found = found.exclude(sort=Sort.TRANSFER)
    if after.isdecimal():
        found = found.filter(pk__gt=int(after))
    rows = list(found.order_by("pk")[: limit + 1])
    shown = rows[:limit]
    return Differences(tuple(_rows(trial, shown)), str(shown[-1].pk) if len(rows) > limit else "")


def _rows(trial: Trial, shown: Sequence[Difference]) -> Iterable[DifferenceRow]:
    titles, names = rule_titles(trial), _names(one.party for one in shown if one.party)
    vocabulary = regulations.in_force_on(timezone.localdate(trial.asked_at)).vocabulary
    matters = summaries_of((one.about for one in shown), vocabulary)
    for one in shown:
        summary = matters.get(one.about)
        yield DifferenceRow(
            pk=one.pk, sort=one.sort, fact=one.fact, at=one.at, clause=one.clause,
            matter=summary.label if summary else link_to(one.about)[0],
            href=_href(one.about, summary),
            rule=titles.get(one.rule_id, one.rule_id),
            party=names.get(one.party, ""),
            now=_said(one.before), drafted=_said(one.after),
        )  # fmt: skip


# What has no page of its own; asked one by one it would cost a query each.
_PAGELESS = ("member:", "duty:")


def _href(about: str, summary: Summary | None) -> str:
    if summary and (summary.href or about.startswith(_PAGELESS)):
        return summary.href
    return link_to(about)[1]


def _said(what: Mapping[str, Any]) -> str:
    """Write one side of a difference in a few words."""
    if "outcome" in what:
        due = what.get("due")
        named = outcome_names()[what["outcome"]]
        if not due:
            return named
        return f"{words.day_time(datetime.fromisoformat(due))} · {named}"
    if "parts" in what:
        return amount_text(what["unit"], what["parts"])
    if "state" in what:
        return permission_names()[what["state"]]
    return "—"


def found_of(trial: Trial) -> int:
    """Return how many differences there are, kept one by one or not."""
    return int(trial.result.get("differences", 0))
