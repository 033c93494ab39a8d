"""`shouwen cases import`: a case book of another program into this house."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from shouwen.site.cli.start import in_the_house

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("import")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--mapping", type=FILE, help="Says which column is what; of --from, what differs.")
@click.option(
    "--from", "desk", type=click.Choice(["zammad", "osticket"]),
    help="The files are an export of this desk.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted import stopped.")
@click.option("--errors", type=OUT, help="Where refused rows go; default: FILE.errors.csv.")
@click.option("--batch", type=click.IntRange(1, 5_000), default=500, help="Rows per commit.")
@click.pass_context
@in_the_house
def import_cases(context: click.Context, /, **options: Any) -> None:
    """Import a case book (CSV, XLSX) or another desk's export; what was imported is skipped.

    A faulty row goes to a file of its own and stops nobody else.
    """
    from shouwen.cases.importing import command

    context.exit(command(**{**options, "desk": options["desk"] or ""}))
