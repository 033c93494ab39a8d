"""Bringing a demonstration's regulations in: its figures for the blanks, its readings, from a day.

The worked examples that say “this is left blank” go with the blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from shouwen.adoption import adopting
from shouwen.adoption.choosing import with_chosen
from shouwen.people.models import Member
from shouwen.regulations import library
from shouwen.site.demo.house import House

_RULE = re.compile(r"^```rule\n(.*?)^```\n+(^```cases\n.*?^```\n)?", re.DOTALL | re.MULTILINE)
_ID = re.compile(r"^id: *(\S+) *$", re.MULTILINE)
_CASE = re.compile(r"^(?=- |```$)", re.MULTILINE)
_BLANK = "____"


def adopt_all(house: House, manager: Member, at: datetime) -> None:
    """Adopt a house's regulations as a member would; the first that names hours opens the house."""
    for name in house.regulations:
        text = library.text_of(name)
        if name in house.chosen:
            text = with_chosen(text, house.chosen[name])
        text = with_figures(text, house.figures.get(name, {}))
        adopted = adopting.adopt_text(text=text, file_name=f"{name}.md", by=manager, at=at)
        # A bundled file with faults, or one that nobody here signs, is our own mistake.
        if isinstance(adopted, tuple):
            raise RuntimeError("\n".join(str(fault) for fault in adopted))  # noqa: TRY004
        if adopted.version is None:
            raise RuntimeError(f"{name} waits for signatures that no demonstration gives.")


def with_figures(text: str, figures: Mapping[str, Sequence[str]]) -> str:
    """Return a regulation's text with the blanks of some rules filled in, in their order."""
    return _RULE.sub(lambda block: _filled(block, figures), text) if figures else text


def _filled(block: re.Match[str], figures: Mapping[str, Sequence[str]]) -> str:
    rule, cases = block[1], block[2]
    found = _ID.search(rule)
    given = figures.get(found[1]) if found else None
    if given is None:
        return block[0]
    values = iter(given)
    filled = re.sub(_BLANK, lambda _blank: _next(values), rule)
    return block[0].replace(cases or "\0", _about_figures(cases or "")).replace(rule, filled)


def _about_figures(cases: str) -> str:
    """Return the worked examples without those in which a figure is still missing."""
    kept = [case for case in _CASE.split(cases)[1:-1] if "figure:" not in case]
    return f"```cases\n{''.join(kept)}```\n" if kept else ""


def _next(values: Iterator[str]) -> str:
    return next(values, _BLANK)
