"""The page of one round: its lines as they were found, what proves it, and what followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from shouwen.enforcement import lines as explained
from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.lines import Consequence
from shouwen.enforcement.proof import Counted, counted_for
from shouwen.enforcement.words import of_language
from shouwen.files import queries as files
from shouwen.files.queries import FileRow
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.obligations import queries as owed
from shouwen.obligations import spans
from shouwen.obligations.actions import ObligationRow
from shouwen.obligations.queries import State, TransitionRow
from shouwen.people.models import Member
from shouwen.policy.facts_of.rounds import ROUND_CHECKED, SENT_BACK
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.duty import DUTY_DONE, Duty
from shouwen.policy.kinds.parties import Somebody
from shouwen.regulations import queries as regulations
from shouwen.rounds.lines import Line, lines_of
from shouwen.rounds.matter import shown_to
from shouwen.rounds.models import Finding
from shouwen.rounds.queries import findings_of_round
from shouwen.rounds.ways import Way, ways_of

PHOTO = "photo"
MOST_FACTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How one line was found: ``result`` is ok, finding, not_applicable, or empty until looked."""

    line: Line
    result: str = ""
    note: str = ""
    at: datetime | None = None
    who: str = ""
    scanned: bool = False
    elsewhere: bool = False
    late_sent: bool = False
    photos: tuple[FileRow, ...] = ()
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that belong together: the route, or one checklist."""

    title: str
    clause_number: str
    rows: tuple[Looked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A fact by which it was done: by whom, when, with which words and files."""

    number: int
    label: str
    who: str
    at: datetime
    text: str
    files: tuple[FileRow, ...]
    taken_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What was done about one obligation, as its reviewer sees it."""

    obligation: ObligationRow
    duty: str
    groups: tuple[Group, ...]
    done: tuple[Done, ...]
    findings: tuple[Finding, ...]
    sent_back: tuple[Done, ...]

    @property
    def total(self) -> int:
        """How many lines there are."""
        return sum(len(group.rows) for group in self.groups)

    @property
    def looked(self) -> int:
        """How many of them were looked at."""
        return sum(bool(row.result) for group in self.groups for row in group.rows)

    @property
    def left(self) -> tuple[Looked, ...]:
        """The lines nobody looked at yet."""
        return tuple(row for group in self.groups for row in group.rows if not row.result)

    @property
    def photos(self) -> tuple[FileRow, ...]:
        """Every photograph taken on the round, each once."""
        found = [p for group in self.groups for row in group.rows for p in row.photos]
        found += [file for one in self.done for file in one.files if file.is_photo]
        return tuple({file.key: file for file in found}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    """Everything the page of one round or task shows."""

    work: Work
    rule: Rule
    clause_text: str
    ways: tuple[Way, ...]
    counted: tuple[Counted, ...]
    wants_photo: bool
    wants_text: bool
    reviewed: tuple[Work, ...]
    reviewer: str
    missed: tuple[Consequence, ...]
    told: tuple[TransitionRow, ...]

    @property
    def by_hand(self) -> bool:
        """Whether it is reported as done on this page."""
        return any(way.by_hand for way in self.ways)


def round_page(obligation: ObligationRow, reader: Member, now: datetime) -> RoundPage:
    """Gather the page of an obligation that the reader may read."""
    rule = rule_of(obligation)
    facts = shown_to(reader, journal.timeline(obligation.about, limit=MOST_FACTS), now)
    clause = regulations.clause_of(obligation.version_id, obligation.clause_address)
    known = files.of([key for row in facts for key in files.keys_in(row.details.get("files"))])
    evidence = rule.evidence if isinstance(rule, Clocked) else ()
    missed, told = _missed(obligation, reader, now)
    return RoundPage(
        work=work_on(obligation, rule, facts, known),
        rule=rule,
        clause_text=(clause.text or clause.heading) if clause else "",
        ways=ways_of(rule, regulations.book_of_version(obligation.version_id).rulebook),
        counted=tuple(one for one in counted_for(rule) if one.name != "photos"),
        wants_photo=PHOTO in evidence,
        wants_text="text" in evidence,
        reviewed=_reviewed(obligation, rule, facts, known),
        reviewer=_reviewer(rule),
        missed=missed,
        told=told,
    )


def work_on(
    obligation: ObligationRow,
    rule: Rule,
    facts: Iterable[JournalRow],
    known: Mapping[str, FileRow],
) -> Work:
    """Return what the facts of its matter say was done about an obligation."""
    own = [row for row in facts if row.details.get("obligation") == str(obligation.pk)]
    found = findings_of_round(obligation.pk)
    book = regulations.book_of_version(obligation.version_id).rulebook
    ticks = {str(r.details.get("line")): r for r in own if _stands(r, ROUND_CHECKED)}
    by_line = {finding.line: finding for finding in found}
    rows = [_looked(line, ticks.get(line.key), by_line.get(line.key), known)
            for line in lines_of(rule, book)]  # fmt: skip
    ended_by = obligation.ended_by_fact_id
    reports = {row.number for row in own if row.kind == DUTY_DONE}
    done = [row for row in facts if row.number in reports or row.number == ended_by]
    return Work(
        obligation=obligation,
        duty=of_language((obligation.duty, obligation.duty_en)) or obligation.duty,
        groups=_grouped(rows),
        done=tuple(_done(row, rule, known) for row in done),
        findings=tuple(found),
        sent_back=tuple(_done(row, rule, known) for row in own if row.kind == SENT_BACK),
    )


def _stands(row: JournalRow, kind: str) -> bool:
    return row.kind == kind and row.corrected_by is None


def _looked(
    line: Line, tick: JournalRow | None, finding: Finding | None, known: Mapping[str, FileRow]
) -> Looked:
    if tick is None:
        return Looked(line=line, finding=finding)
    said = tick.details
    return Looked(
        line=line,
        result=str(said.get("result") or ""),
        note=str(said.get("note") or ""),
        at=tick.happened_at,
        who=tick.actor_name,
        scanned=said.get("scanned") is True,
        elsewhere=said.get("place_differs") is True,
        late_sent=said.get("sent_later") is True,
        photos=_files(tick, known),
        finding=finding,
    )


def _files(row: JournalRow, known: Mapping[str, FileRow]) -> tuple[FileRow, ...]:
    return tuple(known[k] for k in files.keys_in(row.details.get("files")) if k in known)


def _grouped(rows: list[Looked]) -> tuple[Group, ...]:
    parts = groupby(rows, key=lambda row: (row.line.rule, row.line.group_text))
    return tuple(
        Group(title=title, clause_number=found[0].line.clause_number, rows=found)
        for (_rule, title), each in parts
        if (found := tuple(each))
    )


def _done(row: JournalRow, rule: Rule, known: Mapping[str, FileRow]) -> Done:
    said = row.details
    return Done(
        number=row.number,
        label=of_language(rule.words.facts.kind_labels(row.kind)),
        who=row.actor_name,
        at=row.happened_at,
        text=str(said.get("evidence") or said.get("reason") or ""),
        files=_files(row, known),
        taken_back=row.corrected_by is not None,
    )


# ── review and what was missed ───────────────────────────────────────────────────────────────


def _reviewed(
    obligation: ObligationRow,
    rule: Rule,
    facts: Iterable[JournalRow],
    known: Mapping[str, FileRow],
) -> tuple[Work, ...]:
    """Return what a duty that follows another one looks at: the work on that one."""
    if not isinstance(rule, Duty) or not rule.follows:
        return ()
    facts = list(facts)
    book = regulations.book_of_version(obligation.version_id).rulebook
    followed = book.find(obligation.regulation, rule.follows)
    # Each review arises from one duty that was done; others of its matter are others' work.
    number = str(obligation.fact.details.get("number") or "")
    return tuple(
        work_on(other, followed, facts, known)
        for other in spans.rows_about(obligation.about)
        if followed is not None
        and other.regulation == obligation.regulation
        and other.rule_id == rule.follows
        and (not number or str(other.pk) == number)
    )


def _reviewer(rule: Rule) -> str:
    somebody: Somebody | None = None
    if isinstance(rule, Duty) and rule.review:
        somebody = rule.review.by
    elif isinstance(rule, Clocked):
        somebody = rule.reviewer
    if somebody is None or not (somebody.post or somebody.department):
        return ""
    return explained.party_text(somebody.named)


def _missed(
    obligation: ObligationRow, reader: Member, now: datetime
) -> tuple[tuple[Consequence, ...], tuple[TransitionRow, ...]]:
    """Return what followed from missing it: duties and money, and who was told."""
    if not obligation.late and obligation.state != State.LAPSED:
        return (), ()
    past = owed.transitions_of(obligation.pk)
    lapses = [row.fact_number for row in past if row.what == "lapsed" and row.fact_number]
    fact = journal.find(lapses[-1]) if lapses else None
    today = timezone.localdate(now)
    found = explained.consequences_of(fact, reader, today) if fact else []
    return tuple(found), tuple(row for row in past if row.what == "escalated")
