"""Real case books through the real importer, and whether the house computes what their owners did.

Run ``python benchmarks/real_cases.py`` from a checkout, with ``--postgres`` for both databases and
names of sources for some of them. Each source gets a fresh database in a folder of its own and a
process of its own, whose clock and zone are those of the case book. The exit code is 1 when fewer
rows agree than must. The data is not part of the product; without it this prints where it was
looked for, and ends well.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from casebooks.data import NoDataError, data_folder
from casebooks.sources import SOURCES, Source

ROOT = Path(__file__).resolve().parents[1]
BY_NAME = {source.name: source for source in SOURCES}


def one(source: Source, folder: Path) -> int:
    """Import one source in this process and print what came of it; 1 if a figure is missed."""
    import django

    django.setup()
    from casebooks import agreement, house
    from django.db import connection

    from shouwen.journal.models import FactRow
    from shouwen.obligations.models import ObligationRow

    member = house.open_house(source)
    timed = house.timed_import(source, folder, member)
    facts, duties = FactRow.objects.count(), ObligationRow.objects.count()
    house.watch(source)
    print(
        f"{source.name} on {connection.vendor}: {timed.rows:,} rows in {timed.seconds:.1f} s,"
        f" {timed.rows / timed.seconds:,.0f} rows/s, {facts / timed.seconds:,.0f} facts/s;"
        f" {facts:,} facts, {duties:,} duties, {timed.run.faulty:,} rows refused"
    )
    bare = timed.rows / timed.bare_seconds
    print(f"  bare csv and one INSERT per row: {bare:,.0f} rows/s; ratio {timed.ratio:,.0f}")
    found = agreement.findings(source.name)
    for figure in found:
        print(f"  {figure}")
    return int(any(figure.missed for figure in found) or timed.run.faulty > 0)


def in_a_process(source: Source, chosen: dict[str, str]) -> int:
    """Run one source in a process with a fresh data folder; return its exit code."""
    with tempfile.TemporaryDirectory(prefix="shouwen-bench-") as folder:
        # The folder of the case books is no setting of the house, so it goes by another name.
        told = {k: v for k, v in os.environ.items() if not k.startswith("SHOUWEN_")}
        told |= chosen | {
            "DJANGO_SETTINGS_MODULE": "shouwen.site.settings",
            "SHOUWEN_DATA_DIR": folder,
            "SHOUWEN_TIME_ZONE": source.zone,
            "SHOUWEN_LOG_LEVEL": "error",
            "CASE_BOOKS": str(data_folder()),
        }
        command = [sys.executable, __file__, "--here", folder, source.name]
        return subprocess.run(command, env=told, check=False).returncode


def on_postgres(source: Source) -> int:
    """Run one source on a PostgreSQL of its own."""
    sys.path.insert(0, str(ROOT))
    from tools import with_postgres

    with with_postgres.server() as port:
        told = with_postgres.environment(port)
        return in_a_process(source, {k: v for k, v in told.items() if k.startswith("SHOUWEN_DB")})


def main() -> int:
    """Run every source, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL as well")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("sources", nargs="*", choices=[*BY_NAME, []], metavar="source")
    asked = parser.parse_args()
    names = asked.sources or list(BY_NAME)
    if asked.here:
        return one(BY_NAME[names[0]], asked.here)
    try:
        data_folder()
    except NoDataError as absent:
        print(f"Skipped: {absent}")
        return 0
    missed = [in_a_process(BY_NAME[name], {}) for name in names]
    if asked.postgres:
        missed += [on_postgres(BY_NAME[name]) for name in names]
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
