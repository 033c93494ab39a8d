"""Commands that run and look after the installation itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click

from shouwen.site.cli.start import FAULTS_FOUND, Refusal, in_the_house, in_the_house_language


@click.command()
@in_the_house
def migrate() -> None:
    """Bring database and collected files to this version; safe to repeat."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    click.echo("The database is up to date.")


@click.command()
@in_the_house_language
def run() -> None:
    """Start web, worker, watcher and sockets together; Ctrl-C stops them cleanly."""
    from shouwen.site import running

    try:
        running.run()
    except running.CannotRunError as refusal:
        raise Refusal(str(refusal)) from None


@click.command()
@click.option("--until-idle", is_flag=True, help="Leave once nothing is waiting.")
@in_the_house_language
def worker(until_idle: bool) -> None:
    """Do background work as it comes."""
    from shouwen.site import background

    background.work(until_idle=until_idle)


@click.command()
@click.option("--once", is_flag=True, help="Look once and leave.")
@in_the_house_language
def watch(once: bool) -> None:
    """Watch due times: warn, escalate and lapse what is due, open the duties of new periods."""
    from shouwen.site import background

    background.watch(once=once)


@click.command()
@in_the_house_language
def live() -> None:
    """Tell open pages what happens, over sockets at SHOUWEN_LIVE_PORT."""
    from django.conf import settings

    from shouwen.live.serving import serve

    if not settings.SHOUWEN_LIVE_PORT:
        raise Refusal("Say where: SHOUWEN_LIVE_PORT=8001, for example.")
    serve(host=settings.ENV["HOST"], port=settings.SHOUWEN_LIVE_PORT)


@click.command()
@in_the_house_language
def behind() -> None:
    """Be worker, watcher and sockets together: three processes in the memory of about one."""
    from shouwen.site import background, copies

    context = click.get_current_context()
    roles: dict[str, Callable[[], None]] = {
        "worker": background.work, "watcher": background.watch,
        "live": lambda: context.invoke(live),
    }  # fmt: skip
    raise SystemExit(copies.look_after(roles, click.echo))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write the findings as JSON.")
@click.pass_context
@in_the_house
def doctor(context: click.Context, as_json: bool) -> None:
    """Look at settings, database, worker, watcher, clock and disk, and say how to mend."""
    from django.utils import timezone

    from shouwen.site import doctor as surgery

    findings = surgery.examine(now=timezone.now())
    if as_json:
        click.echo(json.dumps([each.as_dict() for each in findings], ensure_ascii=False, indent=2))
    else:
        for each in findings:
            click.echo(str(each))
    context.exit(0 if all(each.ok for each in findings) else FAULTS_FOUND)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@in_the_house
def backup(file: Path) -> None:
    """Write database and uploads into FILE (.tar.gz) while everything keeps running."""
    from django.utils import timezone

    from shouwen.site import backup as archive

    try:
        made = archive.write(file, now=timezone.now())
    except archive.BackupError as refusal:
        raise Refusal(str(refusal)) from None
    click.echo(f"Wrote {file} ({made:,} bytes).")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what this installation holds now.")
@in_the_house
def restore(file: Path, replace: bool) -> None:
    """Bring database and uploads back from FILE; stop `shouwen run` first."""
    from django.utils import timezone

    from shouwen.site import backup as archive

    try:
        archive.restore(file, replace=replace, now=timezone.now())
    except archive.BackupError as refusal:
        raise Refusal(str(refusal)) from None
    click.echo("Restored; `shouwen journal verify` checks the record, `shouwen run` starts again.")


@click.command(name="clear-files")
@in_the_house
def clear_files() -> None:
    """Remove uploads that nothing names a day after they came."""
    from django.utils import timezone

    from shouwen.files import actions as files

    removed = files.clear_away(now=timezone.now())
    click.echo(f"Removed {removed} files that nothing names.")


COMMANDS = (run, migrate, doctor, clear_files, backup, restore, worker, watch, live, behind)
