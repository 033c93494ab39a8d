"""Commands about the regulations bundled with the product."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import click

from shouwen.policy.regulation_file import Regulation
from shouwen.regulations import library

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def packs() -> None:
    """Look into the library of bundled regulations."""


@packs.command("list")
@AS_JSON
def list_packs(as_json: bool) -> None:
    """Print every bundled regulation: its number in the catalogue, short name, title, size."""
    found = [library.coverage(read) for read in library.regulations()]
    if as_json:
        _print_json([_headline(one) for one in found])
        return
    width = max(len(one.regulation) for one in found)
    for one in found:
        rules = sum(one.kinds.values())
        click.echo(f"{one.number:6}{one.regulation:{width + 2}}{rules:4} rules  {one.title}")
    click.echo(f"{len(found)} regulations, {sum(sum(one.kinds.values()) for one in found)} rules.")


def _headline(one: library.Coverage) -> dict[str, Any]:
    return {
        "regulation": one.regulation,
        "title": one.title,
        "number": one.number,
        "rules": sum(one.kinds.values()),
        "cases": one.cases,
    }


@packs.command()
@AS_JSON
def coverage(as_json: bool) -> None:
    """Print what each regulation carries out of the catalogue, and what it does not."""
    found = [library.coverage(read) for read in library.regulations()]
    if as_json:
        _print_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(_covered(one))
    click.echo(_in_all(found))


def _covered(one: library.Coverage) -> str:
    missing = f"; missing: {', '.join(one.missing)}" if one.missing else ""
    return (
        f"{one.number:6}{one.regulation}: {len(one.implemented)} of {one.listed} implemented, "
        f"{len(one.notes)} notes, {one.cases} cases{missing}"
    )


def _in_all(found: Iterable[library.Coverage]) -> str:
    implemented, notes = 0, 0
    for one in found:
        implemented += len(one.implemented)
        notes += len(one.notes)
    listed = sum(map(len, library.catalogue().values()))
    counted = f"{implemented} implemented, {notes} notes, {listed - implemented - notes} missing"
    return f"{listed} rules in the catalogue: {counted}."


@packs.command()
@click.option(
    "--setting",
    "settings",
    multiple=True,
    metavar="NAME=CHOICE",
    help="Read an unclear place otherwise than by default; may be given several times.",
)
@AS_JSON
def export(settings: tuple[str, ...], as_json: bool) -> None:
    """Print every rule of every regulation as one JSON array."""
    if not as_json:
        raise click.UsageError("Say --json: the library is exported as JSON only.")
    found = list(library.regulations())
    chosen = _chosen(settings, found)
    read_so = (one.under(_own(chosen, one)) for one in found)
    _print_json([rule for read in read_so for rule in library.exported(read)])


def _chosen(settings: tuple[str, ...], found: Iterable[Regulation]) -> dict[str, str]:
    """Read ``NAME=CHOICE``; raise UsageError for what no regulation lets one choose."""
    chosen = dict(one.partition("=")[::2] for one in settings)
    for name, choice in chosen.items():
        named = [read.settings[name] for read in found if name in read.settings]
        if not named:
            raise click.UsageError(f"No regulation has a setting `{name}`.")
        if not any(choice in one.choices for one in named):
            offered = ", ".join(dict.fromkeys(key for one in named for key in one.choices))
            raise click.UsageError(f"`{name}` cannot be `{choice}`. Use one of: {offered}.")
    return chosen


def _own(chosen: Mapping[str, str], read: Regulation) -> dict[str, str]:
    own = {name: choice for name, choice in chosen.items() if name in read.settings}
    return {name: one for name, one in own.items() if one in read.settings[name].choices}


def _print_json(content: Any) -> None:
    # Dates of a rule are written as in the file.
    click.echo(json.dumps(content, ensure_ascii=False, indent=1, default=str))


COMMANDS = (packs,)
