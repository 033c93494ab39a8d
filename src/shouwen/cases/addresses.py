"""Addresses of explanations, which live in a room above the queries that name them."""

from __future__ import annotations


def why_address(kind: str, pk: int) -> str:
    """Return where the explanation of an obligation, a transfer or a request stands."""
    return f"/why/{kind}/{pk}/"
