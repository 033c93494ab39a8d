"""`shouwen cases import`: a case book of another program into this house."""

from __future__ import annotations

from pathlib import Path

import click

from shouwen.site.cli.start import in_the_house

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--mapping", required=True, type=FILE, help="Says which column is what.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted import stopped.")
@click.pass_context
@in_the_house
def import_cases(
    context: click.Context, file: Path, mapping: Path, dry_run: bool, resume: bool
) -> None:
    """Import a CSV case book; a row already imported is skipped, a faulty one goes to a file."""
    from shouwen.cases.importing import command

    context.exit(command(file=file, mapping=mapping, dry_run=dry_run, resume=resume))
