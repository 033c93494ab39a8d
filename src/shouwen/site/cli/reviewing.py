"""The command that reviews regulations before somebody lives by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from shouwen.site.cli.policy_files import reading_of
from shouwen.site.cli.start import FAULTS_FOUND, Refusal, in_the_house

if TYPE_CHECKING:
    from shouwen.policy.regulation_file import Regulation
    from shouwen.policy.review import Finding

Language = Literal["zh", "en"]
NAMES: Mapping[str, tuple[str, str]] = {
    "conflict": ("冲突", "conflict"),
    "copy": ("重复", "repeated text"),
    "gap": ("缺口", "gap"),
    "figure": ("数字未定", "figure not set"),
    "document": ("文件未提供", "document not supplied"),
    "post": ("岗位", "post"),
    "clause": ("不执行的条款", "clause no machine runs"),
}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--house", is_flag=True, help="Review them beside what this house has adopted.")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="en", help="How findings are said."
)
@click.pass_context
def review(
    context: click.Context, files: tuple[Path, ...], house: bool, language: Language
) -> None:
    """Print what contradicts, what is missing and what nothing carries out, FILE:LINE first.

    Several files are reviewed together. Without a file, the regulations this house has adopted.
    """
    from shouwen.policy.review import review as find

    read = [_regulation(file) for file in files]
    found = _beside_the_house(read) if house or not files else find(read)
    found = (*found, *_of_the_library(read))
    for line in _lines(found, language):
        click.echo(line)
    context.exit(FAULTS_FOUND if found else 0)


def _regulation(file: Path) -> Regulation:
    reading = reading_of(file)
    if reading.regulation is None:
        errors = [str(fault) for fault in sorted(reading.faults) if fault.severity == "error"]
        raise Refusal("\n".join((*errors, f"{file} cannot be reviewed until this is mended.")))
    return reading.regulation


def _of_the_library(read: list[Regulation]) -> Iterator[Finding]:
    """Say of each file which bundled regulation it repeats, if any."""
    from shouwen.policy.reviewing.copies import as_finding
    from shouwen.regulations import library

    known = {one.slug for one in read}
    for one in read:
        yield from (as_finding(one, copy) for copy in library.repeated_by(one, known))


@in_the_house
def _beside_the_house(read: list[Regulation]) -> tuple[Finding, ...]:
    from django.utils import timezone

    from shouwen.regulations import reviewing

    return reviewing.review_house(on=timezone.localdate(), drafts=read)


def _lines(found: Sequence[Finding], language: Language) -> Iterator[str]:
    at = 0 if language == "zh" else 1
    for one in found:
        place = f"{one.file_name}:{one.line}" if one.line else one.file_name
        yield f"{place}: {NAMES[one.sort][at]}: {one.what[at]}{' ' * at}{one.mend[at]}"
    findings = "1 finding." if len(found) == 1 else f"{len(found)} findings."
    yield (f"共 {len(found)} 处。", findings)[at]


COMMANDS = (review,)
