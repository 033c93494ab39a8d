"""`shouwen roster`: a roster solved from a file, without a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shouwen.site.cli.start import Misuse, Refusal

if TYPE_CHECKING:
    from shouwen.planning.solving import Problem, Progress


@click.group()
def roster() -> None:
    """Rosters: who works when."""


@roster.command()
@click.option(
    "--problem",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="People, shifts and constraints as JSON.",
)
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
def solve(file: Path, seconds: float, workers: int, seed: int, out: Path | None) -> None:
    """Solve a roster; where there is none, say which demands clash (and end with 1)."""
    from shouwen.planning.solving.written import read_problem

    try:
        problem = read_problem(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Misuse(f"{file}: {fault}") from None
    _answer(problem, seconds, workers, seed, out)


def _answer(problem: Problem, seconds: float, workers: int, seed: int, out: Path | None) -> None:
    from shouwen.planning.solving import clashes
    from shouwen.planning.solving import solve as search
    from shouwen.planning.solving.written import write_result

    result = search(problem, seconds=seconds, workers=workers, seed=seed, progress=_progress)
    clash = None
    if result.status == "infeasible":
        clash = clashes(problem, seconds=seconds, workers=workers, seed=seed)
    text = write_result(result, clash)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    if result.status == "infeasible":
        raise Refusal("No roster meets all demands; see which of them clash, and relax one.")
    if result.roster is None:
        raise Refusal("No roster was found in time; give it more with --seconds.")


def _progress(seen: Progress) -> None:
    cost = "-" if seen.cost is None else str(seen.cost)
    click.echo(f"{seen.seconds:6.1f} s  cost {cost}  bound {seen.bound}", err=True)


COMMANDS = (roster,)
