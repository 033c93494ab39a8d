"""Addresses that other rooms ask for, and those of explanations."""

from __future__ import annotations

from django.urls import reverse

from shouwen.cases.models import Case


def why_address(kind: str, pk: int) -> str:
    """Return where the explanation of an obligation, a transfer or a request stands."""
    return reverse(f"enforcement:why_{kind}", args=[pk])


def matter_link(number: str) -> tuple[str, str]:
    """Return what the case with this number is called, and its address."""
    title = Case.objects.filter(number=number).values_list("title", flat=True).first()
    return f"{number} {title or ''}".strip(), reverse("cases:case", args=[number])
