"""What the matters that papers are, are called, for lists in other rooms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.enforcement.matters import MatterLink, MatterSummary, Summary
from shouwen.office.models import Meeting, Notice, Resolution, Sheet

_TABLES: Mapping[str, type[Model]] = {
    "meeting": Meeting,
    "resolution": Resolution,
    "notice": Notice,
    "report": Sheet,
}


def _named(paper: Model) -> Summary:
    if isinstance(paper, Meeting):
        # A list elsewhere may be read by people who were not called.
        label = _("confidential meeting") if paper.confidential else paper.title
        return Summary(label=label, href=reverse("office:meeting", args=[paper.pk]))
    if isinstance(paper, Resolution):
        page = reverse("office:meeting", args=[paper.meeting_id])
        hidden = paper.meeting.confidential
        label = _("resolution of a confidential meeting") if hidden else paper.text[:60]
        note = "" if hidden else paper.meeting.title
        return Summary(label=label, note=note, href=f"{page}#resolution-{paper.number}")
    if isinstance(paper, Notice):
        return Summary(label=paper.title, href=reverse("office:notice", args=[paper.pk]))
    assert isinstance(paper, Sheet)  # noqa: S101 there are no further papers
    return Summary(label=paper.title, href=reverse("office:sheet", args=[paper.pk]))


def _found(prefix: str, tokens: Collection[str]) -> dict[str, Summary]:
    abouts = [f"{prefix}:{token}" for token in tokens]
    rows = _TABLES[prefix]._default_manager.filter(about__in=abouts)  # noqa: SLF001 Django's own
    if prefix == "resolution":
        rows = rows.select_related("meeting")
    return {_token(row): _named(row) for row in rows}


def _token(row: Model) -> str:
    about: str = row.about  # type: ignore[attr-defined]  # every paper has one
    return about.partition(":")[2]


def summing_up(prefix: str) -> MatterSummary:
    """Return how many papers of a sort are summarised at once."""

    def summaries(tokens: Collection[str]) -> Mapping[str, Summary]:
        return _found(prefix, tokens)

    return summaries


def linking(prefix: str) -> MatterLink:
    """Return how one paper is named and addressed."""

    def link(token: str) -> tuple[str, str]:
        found = _found(prefix, [token]).get(token)
        return (found.label, found.href) if found else (_KINDS[prefix](), "")

    return link


_KINDS: Mapping[str, Callable[[], str]] = {
    "meeting": lambda: _("meeting"),
    "resolution": lambda: _("resolution"),
    "notice": lambda: _("notice"),
    "report": lambda: _("plan or report"),
}
