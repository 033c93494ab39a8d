"""What was done to a document's text before it was read, by sort, with how often and examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.studio.models import FoundText

_EXAMPLES, _LONGEST = 5, 60
_REPAIRED: dict[str, Promise] = {
    "page_number": _("page numbers inside sentences"),
    "pinyin": _("sounds in brackets"),
    "traditional": _("traditional script"),
    "full_width": _("wide letters and digits"),
    "broken_line": _("lines broken in the middle of a sentence"),
    "lost_figure": _("figures the source lost, to be set"),
    "spaced_figure": _("blanks between the digits of a figure"),
    "repeated": _("passages that stand twice"),
}
_LEFT_OUT: dict[str, Promise] = {
    "navigation": _("navigation and advertisements"),
    "notice": _("notices of the web page"),
    "page_number": _("page numbers"),
    "contents": _("table of contents"),
    "header": pgettext_lazy("page", "headers"),
    "footer": pgettext_lazy("page", "footers"),
    "struck_out": _("struck-out text"),
    "hidden": _("hidden text"),
    "markup": _("signs of a file format"),
    "code": _("program code of the web page"),
    "remark": _("remarks beside the text"),
    "scanned_page": _("pages that are pictures without text"),
    "footnote": _("footnotes"),
    "text_box": _("text boxes"),
    "front_matter": _("details of the file"),
    "deleted": _("deletions that are tracked"),
    "file_details": _("details of the file"),
    "editorial": _("remarks of an editor"),
    "repeated": _("passages that stand twice"),
    "no_clauses": _("text before the first clause"),
}
_OTHER = pgettext_lazy("repair", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One sort of repair, or of what was left out: its words, how often, and some examples."""

    words: Promise
    times: int
    examples: tuple[tuple[str, str], ...]


def repairs_of(text: FoundText) -> list[Done]:
    """Return the repairs of a document by sort."""
    found = ((one["code"], one["before"], one["after"]) for one in text.document.repairs)
    return _by_sort(found, _REPAIRED)


def left_out_of(text: FoundText) -> list[Done]:
    """Return by sort what is not part of a regulation."""
    source = text.document.text
    found = (
        (one["code"], source[one["span"]["start"] : one["span"]["end"]], "")
        for one in text.left_out
    )
    return _by_sort(found, _LEFT_OUT)


def _by_sort(found: Iterable[tuple[str, str, str]], named: dict[str, Promise]) -> list[Done]:
    sorts: dict[str, list[tuple[str, str]]] = {}
    for code, before, after in found:
        sorts.setdefault(code, []).append((_shortened(before), _shortened(after)))
    return [
        Done(
            words=named.get(code, _OTHER),
            times=len(each),
            examples=tuple(dict.fromkeys(each))[:_EXAMPLES],
        )
        for code, each in sorts.items()
    ]


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
