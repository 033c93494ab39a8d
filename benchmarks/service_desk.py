"""A service desk at size: create, list, one case, reply and search at eight clients.

``python benchmarks/service_desk.py`` takes 2,000 cases and finishes in minutes. The table in
docs/benchmarks.md comes from one command::

    python benchmarks/service_desk.py --all --data FOLDER

which takes 100,000 cases in PostgreSQL with django-helpdesk beside them, 1,000,000 in PostgreSQL,
and both numbers in SQLite. Databases and results stay in the folder: what is loaded and measured is
not done again (``--again`` measures anew, ``--load-only`` leaves measuring for later). It needs
Debian's `wrk` and PostgreSQL's programs, 45 GB, and for the rival a network or a mirror of PyPI.

The first cases are opened and updated twice through the one door every fact goes through; the
others are copies of all their rows (``desk/desk_copies.py`` says what that means). The rival is
loaded with the same texts.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "desk"), str(HERE.parent)]

import desk_cluster  # noqa: E402
import desk_ours  # noqa: E402
import rival_desk  # noqa: E402

SEED = 5000
Rates = dict[str, float]


class Run(NamedTuple):
    """One thing to measure: a side, a database, and how many cases it holds."""

    side: str
    cases: int

    @property
    def name(self) -> str:
        return f"{self.side}_{self.cases}"


def main() -> None:
    chosen = _arguments()
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk; install the Debian package wrk.")
    compile_words = HERE.parent / "tools" / "compile_messages.py"
    subprocess.run([sys.executable, str(compile_words)], check=True, stdout=subprocess.DEVNULL)
    with contextlib.ExitStack() as stack:
        folder = chosen.data or Path(stack.enter_context(_passing()))
        folder.mkdir(parents=True, exist_ok=True)
        port = stack.enter_context(desk_cluster.kept(folder / "postgres"))
        runs = _runs(chosen)
        for run in runs:
            _loaded(run, chosen, folder, port)
        if chosen.load_only:
            return
        _print({run: _measured(run, chosen, folder, port) for run in runs})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="the table of docs/benchmarks.md")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--data", type=Path, help="where databases and results stay")
    parser.add_argument("--seconds", type=int, default=5, help="of each of three measurements")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--rival", action="store_true", help="django-helpdesk beside it")
    parser.add_argument("--seed", type=int, default=SEED, help="cases opened through the door")
    parser.add_argument("--again", action="store_true", help="measure anew what was measured")
    parser.add_argument("--load-only", action="store_true", help="load now, measure another time")
    return parser.parse_args()


@contextlib.contextmanager
def _passing() -> Iterator[str]:
    # The user postgres has to reach it, too.
    with tempfile.TemporaryDirectory(prefix="service-desk-") as folder:
        Path(folder).chmod(0o755)
        yield folder


def _runs(chosen: argparse.Namespace) -> list[Run]:
    if chosen.all:
        small, large = 100_000, 1_000_000
        return [
            Run("postgres", small), Run("rival", small), Run("postgres", large),
            Run("sqlite", small), Run("sqlite", large),
        ]  # fmt: skip
    ours = Run("sqlite" if chosen.sqlite else "postgres", chosen.cases)
    return [ours, *([Run("rival", chosen.cases)] if chosen.rival else [])]


def _loaded(run: Run, chosen: argparse.Namespace, folder: Path, port: int) -> None:
    """Load what is not loaded yet, and note down that it is."""
    loaded = folder / f"{run.name}.loaded"
    if loaded.exists():
        return
    print(f"loading {run.side}, {run.cases:,} cases", flush=True)
    if run.side == "rival":
        loaded.write_text(rival_desk.load(folder, port, run.cases))
    else:
        _load(run, min(chosen.seed, run.cases), folder, port)
        loaded.touch()


def _measured(run: Run, chosen: argparse.Namespace, folder: Path, port: int) -> Rates:
    result = folder / f"{run.name}.measured.json"
    if chosen.again or not result.exists():
        print(f"{run.side}, {run.cases:,} cases", flush=True)
        if run.side == "rival":
            told = (folder / f"{run.name}.loaded").read_text()
            result.write_text(json.dumps(rival_desk.measure(folder, port, told, chosen.seconds)))
        else:
            env = _environment(run.side, run.name, folder, port)
            desk_ours.run("measure", str(chosen.seconds), str(result), env=env)
    return dict(json.loads(result.read_text()))


def _environment(side: str, name: str, folder: Path, port: int) -> dict[str, str]:
    if side == "sqlite":
        return desk_ours.environment(folder / name)
    database = {"": "postgres", "_HOST": "127.0.0.1", "_PORT": str(port), "_NAME": name}
    return desk_ours.environment(folder / "files", **database, _USER="shouwen", _PASSWORD="")


def _load(run: Run, seed: int, folder: Path, port: int) -> None:
    env = _environment(run.side, run.name, folder, port)
    if run.side == "sqlite":
        shutil.rmtree(folder / run.name, ignore_errors=True)
        desk_ours.run("seed", str(seed), env=env)
    else:
        desk_cluster.fresh(port, run.name, template=_seeded(seed, folder, port))
    desk_ours.run("copy", str(run.cases), env=env)


def _seeded(seed: int, folder: Path, port: int) -> str:
    """Return the database with the first cases, of which the others are copies."""
    name = f"seed_{seed}"
    loaded = folder / f"{name}.loaded"
    if not loaded.exists():
        desk_cluster.fresh(port, name)
        desk_ours.run("seed", str(seed), env=_environment("postgres", name, folder, port))
        loaded.touch()
    return name


def _print(results: dict[Run, Rates]) -> None:
    """Print a column for each run, and beside the first one its ratios to the others."""
    first, *others = results
    heads = [f"{first.side} {first.cases:,}"]
    for run in others:
        heads += [f"{run.side} {run.cases:,}", f"{first.side} {first.cases:,} ÷ {run.name}"]
    print("\nrequests a second at 8 clients, median of three\n")
    print(f"| act | {' | '.join(heads)} |\n|---{'|---' * len(heads)}|")
    for act, rate in results[first].items():
        cells = [f"{rate:,.1f}"]
        for run in others:
            other = results[run].get(act, 0.0)
            cells += [f"{other:,.1f}", f"{rate / other:,.2f}"] if other else ["–", "–"]
        print(f"| {act} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
