"""What a review found, as its page shows it: by sort and regulation, each with a way to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.policy.review import SORTS, Finding
from shouwen.regulations.cards import language_index
from shouwen.regulations.reviewing import in_force, review_house

SORT_NAMES: dict[str, str | Promise] = {
    "conflict": _("Conflicts"),
    "copy": _("Repeated texts"),
    "gap": _("Gaps"),
    "figure": _("Figures to set"),
    "document": _("Documents missing"),
    "post": _("Posts"),
    "clause": _("Clauses nothing carries out"),
}
# What is mended by writing into the text, at the line of the finding.
IN_THE_TEXT = ("conflict", "figure", "gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding in the reader's language.

    ``address`` is the clause's place in the document, empty for the whole. ``way`` says how it is
    mended: ``line`` (in the next version of the text), ``post`` (appoint somebody to ``post``),
    ``calendar``, or empty where somebody has to read and decide.
    """

    what: str
    mend: str
    clause: str
    address: str
    line: int
    way: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedText:
    """The findings of one regulation; ``number`` is its version in force."""

    slug: str
    title: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The page: how many of each sort there are, and those of one sort by regulation."""

    counts: dict[str, int]
    sort: str
    titles: tuple[tuple[str, str], ...]
    texts: tuple[ReviewedText, ...]


def reviewed(on: date, language: str | None, *, sort: str, slug: str) -> Reviewed:
    """Review what is in force on a day; show one sort, and only one regulation where asked.

    Without a known sort it is the first of which there are any.
    """
    titles = {read.slug: read.title for read in in_force(on)}
    found = [one for one in review_house(on=on) if slug in ("", one.regulation)]
    counts: dict[str, int] = {name: sum(one.sort == name for one in found) for name in SORTS}
    shown = sort if sort in counts else next((name for name in SORTS if counts[name]), SORTS[0])
    return Reviewed(
        counts=counts,
        sort=shown,
        titles=tuple(titles.items()),
        texts=_texts([one for one in found if one.sort == shown], titles, on, language),
    )


def _texts(
    found: Sequence[Finding], titles: dict[str, str], on: date, language: str | None
) -> tuple[ReviewedText, ...]:
    places = {read.slug: {n.number: n.address for n in read.clauses} for read in in_force(on)}
    of = {slug: [one for one in found if one.regulation == slug] for slug in titles}
    return tuple(
        ReviewedText(
            slug=slug, title=titles[slug], rows=tuple(_rows(those, places[slug], language))
        )
        for slug, those in of.items()
        if those
    )


def _rows(
    found: Iterable[Finding], places: dict[str, str], language: str | None
) -> list[FindingRow]:
    which = language_index(language)
    return [
        FindingRow(
            what=one.what[which],
            mend=one.mend[which],
            clause=one.clause,
            address=places.get(one.clause, ""),
            line=one.line,
            way=_way(one),
            post=one.about if one.sort == "post" else "",
        )
        for one in found
    ]


def _way(one: Finding) -> str:
    if one.about:
        return "calendar" if one.about == "calendar" else "post"
    return "line" if one.sort in IN_THE_TEXT else ""
