"""`shouwen read`: any document to the regulations it holds; needs no Django and no database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from shouwen.site.cli.piecewise import Members, written
from shouwen.site.cli.start import Misuse, Refusal

if TYPE_CHECKING:
    from shouwen.policy.reading.nodes import Node, Tree
    from shouwen.policy.reading.proposals import Proposal
    from shouwen.policy.reading.source import Source

FORMATS = ("regulation", "labels", "json")
_HOME = ZoneInfo("Asia/Shanghai")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "shape",
    type=click.Choice(FORMATS),
    default="regulation",
    help="A regulation file, the labels reading is measured by, or everything found.",
)
@click.option("--in-force", type=click.DateTime(["%Y-%m-%d"]), help="First day of the regulation.")
@click.option("--only", type=click.IntRange(min=1), help="Which of several regulations, from 1.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each regulation as a file into this folder.",
)
def read(
    file: Path, shape: str, in_force: datetime | None, only: int | None, out: Path | None
) -> None:
    """Read a document: DOCX, PDF, HTML, Markdown or text, to clauses and proposed rules.

    Labels and everything are written clause by clause, as they are understood.
    """
    source = _source_of(file)
    trees = _chosen(_trees(source), only)
    read_on = _Reading(trees, shows=sys.stderr.isatty())
    if shape == "regulation":
        _regulations(file, read_on, in_force.date() if in_force else None, out)
        return
    told = _labels(read_on) if shape == "labels" else _everything(file, source, read_on)
    for piece in written(told):
        click.echo(piece, nl=False)
    click.echo()


def _source_of(file: Path) -> Source:
    from shouwen.documents.faults import CannotReadError
    from shouwen.documents.process import read_document

    try:
        return read_document(file.read_bytes(), file.name, progress=_progress())
    except CannotReadError as refusal:
        raise Refusal(f"{file}: {refusal.english}") from None


def _progress() -> Callable[[int, int], None] | None:
    """Return what shows how far reading is, where a person is looking."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, whole: int) -> None:
        click.echo(f"\r{done} / {whole}", nl=done == whole, err=True)

    return show


def _trees(source: Source) -> list[Tree]:
    from shouwen.policy.reading.trees import trees_of

    return list(trees_of(source))


def _chosen(found: list[Tree], only: int | None) -> list[Tree]:
    if only is None:
        return found
    if only > len(found):
        raise Misuse(f"The document holds {len(found)} regulations; there is no number {only}.")
    return [found[only - 1]]


class _Reading:
    """The regulations of a document, looked through clause by clause while somebody watches."""

    def __init__(self, trees: list[Tree], *, shows: bool) -> None:
        """Begin with no clause looked through."""
        self.trees, self._shows = trees, shows
        self._clauses, self._rules = 0, 0
        self._all = sum(len(tree.nodes) for tree in trees)

    def proposals(self, tree: Tree) -> Iterator[Proposal]:
        """Yield what a regulation seems to state, each as soon as its clause is looked through."""
        from shouwen.policy.reading.proposing import propose_by_clause

        for _node, found in propose_by_clause(tree):
            self._clauses, self._rules = self._clauses + 1, self._rules + len(found)
            self._show()
            yield from found

    def _show(self) -> None:
        if self._shows:
            last = self._clauses == self._all
            told = f"\r{self._clauses} / {self._all} clauses, {self._rules} rules"
            click.echo(told, nl=last, err=True)


def _labels(reading: _Reading) -> Members:
    """Return the labels: those of one regulation, or of all together and of each."""
    from shouwen.policy.reading.labels import clauses_as_labels, rules_as_labels

    if len(reading.trees) == 1:
        (tree,) = reading.trees
        rules = rules_as_labels(tree, reading.proposals(tree))
        return Members(title=tree.title, clauses=clauses_as_labels(tree), rules=rules)
    each: list[dict[str, Any]] = [
        {"title": tree.title, "clauses": clauses_as_labels(tree)} for tree in reading.trees
    ]
    return Members(
        clauses=[
            _numbered(number, one, "id", "parent")
            for number, told in enumerate(each, 1)
            for one in told["clauses"]
        ],
        rules=_rules_together(reading, each),
        documents=each,
    )


def _rules_together(
    reading: _Reading, each: list[dict[str, Any]]
) -> Iterator[Mapping[str, object]]:
    """Yield the rules of several regulations, and let each regulation keep its own."""
    from shouwen.policy.reading.labels import rules_as_labels

    for number, tree in enumerate(reading.trees, 1):
        kept = each[number - 1]["rules"] = []
        for rule in rules_as_labels(tree, reading.proposals(tree)):
            kept.append(rule)
            yield _numbered(number, rule, "id", "clause")


def _numbered(number: int, told: Mapping[str, Any], *names: str) -> Mapping[str, object]:
    """Tell the ids of several regulations apart."""
    return {**told, **{name: told[name] and f"{number}:{told[name]}" for name in names}}


def _everything(file: Path, source: Source, reading: _Reading) -> Members:
    return Members(
        file=file.name,
        text=source.text,
        pieces=[asdict(piece) for piece in source.pieces],
        repairs=[asdict(repair) for repair in source.repairs],
        left_out=[asdict(left) for left in source.left_out],
        regulations=(_regulation(tree, reading) for tree in reading.trees),
    )


def _regulation(tree: Tree, reading: _Reading) -> Members:
    found: list[Proposal] = []
    return Members(
        title=tree.title,
        title_spans=[asdict(span) for span in tree.title_spans],
        clauses=[_clause(tree, node) for node in tree.nodes],
        proposals=_proposals(reading.proposals(tree), found),
        uncovered=_uncovered(tree, found),
        left_out=[asdict(left) for left in tree.left_out],
    )


def _proposals(
    proposals: Iterator[Proposal], found: list[Proposal]
) -> Iterator[Mapping[str, object]]:
    from shouwen.policy.reading.labels import rule_as_label

    for each in proposals:
        found.append(each)
        yield {
            **rule_as_label(each),
            "span": asdict(each.span),
            "sure": each.sure,
            "why": each.why,
            "actor": each.actor,
            "optional": each.optional,
            "from_lead_in": asdict(each.from_lead_in) if each.from_lead_in else None,
        }


def _uncovered(tree: Tree, found: list[Proposal]) -> Iterator[Mapping[str, object]]:
    """Yield what nothing covers, asked only once everything was found."""
    from shouwen.policy.reading.proposing import uncovered

    for each in uncovered(tree, found):
        yield {**asdict(each.span), "introductory": each.introductory}


def _clause(tree: Tree, node: Node) -> dict[str, Any]:
    return {**asdict(node), "text": tree.text_of(node)}


def _regulations(file: Path, reading: _Reading, in_force: date | None, out: Path | None) -> None:
    from shouwen.documents.names import slug_of

    if out is None and len(reading.trees) > 1:
        raise Misuse(
            f"{file} holds {len(reading.trees)} regulations; choose one with --only NUMBER, or "
            "write all with --out FOLDER."
        )
    if out is None:
        for tree in reading.trees:
            click.echo(_text(file, tree, tuple(reading.proposals(tree)), in_force), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for number, tree in enumerate(reading.trees, start=1):
        written_to = out / f"{number:02d}-{slug_of(_title(file, tree))}.md"
        text = _text(file, tree, tuple(reading.proposals(tree)), in_force)
        written_to.write_text(text, encoding="utf-8")
        click.echo(written_to)


def _text(file: Path, tree: Tree, proposals: tuple[Proposal, ...], in_force: date | None) -> str:
    """Return the regulation file of a tree, its surer proposals as rule blocks."""
    from dataclasses import replace

    from shouwen.documents.names import key_of, slug_of
    from shouwen.policy.reading.first_day import first_day
    from shouwen.policy.reading.writing.regulation_text import regulation_text
    from shouwen.policy.reading.writing.words import Words

    title = _title(file, tree)
    slug = slug_of(title)
    kept = [each for each in proposals if not each.optional]
    return regulation_text(
        replace(tree, title=title),
        kept,
        slug=slug,
        in_force=in_force or first_day(tree) or datetime.now(_HOME).date(),
        words=Words(slug.replace("-", "_"), title, {}, key_of),
    ).text


def _title(file: Path, tree: Tree) -> str:
    return " ".join(tree.title.split()) or file.stem


COMMANDS = (read,)
