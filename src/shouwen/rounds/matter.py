"""The page of a finding: what is owed about it, each step that was taken, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from shouwen.enforcement import lines as explained
from shouwen.enforcement import matters, words
from shouwen.enforcement.lines import Consequence
from shouwen.enforcement.words import Names, of_language
from shouwen.files import queries as files
from shouwen.files.queries import FileRow
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import OwedRow
from shouwen.people.models import Member
from shouwen.policy.facts_of.rounds import ROUND_CHECKED
from shouwen.policy.vocabulary import Vocabulary
from shouwen.regulations import queries as regulations
from shouwen.rounds.models import Finding

MOST_FACTS = 500
_UNSAID = frozenset({ROUND_CHECKED, "obligation_met"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something owed about the finding; the due badge reads ``row``."""

    row: OwedRow
    title: str
    whose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One fact about the finding, with its words and files."""

    number: int
    label: str
    at: datetime
    who: str
    lines: tuple[tuple[str, str], ...]
    files: tuple[FileRow, ...]
    taken_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """Everything the page of a finding shows; ``before`` and ``after`` are photographs."""

    finding: Finding
    label: str
    owed: tuple[Owed, ...]
    steps: tuple[Step, ...]
    before: tuple[FileRow, ...]
    after: tuple[FileRow, ...]
    consequences: tuple[Consequence, ...]

    @property
    def first(self) -> Step | None:
        """The finding's own fact."""
        return self.steps[0] if self.steps else None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed about it any more."""
        return not any(one.row.is_owed for one in self.owed)


def finding_page(finding: Finding, reader: Member, now: datetime) -> FindingPage:
    """Gather the page of a finding that the reader may read."""
    today = timezone.localdate(now)
    vocabulary = regulations.words_on(today).vocabulary
    past = (r for r in journal.timeline(finding.about, limit=MOST_FACTS) if r.kind not in _UNSAID)
    rows = shown_to(reader, past, now)
    names = words.names_in(vocabulary, [(row.kind, row.details) for row in rows])
    known = files.of([key for row in rows for key in files.keys_in(row.details.get("files"))])
    steps = tuple(_step(row, vocabulary, names, known, now) for row in rows)
    return FindingPage(
        finding=finding,
        label=words.kind_label(vocabulary, finding.fact_kind),
        owed=tuple(_owed(row) for row in owed.history(finding.about)),
        steps=steps,
        before=_photos(steps[:1]),
        after=_photos(steps[1:]),
        consequences=_money(finding, reader, now),
    )


def shown_to(reader: Member, rows: Iterable[JournalRow], now: datetime) -> list[JournalRow]:
    """Return facts with what their reader may not see of a customer covered in every text."""
    found = list(rows)
    told = matters.covered([(row.about, row.details) for row in found], reader, now)
    return [replace(row, details=said) for row, said in zip(found, told, strict=True)]


def _photos(steps: tuple[Step, ...]) -> tuple[FileRow, ...]:
    return tuple(file for step in steps for file in step.files if file.is_photo)


def _step(
    row: JournalRow,
    vocabulary: Vocabulary,
    names: Names,
    known: Mapping[str, FileRow],
    now: datetime,
) -> Step:
    said = {n: v for n, v in row.details.items() if n != files.DETAIL}
    return Step(
        number=row.number,
        label=words.kind_label(vocabulary, row.kind),
        at=row.happened_at,
        who=row.actor_name,
        lines=tuple(words.detail_lines(vocabulary, row.kind, said, names, now=now)),
        files=tuple(known[k] for k in files.keys_in(row.details.get(files.DETAIL)) if k in known),
        taken_back=row.corrected_by is not None,
    )


def _owed(row: OwedRow) -> Owed:
    return Owed(
        row=row,
        title=of_language((row.duty, row.duty_en)) or row.duty,
        whose=row.owner_name or explained.party_text(row.owed_by),
    )


def _money(finding: Finding, reader: Member, now: datetime) -> tuple[Consequence, ...]:
    if finding.fact is None:
        return ()
    found = explained.consequences_of(finding.fact, reader, timezone.localdate(now))
    return tuple(one for one in found if one.quantity is not None)
