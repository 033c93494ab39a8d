"""Addresses that other rooms ask for, and those of explanations."""

from __future__ import annotations

from django.urls import reverse


def why_address(kind: str, pk: int) -> str:
    """Return where the explanation of an obligation, a transfer or a request stands."""
    return reverse(f"enforcement:why_{kind}", args=[pk])


def matter_link(number: str) -> tuple[str, str]:
    """Return what a case is called where its title is nobody's business, and its address."""
    return number, reverse("cases:case", args=[number])
