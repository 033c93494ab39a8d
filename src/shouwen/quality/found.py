"""Rows of automatic findings, with the text they stand in, their place and their clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from shouwen.access.sight import Sight, sight_of
from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.policy.rulebook import Rulebook
from shouwen.quality import conversation, seeing, telling
from shouwen.quality.conversation import Place
from shouwen.quality.models import Finding
from shouwen.regulations import queries as regulations


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One automatic finding for a list; ``place`` is the number of its case or conversation."""

    pk: int
    label: str
    person: str
    place: str
    page: str
    said: tuple[conversation.Piece, ...]
    words: str
    clause: str
    book: str
    href: str
    found_at: datetime
    state: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The text of a finding, how its reader sees it, and where it stands."""

    text: str
    say: Callable[[str], str]
    place: str
    page: str


def found_rows(found: Sequence[Finding], member: Member, now: datetime) -> list[FoundRow]:
    """Return findings with the text they stand in, covered as the reader may see it."""
    sight = sight_of(member, now)
    texts = {**_in_cases(found, sight), **_in_talks(found, sight)}
    book = regulations.rulebook_on(timezone.localdate(now))
    return [_row(one, texts.get(one.pk, _LOST), book) for one in found]


# What a privacy notice has let go since: the finding stays, its text does not.
_LOST = _Text(text="", say=lambda text: text, place="", page="")


def _in_cases(found: Sequence[Finding], sight: Sight) -> dict[int, _Text]:
    ours = [(one, one.case) for one in found if one.case is not None]
    rows = journal.rows_numbered([one.turn for one, _case in ours]) if ours else []
    texts = {row.number: str(row.details.get("text") or "") for row in rows}
    cases = {case.pk: case for _one, case in ours}
    says = {pk: seeing.looked_at(case, sight).text for pk, case in cases.items()}
    return {
        one.pk: _Text(
            text=texts.get(one.turn, ""), say=says[case.pk], place=case.number,
            page=reverse("cases:case", args=[case.number]),
        )
        for one, case in ours
    }  # fmt: skip


def _in_talks(found: Sequence[Finding], sight: Sight) -> dict[int, _Text]:
    ours = [one for one in found if one.conversation]
    talks = telling.talks_about({one.conversation for one in ours})
    says = {key: seeing.noted(talk.seen(sight), sight).text for key, talk in talks.items()}
    texts = {(key, said.number): said.text for key, talk in talks.items() for said in talk.said}
    return {
        one.pk: _Text(
            text=texts.get((one.conversation, one.turn), ""), say=says[one.conversation],
            place=talks[one.conversation].label, page="",
        )
        for one in ours if one.conversation in talks
    }  # fmt: skip


def _row(one: Finding, said: _Text, book: Rulebook) -> FoundRow:
    seen = said.say(said.text)
    whole = seen == said.text
    rule = book.find(one.regulation, one.rule) if one.rule else None
    place = Place(turn="", start=one.start, end=one.end, label=seeing.label_of(one.code))
    cut = conversation.cut(said.text, [place]) if whole else [conversation.Piece(text=seen)]
    return FoundRow(
        pk=one.pk, label=seeing.label_of(one.code), person=one.person.name,
        place=said.place or one.conversation, page=said.page, said=tuple(cut),
        words=one.words if whole else "",
        clause=rule.clause.number if rule else "", book=rule.clause.title if rule else "",
        href=reverse("knowledge:rule", args=[one.regulation, one.rule]) if rule else "",
        found_at=one.found_at, state=one.state,
        decided_by=one.decided_by.name if one.decided_by else "",
    )  # fmt: skip
