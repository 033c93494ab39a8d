"""Parts that other rooms show on a customer's page, by the name of their address.

A room registers its part in ``AppConfig.ready()``; the address gets the customer's pk and answers
with a fragment. So the page shows the customer's cases without this room knowing of cases.
"""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

_parts: list[str] = []


def register_part(url_name: str) -> None:
    """Show what this address answers on every customer's page; a second time changes nothing."""
    if url_name not in _parts:
        _parts.append(url_name)


def addresses(customer: int) -> list[str]:
    """Return the addresses of all parts for one customer."""
    found = []
    for name in _parts:
        try:
            found.append(reverse(name, args=[customer]))
        except NoReverseMatch:
            continue
    return found
