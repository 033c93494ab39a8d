"""`shouwen roster`: a roster solved for a team or from a file, without a page."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shouwen.site.cli.start import Misuse, Refusal, in_the_house

if TYPE_CHECKING:
    from shouwen.planning.solving import Problem, Progress


@click.group()
def roster() -> None:
    """Rosters: who works when."""


_DAY = click.DateTime(["%Y-%m-%d"])


@roster.command()
@click.option("--team", "key", help="The team to be planned, by its key.")
@click.option("--from", "first", type=_DAY, help="First day, such as 2026-12-01.")
@click.option("--to", "last", type=_DAY, help="Last day.")
@click.option(
    "--problem",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Instead of a team: people, shifts and constraints as JSON.",
)
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
def solve(
    key: str | None,
    first: datetime | None,
    last: datetime | None,
    file: Path | None,
    seconds: float,
    workers: int,
    seed: int,
    out: Path | None,
) -> None:
    """Solve a roster; where there is none, say which demands clash (and end with 1).

    Nothing is kept in the house: what is planned there already and pinned stays, and the page of
    the plan is where a roster is taken over.
    """
    if file is not None and key is None:
        problem = _of_file(file)
    elif file is None and key and first and last:
        problem = _of_team(key, first.date(), last.date())
    else:
        raise Misuse("Give --team with --from and --to, or --problem with a file.")
    _answer(problem, seconds, workers, seed, out)


def _of_file(file: Path) -> Problem:
    from shouwen.planning.solving.written import read_problem

    try:
        return read_problem(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Misuse(f"{file}: {fault}") from None


@in_the_house
def _of_team(key: str, first: date, last: date) -> Problem:
    from shouwen.people.models import Team
    from shouwen.roster.models import Plan
    from shouwen.roster.problem import problem_of

    team = Team.objects.filter(key=key).first()
    if team is None:
        raise Misuse(f"There is no team “{key}”; the teams stand on the page of the departments.")
    if last < first:
        raise Misuse("The last day lies before the first; turn them round.")
    return problem_of(Plan(team=team, first=first, last=last), free=True)


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
