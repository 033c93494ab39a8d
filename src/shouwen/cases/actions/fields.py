"""Defining a house's own fields, and filling them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.cases.actions.common import Done, fresh, step
from shouwen.cases.fields import checked, in_use
from shouwen.cases.models import Case, CaseField
from shouwen.people.models import Member


@transaction.atomic
def define_field(
    *,
    case_type: str,
    key: str,
    label: str,
    kind: str,
    at: datetime,
    label_en: str = "",
    choices: Sequence[Sequence[str]] = (),
    required: bool = False,
    shown_if: str = "",
    shown_if_values: Sequence[str] = (),
) -> CaseField:
    """Define a field; one that has the key is ended, and this is its next version."""
    former = CaseField.objects.filter(case_type=case_type, key=key).order_by("-version").first()
    CaseField.objects.filter(case_type=case_type, key=key, until=None).update(until=at)
    return CaseField.objects.create(
        case_type=case_type,
        key=key,
        label=label.strip(),
        label_en=label_en.strip(),
        kind=kind,
        choices=[list(pair) for pair in choices],
        required=required,
        shown_if=shown_if,
        shown_if_values=list(shown_if_values),
        version=former.version + 1 if former else 1,
        order=former.order if former else CaseField.objects.filter(case_type=case_type).count(),
        since=at,
    )


def end_field(*, pk: int, at: datetime) -> None:
    """Ask for a field no more; what was filled in stays to be read."""
    CaseField.objects.filter(pk=pk, until=None).update(until=at)


@transaction.atomic
def fill_in(
    *,
    case: Case,
    given: Mapping[str, Any],
    actor: Member,
    at: datetime,
    key: str | None = None,
) -> Done:
    """Fill in the house's own fields of a case; rules hear of it by ``case_detailed``."""
    values = checked(in_use(case.case_type), given)
    now = fresh(case)
    # What is not asked for any more stays as it was filled in.
    asked = {field.key for field in in_use(case.case_type)}
    kept = {name: value for name, value in now.fields.items() if name not in asked}
    return step(
        case=case,
        kind="case_detailed",
        own=values,
        changes={"fields": {**kept, **values}},
        actor=actor,
        at=at,
        key=key,
    )
