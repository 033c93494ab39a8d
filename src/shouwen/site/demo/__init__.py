"""The demonstration departments: people, regulations and sixty days that end now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shouwen.site.demo.house import DEFAULT, industries

__all__ = ["DEFAULT", "industries", "load", "sign_ins"]


def load(*, now: datetime, industry: str = DEFAULT) -> str:
    """Load a demonstration once; return a sentence about what was done.

    KeyError for an industry that is none of :func:`industries`.
    """
    from shouwen.site.demo.loading import load as load_department  # noqa: PLC0415 models are ready then

    return load_department(now=now, industry=industry)


def sign_ins() -> Sequence[str]:
    """Return a line for each member a visitor may sign in as."""
    from shouwen.site.demo.roles import roles  # noqa: PLC0415 the same

    return [f"  {role['name']}  {role['post']}" for role in roles()]
