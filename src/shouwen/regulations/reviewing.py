"""A review of the house: what it has adopted, beside drafts, and who holds which post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from shouwen.people.models import Holding, Post
from shouwen.people.queries import holding_on
from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.policy.review import Finding, review
from shouwen.regulations import queries
from shouwen.regulations.models import Version


def review_house(*, on: date, drafts: Sequence[Regulation] = ()) -> tuple[Finding, ...]:
    """Review drafts beside what is in force on a day; a draft stands for its own regulation."""
    redrafted = {read.slug for read in drafts}
    adopted = [read for read in in_force(on) if read.slug not in redrafted]
    return review((*drafts, *adopted), holders=holders_by_post(on))


def in_force(on: date) -> list[Regulation]:
    """Read the texts of the regulations in force on a day, by short name."""
    versions = Version.objects.filter(pk__in=queries.in_force_on(on).versions.values())
    texts = [(one.source, one.file_name) for one in versions.order_by("regulation__slug")]
    found = (read_regulation(*text).regulation for text in texts)
    return [read for read in found if read is not None]


def holders_by_post(on: date) -> dict[str, int]:
    """Count who holds each post on a day."""
    held = Holding.objects.filter(holding_on(on), member__is_active=True)
    counted = held.values_list("post__key").annotate(Count("member", distinct=True)).order_by()
    return {**dict.fromkeys(Post.objects.values_list("key", flat=True), 0), **dict(counted)}
