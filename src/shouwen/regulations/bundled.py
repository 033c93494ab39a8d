"""What the shelf of bundled regulations shows of each, found without reading its rules.

Reading all of them takes most of a minute; a page that lists them has a moment. Nothing here needs
Django or a database.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from shouwen.policy.regulation_file import Reading, read_regulation
from shouwen.regulations import library

_HEAD = re.compile(r"\A---\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^```(rule|cases)\s*$\n(.*?)^```\s*$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{2,6} ", re.MULTILINE)
_CASE = re.compile(r"^- ", re.MULTILINE)
_ID = re.compile(r"\b\d+\.\d+[a-z]*-\d+\b")
_OTHER = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """One bundled regulation in short.

    ``industry`` is its name in Chinese and English, both empty for one nobody has named yet.
    ``kinds`` counts the rule blocks as written, whichever way unclear places are read. ``listed``
    is how many rules its catalogue lists; ``run`` of them are carried out by a rule and ``kept``
    are there for people to read. ``posts`` and ``departments`` are printed names by key.
    """

    name: str
    title: str
    industry: tuple[str, str]
    in_force: date
    posts: Mapping[str, str]
    departments: Mapping[str, str]
    settings: int
    sets_hours: bool
    clauses: int
    kinds: Mapping[str, int]
    cases: int
    listed: int
    run: int
    kept: int

    @property
    def rules(self) -> int:
        """How many rules run; notes do not."""
        return sum(self.kinds.values()) - self.kinds.get("note", 0)


def bundled() -> tuple[Bundled, ...]:
    """Return every bundled regulation, in the order of their short names."""
    return tuple(map(in_short, library.names()))


@cache
def in_short(name: str) -> Bundled:
    """Return one bundled regulation in short; KeyError for a name that is not bundled."""
    text = library.text_of(name)
    found = _HEAD.match(text)
    head = found[1] if found else ""
    blocks = _FENCE.findall(text)
    rules = [content for kind, content in blocks if kind == "rule"]
    kinds = Counter(_key(rule, "kind") for rule in rules)
    run = {number for rule in rules if _key(rule, "kind") != "note" for number in _catalogued(rule)}
    kept = {number for rule in rules for number in _catalogued(rule)} - run
    return Bundled(
        name=name,
        title=_key(head, "title"),
        industry=_industries().get(_key(head, "industry"), _OTHER),
        in_force=date.fromisoformat(_key(head, "in_force")),
        posts=dict(_table(head, "posts")),
        departments=dict(_table(head, "departments")),
        settings=len(list(_table(head, "settings"))),
        sets_hours="\nworking_hours:" in head,
        clauses=len(_HEADING.findall(_FENCE.sub("", text))),
        kinds=dict(kinds),
        cases=sum(len(_CASE.findall(content)) for kind, content in blocks if kind == "cases"),
        listed=len(library.catalogue().get(_key(head, "catalogue"), ())),
        run=len(run),
        kept=len(kept),
    )


def _key(block: str, key: str) -> str:
    found = re.search(rf"^{key}:[ \t]*(.+?)[ \t]*$", block, re.MULTILINE)
    return found[1].strip("\"'") if found else ""


def _catalogued(rule: str) -> list[str]:
    # One number, or several over one line or more.
    found = re.search(r"^catalogue:((?:.|\n(?=[ \]-]))*)", rule, re.MULTILINE)
    return _ID.findall(found[1]) if found else []


def _table(head: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield the keys right below one, each with what stands beside it."""
    found = re.search(
        rf"^{key}:[ \t]*(?:\{{(.*?)\}}[ \t]*)?$\n((?:[ \t]+.*\n|\n)*)", head, re.MULTILINE
    )
    if found is None:
        return
    rows = found[1].split(",") if found[1] else re.findall(r"^  (\w.*)$", found[2], re.MULTILINE)
    for row in rows:
        name, _colon, value = row.partition(":")
        yield name.strip(), value.strip().strip("\"'")


@cache
def _industries() -> Mapping[str, tuple[str, str]]:
    lines = (files("shouwen") / "packs" / "industries.csv").read_text(encoding="utf-8").splitlines()
    return {row["industry"]: (row["name"], row["name_en"]) for row in csv.DictReader(lines)}


@lru_cache(maxsize=16)
def rules_of(name: str) -> Reading:
    """Read a bundled regulation for showing: clauses and rules, without its worked cases.

    The cases are two thirds of a file and of the time it takes; KeyError for a name not bundled.
    """
    return read_regulation(without_cases(library.text_of(name)), f"{name}.md")


def without_cases(text: str) -> str:
    """Return a text whose worked cases are blank lines; every other line keeps its number."""
    return _FENCE.sub(_blank, text)


def _blank(block: re.Match[str]) -> str:
    return block[0] if block[1] == "rule" else "\n" * block[0].count("\n")
