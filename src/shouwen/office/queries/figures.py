"""The figures a plan or report begins with, counted from what was recorded in its period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.enforcement import targets
from shouwen.enforcement.matters import Summary, summaries_of
from shouwen.enforcement.words import of_language
from shouwen.journal import tallies as recorded
from shouwen.obligations import tallies as owed
from shouwen.office import gates
from shouwen.office.days import begin_of, end_of
from shouwen.office.models import Sheet
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.policy.facts_of import office as kinds
from shouwen.policy.kinds.target import Target
from shouwen.policy.kinds.words import Both
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import InForce

KINDS_SHOWN, TARGETS_SHOWN, ROWS = 12, 8, 50
# What the product records by itself, and what a report would count itself by.
_UNTOLD = frozenset({kinds.REPORT_SUBMITTED, kinds.REPORT_CHECKED, kinds.NOTICE_READ,
                     kinds.ATTENDED, "round_checked", "form_filled", "form_changed"})  # fmt: skip
OPENED, CLOSED = "case_opened", "case_closed"

_NAMES: Mapping[str, Callable[[], str]] = {
    "fact:case_opened": lambda: _("Matters opened"),
    "fact:case_closed": lambda: _("Matters closed"),
    "owed:overdue_cases": lambda: _("Matters overdue"),
    "owed:met": lambda: _("Duties met in time"),
    "owed:late": lambda: _("Duties met late"),
    "owed:lapsed": lambda: _("Duties missed"),
    "owed:to_come": lambda: _("Falling due in the period"),
}
_FIRST = ("fact:case_opened", "fact:case_closed", "owed:overdue_cases",
          "owed:met", "owed:late", "owed:lapsed")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure; ``names`` are its Chinese and English names where no msgid has them."""

    key: str
    value: str
    names: Both = ("", "")
    note: str = ""
    met: bool | None = None

    @property
    def label(self) -> str:
        """What it is called in the language of the page."""
        named = _NAMES.get(self.key)
        return named() if named else of_language(self.names) or self.names[0]

    @property
    def sort(self) -> str:
        """What it counts: fact, owed or target."""
        return self.key.partition(":")[0]

    @property
    def tone(self) -> str:
        """How it looks: a missed duty is bad, a met target good."""
        if self.met is not None:
            return "fine" if self.met else "late"
        bad = self.key in ("owed:late", "owed:lapsed", "owed:overdue_cases")
        return "late" if bad and self.value != "0" else ""

    def told(self) -> dict[str, Any]:
        """Return it as a version keeps it."""
        return {"key": self.key, "value": self.value, "names": list(self.names),
                "note": self.note, "met": self.met}  # fmt: skip

    @property
    def line(self) -> str:
        """Return it in words, for the text a report begins with."""
        said = {"label": self.label, "value": self.value}
        return _("%(label)s: %(value)s") % said + (f" ({self.note})" if self.note else "")


def kept(told: Iterable[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """Return the figures as a version keeps them."""
    return tuple(
        Figure(key=one["key"], value=one["value"], names=(one["names"][0], one["names"][1]),
               note=one["note"], met=one["met"])
        for one in told
    )  # fmt: skip


def whom(sheet: Sheet, author: Member, today: date) -> frozenset[int]:
    """Return whose work a sheet counts: the author's, or that of everybody below as well."""
    return gates.below(author, today) if sheet.whole_team else frozenset({author.pk})


def span_of(sheet: Sheet) -> tuple[datetime, datetime]:
    """Return the moments between which a sheet counts."""
    return begin_of(sheet.since), end_of(sheet.until)


def figures_of(sheet: Sheet, today: date) -> tuple[Figure, ...]:
    """Count what a sheet begins with; the number of queries depends on the targets alone."""
    people, (since, until) = whom(sheet, sheet.author, today), span_of(sheet)
    done = owed.counted(people, since, until)
    if sheet.sort == Sheet.Sort.PLAN:
        return (Figure(key="owed:to_come", value=str(done["to_come"])),)
    in_force = regulations.in_force_on(min(sheet.until, today))
    known = {kind.kind: kind for kind in in_force.vocabulary if kind.kind not in _UNTOLD}
    counts = recorded.by_kind(people, known, since, until)
    said = {
        "fact:case_opened": counts.pop(OPENED, 0),
        "fact:case_closed": counts.pop(CLOSED, 0),
        **{f"owed:{sort}": found for sort, found in done.items()},
    }
    first = tuple(Figure(key=key, value=str(said[key])) for key in _FIRST)
    facts = tuple(_counted(known[kind], n) for kind, n in list(counts.items())[:KINDS_SHOWN])
    return (*first, *facts, *_targets(sheet, in_force, today))


def _counted(kind: FactKind, found: int) -> Figure:
    return Figure(
        key=f"fact:{kind.kind}", value=str(found), names=(kind.label, kind.label_en or kind.label)
    )


def _targets(sheet: Sheet, in_force: InForce, today: date) -> Iterable[Figure]:
    day = min(sheet.until, today)
    posts = set(standing_today(sheet.author, today).own.posts)
    wanted = [rule for rule in targets.targets_in(in_force, day) if _concerns(rule, posts)]
    for rule in wanted[:TARGETS_SHOWN]:
        row = targets.measured_in(in_force, rule, day)
        if row.value:
            yield Figure(
                key=f"target:{row.regulation}:{row.rule_id}:{day:%Y-%m}",
                value=row.value,
                names=row.titles,
                note=f"{row.sign} {row.threshold}" if row.threshold else "",
                met=row.met,
            )


def _concerns(rule: Target, posts: set[str]) -> bool:
    return not rule.for_ or bool(set(rule.for_) & posts)


def href_of(sheet: Sheet, figure: Figure) -> str:
    """Return where the rows behind a figure stand."""
    sort, _colon, rest = figure.key.partition(":")
    if sort == "target":
        regulation, rule, month = rest.split(":", 2)
        return f"{reverse('insight:target', args=[regulation, rule])}?month={month}"
    return reverse("office:rows", args=[sheet.pk, sort, rest])


# ── the rows behind a figure ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One row behind a figure."""

    label: str
    note: str
    at: datetime | None
    href: str


def rows_behind(
    sheet: Sheet, sort: str, key: str, today: date, *, after: int = 0
) -> tuple[list[Behind], str]:
    """List what a figure counts, with the cursor of the next page, in a fixed number of queries."""
    people, (since, until) = whom(sheet, sheet.author, today), span_of(sheet)
    vocabulary = regulations.words_on(today).vocabulary
    if sort == "owed":
        found = owed.rows(people, key, since, until)
        matters = summaries_of([row.about for row in found], vocabulary)
        return [
            Behind(
                label=of_language((row.duty, row.duty_en)) or row.duty,
                note=matters.get(row.about, Summary(label="")).label,
                at=row.ended_at or row.due_at,
                href=reverse("enforcement:why_obligation", args=[row.id]),
            )
            for row in found
        ], ""
    rows = recorded.rows(people, key, since, until, after=after, limit=ROWS + 1)
    matters = summaries_of([row.about for row in rows], vocabulary)
    return [
        Behind(
            label=matters.get(row.about, Summary(label="")).label
            or of_language(vocabulary.kind_labels(row.kind)),
            note=row.actor_name,
            at=row.happened_at,
            href=reverse("enforcement:fact", args=[row.number]),
        )
        for row in rows[:ROWS]
    ], str(rows[ROWS - 1].number) if len(rows) > ROWS else ""


def named(key: str, today: date) -> str:
    """Return what a figure is called, by its key."""
    names = _NAMES.get(key)
    if names:
        return names()
    kind = key.partition(":")[2]
    return of_language(regulations.words_on(today).vocabulary.kind_labels(kind))


def period_before(since: date, until: date) -> tuple[date, date]:
    """Return the days before a period that are as many as its own, whole months by months."""
    last = since - timedelta(days=1)
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        place = since.year * 12 + since.month - 1 - months
        return date(place // 12, place % 12 + 1, 1), last
    return last - (until - since), last


def period_after(since: date, until: date) -> tuple[date, date]:
    """Return the days after a period that are as many as its own, whole months by months."""
    first = until + timedelta(days=1)
    if since.day == 1 and first.day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        place = first.year * 12 + first.month - 1 + months
        return first, date(place // 12, place % 12 + 1, 1) - timedelta(days=1)
    return first, first + (until - since)
