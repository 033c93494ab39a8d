"""The library: the regulations bundled with the product, and what each carries out.

Nothing here needs Django or a database.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.policy.reviewing.copies import Copy, copies, squeezed, worth_reading

_FOLDER = files("shouwen") / "packs"
# What export says beside the parameters; a rule's name and its place are not parameters.
_NOT_PARAMETERS = frozenset({"id", "kind", "catalogue", "title", "title_en"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a bundled regulation carries out of its catalogue.

    ``number`` is the regulation's number in the catalogue and ``listed`` how many rules the
    catalogue lists there. ``implemented`` are ids that a rule computes, judges, checks or lists,
    ``notes`` those kept for people only, ``missing`` those without either. ``kinds`` counts the
    rules of the file by kind.
    """

    regulation: str
    title: str
    number: str
    listed: int
    implemented: tuple[str, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    kinds: Mapping[str, int]
    cases: int


def names() -> tuple[str, ...]:
    """Return the short names of all bundled regulations, in alphabetical order."""
    found = (file.name for file in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in found if name.endswith(".md")))


def text_of(name: str) -> str:
    """Return a bundled regulation's file; KeyError for a name that is not bundled."""
    if name not in names():
        raise KeyError(name)
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")


@cache
def _squeezed(name: str) -> str:
    return squeezed(text_of(name))


def repeated_by(read: Regulation, known: Collection[str] = ()) -> tuple[Copy, ...]:
    """Return what a text repeats of the bundled regulations but for those ``known`` already."""
    others = [name for name in names() if name not in {*known, read.slug}]
    found = [name for name in others if worth_reading(read, _squeezed(name))]
    return copies(read, map(regulation, found))


@cache
def regulation(name: str) -> Regulation:
    """Read a bundled regulation; ValueError with its faults if it cannot be read."""
    reading = read_regulation(text_of(name), f"{name}.md")
    if reading.regulation is None:
        raise ValueError("\n".join(map(str, reading.faults)))
    return reading.regulation


def regulations() -> Iterator[Regulation]:
    """Read every bundled regulation, in the order of :func:`names`."""
    return map(regulation, names())


@cache
def catalogue() -> Mapping[str, tuple[str, ...]]:
    """Return the rules that the catalogue lists: their ids by the regulation's number."""
    listed: dict[str, tuple[str, ...]] = {}
    lines = (_FOLDER / "catalogue.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        listed[row["regulation"]] = (*listed.get(row["regulation"], ()), row["rule"])
    return listed


def coverage(read: Regulation) -> Coverage:
    """Say what a regulation carries out of its catalogue."""
    run = {
        number for rule in read.rules.values() if rule.kind != "note" for number in rule.catalogue
    }
    kept = {number for rule in read.rules.values() for number in rule.catalogue} - run
    listed = catalogue().get(read.catalogue, ())
    return Coverage(
        regulation=read.slug,
        title=read.title,
        number=read.catalogue,
        listed=len(listed),
        implemented=tuple(sorted(run)),
        notes=tuple(sorted(kept)),
        missing=tuple(number for number in listed if number not in run | kept),
        kinds=dict(sorted(Counter(rule.kind for rule in read.rules.values()).items())),
        cases=len(read.cases),
    )


def exported(read: Regulation) -> Iterator[dict[str, Any]]:
    """Yield each rule as plain data: where it stands, what it implements, and its parameters."""
    for key, definition in read.definitions.items():
        rule = read.rules[key]
        yield {
            "regulation": read.slug,
            "clause": rule.clause.number,
            "rule": key,
            "kind": rule.kind,
            "catalogue": list(rule.catalogue),
            "title": rule.title,
            "title_en": rule.title_en,
            "parameters": {k: v for k, v in definition.items() if k not in _NOT_PARAMETERS},
        }
