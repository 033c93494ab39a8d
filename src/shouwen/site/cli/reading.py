"""`shouwen read`: any document to the regulations it holds; needs no Django and no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from shouwen.site.cli.start import Misuse, Refusal

if TYPE_CHECKING:
    from shouwen.policy.reading.nodes import Node, Tree
    from shouwen.policy.reading.proposals import Proposal
    from shouwen.policy.reading.source import Source

FORMATS = ("regulation", "labels", "json")
_HOME = ZoneInfo("Asia/Shanghai")
Found = tuple["Tree", "tuple[Proposal, ...]"]


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
    """Read a document: DOCX, PDF, HTML, Markdown or text, to clauses and proposed rules."""
    source = _source_of(file)
    found = _chosen(_found(source), only)
    if shape == "labels":
        _print(_labels(found))
    elif shape == "json":
        _print(_everything(file, source, found))
    else:
        _regulations(file, found, in_force.date() if in_force else None, out)


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


def _found(source: Source) -> list[Found]:
    from shouwen.policy.reading.proposing import propose
    from shouwen.policy.reading.trees import trees_of

    return [(tree, propose(tree)) for tree in trees_of(source)]


def _chosen(found: list[Found], only: int | None) -> list[Found]:
    if only is None:
        return found
    if only > len(found):
        raise Misuse(f"The document holds {len(found)} regulations; there is no number {only}.")
    return [found[only - 1]]


def _print(data: Mapping[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _labels(found: list[Found]) -> dict[str, Any]:
    """Return the labels: those of one regulation, or of each and of all together."""
    from shouwen.policy.reading.labels import labels

    each = [{"title": tree.title, **labels(tree, proposals)} for tree, proposals in found]
    if len(each) == 1:
        return each[0]
    return {**_together(each), "documents": each}


def _together(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the clauses and rules of several regulations, their ids told apart."""
    clauses, rules = [], []
    for number, each in enumerate(documents, start=1):
        clauses += [
            {
                **one,
                "id": f"{number}:{one['id']}",
                "parent": one["parent"] and f"{number}:{one['parent']}",
            }
            for one in each["clauses"]
        ]
        rules += [
            {**one, "id": f"{number}:{one['id']}", "clause": f"{number}:{one['clause']}"}
            for one in each["rules"]
        ]
    return {"clauses": clauses, "rules": rules}


def _everything(file: Path, source: Source, found: list[Found]) -> dict[str, Any]:
    return {
        "file": file.name,
        "text": source.text,
        "pieces": [asdict(piece) for piece in source.pieces],
        "repairs": [asdict(repair) for repair in source.repairs],
        "left_out": [asdict(left) for left in source.left_out],
        "regulations": [_regulation(tree, proposals) for tree, proposals in found],
    }


def _regulation(tree: Tree, proposals: tuple[Proposal, ...]) -> dict[str, Any]:
    from shouwen.policy.reading.labels import rule_as_label
    from shouwen.policy.reading.proposing import uncovered

    return {
        "title": tree.title,
        "title_spans": [asdict(span) for span in tree.title_spans],
        "clauses": [_clause(tree, node) for node in tree.nodes],
        "proposals": [
            {
                **rule_as_label(each),
                "span": asdict(each.span),
                "sure": each.sure,
                "why": each.why,
                "actor": each.actor,
                "optional": each.optional,
                "from_lead_in": asdict(each.from_lead_in) if each.from_lead_in else None,
            }
            for each in proposals
        ],
        "uncovered": [asdict(span) for span in uncovered(tree, proposals)],
        "left_out": [asdict(left) for left in tree.left_out],
    }


def _clause(tree: Tree, node: Node) -> dict[str, Any]:
    return {**asdict(node), "text": tree.text_of(node)}


def _regulations(file: Path, found: list[Found], in_force: date | None, out: Path | None) -> None:
    from shouwen.documents.names import slug_of

    if out is None and len(found) > 1:
        raise Misuse(
            f"{file} holds {len(found)} regulations; choose one with --only NUMBER, or write all "
            "with --out FOLDER."
        )
    if out is None:
        for tree, proposals in found:
            click.echo(_text(file, tree, proposals, in_force), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for number, (tree, proposals) in enumerate(found, start=1):
        written = out / f"{number:02d}-{slug_of(_title(file, tree))}.md"
        written.write_text(_text(file, tree, proposals, in_force), encoding="utf-8")
        click.echo(written)


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
