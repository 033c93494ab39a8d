"""Commands that read regulation files and need neither Django nor a database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from shouwen.site.cli.case_import import import_cases
from shouwen.site.cli.start import FAULTS_FOUND, Misuse

if TYPE_CHECKING:
    from shouwen.policy.regulation_file import Reading, Regulation

Language = Literal["zh", "en"]
FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


def text_of(file: Path) -> str:
    """Read one file; a file that is not text ends the command with a sentence."""
    from shouwen.policy.file_reading.text import NotTextError, decode

    try:
        return decode(file.read_bytes())
    except NotTextError as refusal:
        raise Misuse(f"{file}: {refusal}") from None


def reading_of(file: Path) -> Reading:
    """Read one regulation file with all its faults."""
    from shouwen.policy.regulation_file import read_regulation

    return read_regulation(text_of(file), str(file))


@click.command()
@FILES
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Print every fault of the regulation files, FILE:LINE first."""
    faults = [fault for file in files for fault in sorted(reading_of(file).faults)]
    for fault in faults:
        click.echo(str(fault))
    errors = sum(fault.severity == "error" for fault in faults)
    click.echo(f"{_count(errors, 'error')}, {_count(len(faults) - errors, 'notice')}.", err=True)
    context.exit(FAULTS_FOUND if errors else 0)


class FilesOrVerb(click.Group):
    """A group whose first word may also be a file: `cases FILE…` next to `cases import FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the unspoken verb in front of files."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=FilesOrVerb, invoke_without_command=True)
@click.option("--all", "whole_library", is_flag=True, help="Run those of the bundled regulations.")
@click.pass_context
def cases(context: click.Context, whole_library: bool) -> None:
    """Run the worked cases of regulation files (`cases FILE…`), or import a case book."""
    if whole_library:
        context.exit(_run_library())
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _run_library() -> int:
    from shouwen.regulations import library

    tried = kept = 0
    for read in library.regulations():
        differing, count = _tried(read, read.file_name, "en")
        for line in differing:
            click.echo(line)
        tried += count
        kept += count - len(differing)
    regulations = _count(len(library.names()), "regulation")
    click.echo(f"{kept} of {_count(tried, 'case')} of {regulations} as expected.")
    return FAULTS_FOUND if kept < tried else 0


def _tried(read: Regulation, place: str, language: Language) -> tuple[list[str], int]:
    """Run the worked cases of a regulation: a line for each that differs, and how many ran."""
    from shouwen.policy.worked_cases import run_cases as run
    from shouwen.regulations.holiday_table import holiday_table

    results = run(read, holidays=holiday_table(), language=language)
    differing = [f"{place}:{r.line}: {r.case}: {r.difference}" for r in results if not r.ok]
    return differing, len(results)


@cases.command("run")
@FILES
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="en", help="How steps are said."
)
@click.pass_context
def run_cases(context: click.Context, files: tuple[Path, ...], language: Language) -> None:
    """Run the worked cases of each file and print what differs, FILE:LINE first."""
    differing = [line for file in files for line in _differences(file, language)]
    for line in differing:
        click.echo(line)
    context.exit(FAULTS_FOUND if differing else 0)


def _differences(file: Path, language: Language) -> Iterable[str]:
    reading = reading_of(file)
    if reading.regulation is None:
        yield from (str(fault) for fault in sorted(reading.faults) if fault.severity == "error")
        return
    differing, tried = _tried(reading.regulation, str(file), language)
    yield from differing
    kept = tried - len(differing)
    click.echo(f"{file}: {kept} of {_count(tried, 'case')} as expected.", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


cases.add_command(import_cases)
COMMANDS = (check, cases, import_cases)
