"""The page of a found regulation: clauses with their paint, rules beside them, how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shouwen.documents.names import slug_of
from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.source import Span
from shouwen.policy.reading.writing.blocks import Block
from shouwen.policy.reading.writing.regulation_text import regulation_text
from shouwen.policy.regulation_file import read_regulation
from shouwen.regulations.cards import RuleCard, rule_card
from shouwen.studio.choices import Verdict
from shouwen.studio.drafting import file_of
from shouwen.studio.kept import proposal_of, tree_of
from shouwen.studio.merging import pieces_of, rule_ids
from shouwen.studio.models import FoundText, Sentence, Suggestion
from shouwen.studio.painting import Cover, Stretch, painted
from shouwen.studio.words import words_for

ANY_DAY = date(2000, 1, 1)
_ASIDE = (Verdict.NOTE, Verdict.SET_ASIDE)
_LOOKS = {
    Verdict.OPEN: "is-open", Verdict.ACCEPTED: "is-fine", Verdict.NOTE: "is-aside",
    Verdict.SET_ASIDE: "is-aside",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedRule:
    """A proposed rule as it is shown: its card, why it became a note, what was decided."""

    row: Suggestion
    card: RuleCard | None
    block: str
    lacking: str
    filed: FiledRule | None = None

    @property
    def is_changed(self) -> bool:
        """Whether a person changed what reading found."""
        return bool(self.row.params != self.row.params_read)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRule:
    """A rule as it stands in the file: its card, its line, the clause it stands under."""

    card: RuleCard
    line: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The rules that somebody typed into the file: changed ones by their row, and new ones."""

    changed: Mapping[int, FiledRule]
    new: Sequence[FiledRule]


_NOTHING_TYPED = Typed(changed={}, new=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseSheet:
    """One clause: its painted paragraphs, its rules and its uncovered sentences."""

    id: str
    number: str
    depth: int
    page: int | None
    paragraphs: list[list[Stretch]]
    rules: Sequence[SuggestedRule]
    sentences: Sequence[tuple[Sentence, str]]
    typed: Sequence[FiledRule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a text is: characters by what became of them, and what is left to look at."""

    confirmed: int
    proposed: int
    noted: int
    uncovered: int
    open_rules: int
    open_sentences: int
    open_introductory: int

    @property
    def is_finished(self) -> bool:
        """Whether every sentence is a rule, a note or set aside."""
        return not self.open_rules and not self.open_sentences

    @property
    def parts(self) -> list[tuple[int, str, str]]:
        """What the bar shows: share in per cent, tone, words."""
        total = max(self.confirmed + self.proposed + self.noted + self.uncovered, 1)
        named = (
            (self.confirmed, "fine", _("confirmed")),
            (self.proposed, "soon", _("proposed")),
            (self.noted, "calm", _("notes and set aside")),
            (self.uncovered, "late", _("not covered")),
        )
        return [(round(100 * size / total), tone, words) for size, tone, words in named]


@dataclass(frozen=True, slots=True)
class Card:
    """A proposed rule as it would be written now, and the regulation in which it was read back."""

    block: Block
    read: Regulation | None


Cards = Mapping[int, Card]


def clauses_of(text: FoundText, language: str | None) -> list[ClauseSheet]:
    """Return a found regulation clause by clause."""
    rows, sentences = list(text.suggestions.all()), list(text.sentences.all())
    tree, cards, typed = tree_of(text), cards_of(text, rows), typed_in(text, language)
    rules: dict[str, list[SuggestedRule]] = {}
    for row in rows:
        rules.setdefault(row.clause, []).append(shown(row, cards, language, typed))
    open_: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        open_.setdefault(sentence.clause, []).append(sentence)
    new = _by_clause(typed.new, [node.id for node in tree.nodes])
    return [
        _sheet(tree, node, rules.get(node.id, ()), open_.get(node.id, ()), new.get(node.id, ()))
        for node in tree.nodes
    ]


def _by_clause(
    typed: Sequence[FiledRule], clauses: Sequence[str]
) -> Mapping[str, Sequence[FiledRule]]:
    """Return typed rules by clause; those below a clause that is in the file only come last."""
    found: dict[str, list[FiledRule]] = {}
    for one in typed if clauses else ():
        place = one.clause if one.clause in clauses else clauses[-1]
        found.setdefault(place, []).append(one)
    return found


def typed_in(text: FoundText, language: str | None) -> Typed:
    """Return what somebody typed into the file of a text, as rules; nothing while it has faults."""
    if not text.file:
        return _NOTHING_TYPED
    file = file_of(text)
    decided = {piece.key for piece in pieces_of(file.decided)}
    names = {
        name
        for piece in pieces_of(file.text)
        if piece.key not in decided
        for name in rule_ids(piece.text)
    }
    read = read_regulation(file.text, "studio.md").regulation
    rows = {name: pk for pk, (_block, name) in file.blocks.items()}
    filed = {one.card.rule_id: one for one in rules_in(read, language)}
    return Typed(
        changed={rows[name]: filed[name] for name in names & rows.keys() & filed.keys()},
        new=[one for name, one in filed.items() if name in names - rows.keys()],
    )


def rules_in(read: Regulation | None, language: str | None) -> list[FiledRule]:
    """Return the rules of a file in its order; none of one that cannot be read."""
    if read is None:
        return []
    numbers = {clause.address: clause.number for clause in read.clauses}
    rules = [
        FiledRule(
            card=rule_card(definition, read.words, numbers.get(clause, ""), language),
            line=read.rule_lines[name],
            clause=clause,
        )
        for name, definition in read.definitions.items()
        for clause in (read.rule_clauses[name],)
    ]
    return sorted(rules, key=lambda one: one.line)


def _sheet(
    tree: Tree, node: Node, rules: Sequence[SuggestedRule], sentences: Sequence[Sentence],
    typed: Sequence[FiledRule],
) -> ClauseSheet:  # fmt: skip
    covers = [*map(_rule_cover, rules), *map(_sentence_cover, sentences)]
    said = [(one, tree.source.text[one.start : one.end]) for one in sentences]
    return ClauseSheet(
        id=node.id,
        number=node.number or "",
        depth=node.depth,
        page=node.page,
        paragraphs=painted(tree.source.text, node.own, covers),
        rules=rules,
        sentences=said,
        typed=typed,
    )


def _rule_cover(rule: SuggestedRule) -> Cover:
    row = rule.row
    look = _LOOKS[Verdict(row.verdict)]
    return Cover(span=Span(row.start, row.end), look=look, target=f"rule-{row.pk}")


def _sentence_cover(row: Sentence) -> Cover:
    look = "uncov" if row.verdict == Verdict.OPEN else "is-aside"
    return Cover(span=Span(row.start, row.end), look=look, target=f"sentence-{row.pk}")


def shown(
    row: Suggestion, cards: Cards, language: str | None, typed: Typed = _NOTHING_TYPED
) -> SuggestedRule:
    """Return one proposed rule as it is shown in a language."""
    block, read = cards[row.pk].block, cards[row.pk].read
    definition = read.definitions.get(block.rule) if read else None
    card = None
    if read is not None and definition is not None:
        card = rule_card(definition, read.words, row.clause.rpartition("/")[2], language)
    return SuggestedRule(
        row=row, card=card, block=block.text, lacking=block.reason, filed=typed.changed.get(row.pk)
    )


def cards_of(text: FoundText, rows: Sequence[Suggestion]) -> Cards:
    """Write all proposed rules as they stand and read them back, so that each can be explained.

    Where one of them cannot be read, each is written by itself, and that one has no explanation.
    """
    together = _cards(text, rows)
    if all(card.read for card in together.values()):
        return together
    return {pk: card for row in rows for pk, card in _cards(text, [row]).items()}


def _cards(text: FoundText, rows: Sequence[Suggestion]) -> Cards:
    slug = slug_of(text.title)
    written = regulation_text(
        tree_of(text),
        [proposal_of(row) for row in rows],
        slug=slug,
        in_force=ANY_DAY,
        words=words_for(slug, text.title),
    )
    read = read_regulation(written.text, "studio.md").regulation
    return {row.pk: Card(block, read) for row, block in zip(rows, written.blocks, strict=True)}


def coverage_of(text: FoundText) -> Coverage:
    """Return how far a text is."""
    rows, sentences = list(text.suggestions.all()), list(text.sentences.all())
    sized = [(row.verdict, row.end - row.start) for row in rows]
    said = [(row.verdict, row.end - row.start) for row in sentences]
    return Coverage(
        confirmed=sum(size for verdict, size in sized if verdict == Verdict.ACCEPTED),
        proposed=sum(size for verdict, size in sized if verdict == Verdict.OPEN),
        noted=sum(size for verdict, size in (*sized, *said) if verdict in _ASIDE),
        uncovered=sum(size for verdict, size in said if verdict == Verdict.OPEN),
        open_rules=sum(verdict == Verdict.OPEN for verdict, _size in sized),
        open_sentences=sum(verdict == Verdict.OPEN for verdict, _size in said),
        open_introductory=sum(
            row.introductory and row.verdict == Verdict.OPEN for row in sentences
        ),
    )
