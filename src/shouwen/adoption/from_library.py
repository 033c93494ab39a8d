"""The library as its pages show it: rows in one language, grouped, and what several would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shouwen.people import queries as people
from shouwen.regulations.bundled import Bundled, bundled
from shouwen.regulations.cards import KindCount, kind_counts, language_index


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryRow:
    """One bundled regulation on the list; ``adopted`` is the last version this house adopted."""

    name: str
    title: str
    industry: str
    names: str
    in_force: date
    rules: int
    cases: int
    posts: int
    listed: int
    run: int
    kept: int
    kinds: tuple[KindCount, ...]
    adopted: int | None

    def fits(self, wanted: str, industry: str) -> bool:
        """Tell whether every word looked for stands in the title or in the industry's name."""
        text = f"{self.title} {self.names} {self.name}".casefold()
        said = all(word in text for word in wanted.casefold().split())
        return said and industry in ("", self.industry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The regulations of one industry."""

    industry: str
    rows: tuple[LibraryRow, ...]


def shelf_rows(adopted: Mapping[str, int], language: str | None) -> list[LibraryRow]:
    """Return every bundled regulation as a row; ``adopted`` gives version numbers by name."""
    return [_row(short, adopted, language) for short in bundled()]


def _row(short: Bundled, adopted: Mapping[str, int], language: str | None) -> LibraryRow:
    return LibraryRow(
        name=short.name,
        title=short.title,
        industry=short.industry[language_index(language)] or _("Other industries"),
        names=" ".join(short.industry),
        in_force=short.in_force,
        rules=short.rules,
        cases=short.cases,
        posts=len(short.posts),
        listed=short.listed,
        run=short.run,
        kept=short.kept,
        kinds=tuple(c for c in kind_counts(short.kinds, language) if c.kind != "note"),
        adopted=adopted.get(short.name),
    )


def groups_of(rows: Iterable[LibraryRow]) -> list[Group]:
    """Gather rows by industry, the industry with most of them first."""
    found: dict[str, list[LibraryRow]] = {}
    for row in rows:
        found.setdefault(row.industry, []).append(row)
    groups = [Group(industry=name, rows=tuple(of)) for name, of in found.items()]
    return sorted(groups, key=lambda group: -len(group.rows))


def industries(rows: Iterable[LibraryRow]) -> list[str]:
    """Return the names of the industries there are, in the order of the list."""
    return [group.industry for group in groups_of(rows)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What adopting several regulations at once would enter beside the texts.

    ``posts`` and ``departments`` are the printed names the house does not have yet; ``hours_from``
    is the title of the regulation that sets the opening hours, empty where they are set already.
    """

    posts: tuple[str, ...]
    departments: tuple[str, ...]
    hours_from: str


def brought_by(chosen: Sequence[Bundled], *, has_hours: bool) -> Brought:
    """Return what some regulations would enter, in two queries."""
    posts = {key: name for short in chosen for key, name in short.posts.items()}
    departments = {key: name for short in chosen for key, name in short.departments.items()}
    known_posts = people.post_names()
    known_departments = {one.key for one in people.departments()}
    first = next((short.title for short in chosen if short.sets_hours), "")
    return Brought(
        posts=tuple(name for key, name in posts.items() if key not in known_posts),
        departments=tuple(n for key, n in departments.items() if key not in known_departments),
        hours_from="" if has_hours else first,
    )
