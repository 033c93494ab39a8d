"""What stands on the desk of whoever brings regulations in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from shouwen.adoption.models import Draft
from shouwen.approvals import queries as requests
from shouwen.enforcement.lines import tier_lines
from shouwen.regulations.models import PROPOSED, CalendarVersion, Regulation, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One draft on the list."""

    pk: int
    file_name: str
    by: str
    changed_at: datetime


def open_drafts(limit: int = 50) -> list[DraftRow]:
    """List the drafts that were not adopted yet, the latest change first."""
    rows = Draft.objects.filter(adopted__isnull=True).order_by("-changed_at", "-pk")[:limit]
    return [
        DraftRow(pk=pk, file_name=name, by=by, changed_at=at)
        for pk, name, by, at in rows.values_list(
            "pk", "file_name", "changed_by__name", "changed_at"
        )
    ]


def last_numbers() -> dict[str, int]:
    """Return the number of the last version of each regulation that was ever adopted."""
    adopted = Version.objects.filter(number__gt=PROPOSED).order_by("number")
    return dict(adopted.values_list("regulation__slug", "number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptingRow:
    """One of several drafts being adopted; ``number`` is the version it became."""

    pk: int
    file_name: str
    text: str
    slug: str
    number: int | None


def drafts_adopting(pks: Sequence[int]) -> list[AdoptingRow]:
    """Return several drafts in the order asked for, with the versions some became; one query."""
    rows = Draft.objects.filter(pk__in=pks).values_list(
        "pk", "file_name", "text", "adopted__regulation__slug", "adopted__number"
    )
    found = {
        pk: AdoptingRow(pk=pk, file_name=name, text=text, slug=slug or "", number=number)
        for pk, name, text, slug, number in rows
    }
    return [found[pk] for pk in pks if pk in found]


def has_hours() -> bool:
    """Tell whether the house has opening hours already."""
    return CalendarVersion.objects.filter(team__isnull=True).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What a draft waits for: the request, its clause, and who signs, tier by tier."""

    request: int
    clause: str
    title: str
    tiers: tuple[str, ...]


def signing_of(draft: Draft) -> Signing | None:
    """Return whose signatures a draft waits for, or None where it waits for none."""
    if draft.sent_at is None or draft.adopted_id:
        return None
    for request in requests.waiting_about(f"regulation:{draft.regulation}"):
        if request.proposed["details"].get("draft") == draft.pk:
            return Signing(
                request=request.pk, clause=request.clause_number, title=request.title,
                tiers=tuple(tier_lines(request)),
            )  # fmt: skip
    return None


def waiting_draft(slug: str) -> int | None:
    """Return the draft of a regulation that waits for signatures, or None."""
    waiting = Draft.objects.filter(regulation=slug, sent_at__isnull=False, adopted__isnull=True)
    return waiting.order_by("pk").values_list("pk", flat=True).first()


def matter_link(slug: str) -> tuple[str, str]:
    """Return a regulation's title with where it is read: the text that waits, else the one adopted.

    Both are empty for a regulation that was never put up.
    """
    found = Regulation.objects.filter(slug=slug).values_list("title", flat=True).first()
    waiting = waiting_draft(slug)
    if waiting is not None:
        return f"《{found or slug}》", reverse("trial:effect", args=[waiting])
    return (f"《{found}》", reverse("regulations:current", args=[slug])) if found else (slug, "")
