"""Keeping the checklists of each type of case; ticks name their items by their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shouwen.cases.models import Checklist


def add_checklist(*, case_type: str, name: str, items: Sequence[str]) -> Checklist:
    """Add a checklist; one of the same name and type is replaced, its ticks stay."""
    Checklist.objects.filter(case_type=case_type, name=name, ended_at=None).delete()
    return Checklist.objects.create(case_type=case_type, name=name.strip(), items=list(items))


def end_checklist(*, pk: int, at: datetime) -> None:
    """Stop using a checklist; what was ticked stays to be read."""
    Checklist.objects.filter(pk=pk, ended_at=None).update(ended_at=at)
