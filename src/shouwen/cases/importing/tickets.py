"""A ticket of another desk, and what was said in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One thing that was said in a ticket; what nobody spoke, a notice or an alarm, is left out."""

    at: str
    text: str
    author: str
    author_name: str
    channel: str
    by_customer: bool
    is_internal: bool
    is_spoken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket as a row of a case book, and what was said after its opening."""

    values: Mapping[str, str]
    articles: tuple[Article, ...]
