"""Matters that may be the same: while one is opened, and many people with one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shouwen.access.sight import Sight
from shouwen.cases.choices import UNSETTLED
from shouwen.cases.gates import Standing, open_to
from shouwen.cases.heads import seen_of
from shouwen.cases.likeness import Shelf
from shouwen.cases.models import Case

# So many of the newest are compared while somebody waits, and so many on the page of hot issues.
COMPARED, GROUPED = 300, 600
SHOWN = 5
# From so many matters on, one thing is hot.
MANY = 3
# A title of fewer characters says too little to compare.
_TOO_SHORT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyRow:
    """A matter that may be the one being opened, and why."""

    number: str
    title: str
    customer: str
    state_label: str
    opened_at: datetime
    why: str


def likely(
    where: Standing,
    *,
    title: str,
    text: str,
    customer: int | None,
    reference: str,
    sight: Sight,
) -> list[LikelyRow]:
    """List open matters of the last weeks that may be the same, the likest first, in one query."""
    found = list(_recent(where, sight.at).filter(state__in=UNSETTLED)[:COMPARED])
    scores: dict[int, float] = {}
    if len(title.strip()) >= _TOO_SHORT:
        shelf = Shelf([(case.title, case.text) for case in found])
        scores = {found[place].pk: score for place, score in shelf.like(title, text)}
    rows = [(_rank(case, scores, customer, reference), case) for case in found]
    best = sorted((row for row in rows if row[0][0]), key=lambda row: row[0], reverse=True)
    return [_row(case, _why(case, scores, customer, reference), sight) for _r, case in best[:SHOWN]]


def _recent(where: Standing, now: datetime) -> QuerySet[Case]:
    since = now - timedelta(days=settings.SHOUWEN_LIKELY_DAYS)
    recent = Case.objects.filter(open_to(where), opened_at__gte=since)
    return recent.select_related("customer", "contact").order_by("-opened_at", "-pk")


def _rank(
    case: Case, scores: dict[int, float], customer: int | None, reference: str
) -> tuple[float, int]:
    same = bool(reference) and case.reference == reference
    known = bool(customer) and case.customer_id == customer
    return (2.0 * same + 0.5 * known + scores.get(case.pk, 0.0), case.pk)


def _why(case: Case, scores: dict[int, float], customer: int | None, reference: str) -> str:
    reasons = []
    if reference and case.reference == reference:
        reasons.append(_("same reference"))
    if customer and case.customer_id == customer:
        reasons.append(_("same customer"))
    if case.pk in scores:
        reasons.append(_("similar text"))
    return _(", ").join(reasons)


def _row(case: Case, why: str, sight: Sight) -> LikelyRow:
    seen = seen_of(case, sight)
    return LikelyRow(
        number=case.number,
        title=seen.text(case.title),
        customer=seen.name,
        state_label=case.get_state_display(),
        opened_at=case.opened_at,
        why=why,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HotRow:
    """One thing that many brought: how many people, and the matters, the oldest first."""

    title: str
    people: int
    open: int
    since: datetime
    rows: tuple[LikelyRow, ...]

    @property
    def first(self) -> str:
        """The number of the matter that came first."""
        return self.rows[0].number

    @property
    def others(self) -> str:
        """The numbers of the rest, as a form sends them."""
        return " ".join(row.number for row in self.rows[1:])


def hot(where: Standing, sight: Sight) -> list[HotRow]:
    """Group the newest matters of the last weeks by what they are about, in one query."""
    recent = _recent(where, sight.at).filter(Q(merged_into=None))
    found = list(recent[:GROUPED])[::-1]
    shelf = Shelf([(case.title, case.text) for case in found])
    groups = ([found[place] for place in places] for places in shelf.groups())
    rows = [_hot_row(group, sight) for group in groups if len(group) >= MANY]
    return sorted(rows, key=lambda row: (-row.people, -row.open, row.first))


def _hot_row(group: Sequence[Case], sight: Sight) -> HotRow:
    rows = tuple(_row(case, "", sight) for case in group)
    # Somebody unknown is somebody else each time.
    people = {case.customer_id or -case.pk for case in group}
    return HotRow(
        title=rows[0].title,
        people=len(people),
        open=sum(case.state in UNSETTLED for case in group),
        since=group[0].opened_at,
        rows=rows,
    )
