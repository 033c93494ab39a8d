"""Questions of the portal: what the department shows, what is whose, and how it was rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouwen.cases.choices import SETTLED
from shouwen.cases.models import Case
from shouwen.policy.calendar.hours import WEEKDAYS, read_days
from shouwen.portal import gates, said
from shouwen.portal.models import Filing, Offer, Portal, PrivacyNotice, Rating, RatingForm
from shouwen.regulations import queries as regulations

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """A sort of matter as its customer reads it."""

    pk: int
    case_type: str
    name: str
    hint: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRow:
    """One of a customer's own matters in a list."""

    number: str
    sort: str
    opened_at: datetime
    state: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """A day of the week with its hours; without any the house is closed."""

    day: int
    hours: tuple[str, ...]


def settings_of() -> Portal:
    """Return the portal's settings, before anybody has saved some the usual ones."""
    return Portal.objects.filter(pk=1).first() or Portal(languages=["zh-hans", "en"])


def notice() -> PrivacyNotice | None:
    """Return the privacy notice that holds now."""
    return PrivacyNotice.objects.order_by("-number").first()


def offers(*, shown_only: bool = True) -> list[OfferRow]:
    """List the sorts of matters in the department's order."""
    found = Offer.objects.order_by("order", "pk")
    if shown_only:
        found = found.filter(is_shown=True)
    return [
        OfferRow(
            pk=each.pk,
            case_type=each.case_type,
            name=said.by_language(each.name, each.name_en),
            hint=said.by_language(each.hint, each.hint_en),
            is_shown=each.is_shown,
        )
        for each in found
    ]


def matters_of(way: str, contact: str) -> list[MatterRow]:
    """List the matters of whoever confirmed this contact, the latest first."""
    found = Case.objects.filter(gates.own(way, contact)).select_related("category")
    return [
        MatterRow(
            number=case.number,
            sort=said.sort_of(case),
            opened_at=case.opened_at,
            state=said.state_of(case.state)[0],
            tone=said.state_of(case.state)[1],
        )
        for case in found.order_by("-opened_at", "-pk")[:PAGE]
    ]


def filing_of(case: Case) -> Filing | None:
    """Return how the customer of a matter is known at the door, or None."""
    return Filing.objects.filter(case=case).first()


def rating_of(case: Case) -> Rating | None:
    """Return the rating of a matter since it was last taken up, or None."""
    return Rating.objects.filter(case=case, times_reopened=case.times_reopened).first()


def rating_form(case_type: str) -> RatingForm | None:
    """Return the questions that are asked now about a type of matter, or None."""
    return RatingForm.objects.filter(case_type=case_type).order_by("-number").first()


def may_be_rated(case: Case) -> bool:
    """Return whether a customer may rate a matter now, as far as its state goes."""
    return case.state in SETTLED


def forms_by_type() -> dict[str, RatingForm]:
    """Return the questions that are asked now, by type of matter, in one query."""
    return {each.case_type: each for each in RatingForm.objects.order_by("number")}


def ratings(after: int | None = None, limit: int = PAGE) -> tuple[list[Rating], int | None]:
    """List ratings, the latest first, from ``after`` on; say where the next page begins."""
    found = Rating.objects.select_related("case").order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None


def week(today: date) -> list[OpenDay]:
    """Return the house's opening hours, Monday first, from its calendar."""
    hours: Mapping[str, Any] = regulations.schedule_in_use(None, None).hours_on(today)
    by_day: dict[int, tuple[str, ...]] = {}
    for days, spans in hours.items():
        listed = (spans,) if isinstance(spans, str) else tuple(spans or ())
        by_day.update(dict.fromkeys(read_days(days), tuple(s.replace("-", "–") for s in listed)))
    return [OpenDay(day=day, hours=by_day.get(day, ())) for day in range(len(WEEKDAYS))]
