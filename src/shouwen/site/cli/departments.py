"""Commands about what the house keeps: journal, obligations, regulations, members, demo."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from shouwen.site.cli.policy_files import text_of
from shouwen.site.cli.start import (
    FAULTS_FOUND,
    Misuse,
    Refusal,
    in_the_house,
    in_the_house_language,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def journal() -> None:
    """Look after the append-only record of facts."""


@journal.command("verify")
@click.pass_context
@in_the_house
def verify_journal(context: click.Context) -> None:
    """Recompute the chains and print every fact, look, locked period and text that does not fit."""
    from shouwen.access import looks
    from shouwen.journal import queries
    from shouwen.pay.actions import broken_seals
    from shouwen.trial import archive

    changed = [f"The entries of {name} are not those that were locked." for name in broken_seals()]
    faults = [*map(str, queries.verify()), *looks.verify(), *changed, *archive.broken()]
    for fault in faults:
        click.echo(fault)
    if not faults:
        click.echo("The journal is whole: every fact follows from the one before.")
    context.exit(FAULTS_FOUND if faults else 0)


@click.group()
def obligations() -> None:
    """Look after what is owed."""


@obligations.command("rebuild")
@click.option("--check", "only_check", is_flag=True, help="Say what differs; change nothing.")
@click.pass_context
@in_the_house
def rebuild_obligations(context: click.Context, only_check: bool) -> None:
    """Recompute due times from the journal and say which stored ones differ."""
    from shouwen.enforcement import rebuild

    if not only_check:
        raise click.UsageError("Say --check: rebuilding in place is not offered.")
    differences = list(rebuild.check())
    for difference in differences:
        click.echo(str(difference))
    if not differences:
        click.echo("Every due time follows from the journal.")
    context.exit(FAULTS_FOUND if differences else 0)


@click.group()
def regulations() -> None:
    """Bring regulations in."""


@regulations.command("adopt")
@click.argument("file", type=FILE)
@click.option("--by", "by", required=True, help="User name of the member who adopts it.")
@in_the_house
def adopt(file: Path, by: str) -> None:
    """Adopt a regulation file as its next version."""
    from django.utils import timezone

    from shouwen.adoption import adopting
    from shouwen.people import queries as people

    member = people.member_by_key(by)
    if member is None:
        raise Refusal(f"Nobody here is called “{by}”; give a member's user name.")
    adopted = adopting.adopt_text(
        text=text_of(file), file_name=str(file), by=member, at=timezone.now()
    )
    if isinstance(adopted, tuple):
        lines = [str(fault) for fault in sorted(adopted) if fault.severity == "error"]
        raise Refusal("\n".join([*lines, "Nothing was adopted; mend the file and try again."]))
    if adopted.version is None:
        number = adopted.held.pk if adopted.held else 0
        click.echo(f"Waits for signatures (request {number}); it counts once everybody signed.")
        return
    click.echo(f"Adopted {adopted.version}, in force from {adopted.version.in_force}.")


@click.group()
def member() -> None:
    """Look after members."""


@member.command("add-admin")
@click.argument("username")
@click.option("--name", required=True, help="The name people call them by.")
@click.option("--email", default="", help="Their address, if they have one.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@in_the_house
def add_admin(username: str, name: str, email: str, password_stdin: bool) -> None:
    """Add a member who may do everything, for the first sign-in of a new house."""
    from shouwen.people import actions

    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    actions.add_administrator(key=username, name=name, email=email, password=password)
    click.echo(f"{name} ({username}) may sign in now.")


def _industry(given: str | None) -> str:
    """Return the industry asked for; refuse one there is no demonstration of."""
    from shouwen.site.demo import DEFAULT, industries

    if given is None:
        return DEFAULT
    if given not in industries():
        raise Misuse(f"There is no demonstration “{given}”. Use one of: {', '.join(industries())}.")
    return given


INDUSTRY = click.option("--industry", metavar="NAME", help="Which department; see `demo list`.")


@click.group(invoke_without_command=True)
@INDUSTRY
@click.pass_context
def demo(context: click.Context, industry: str | None) -> None:
    """Load a demonstration department (the same as `demo load`), or begin it anew."""
    if context.invoked_subcommand is None:
        context.invoke(load_demo, industry=industry)
    elif industry is not None:
        # Said before the command it counts there, too, unless said again after it.
        context.default_map = {name: {"industry": industry} for name in ("load", "reset")}


@demo.command("list")
def list_demos() -> None:
    """Print the demonstrations there are: name, industry, people, regulations."""
    from shouwen.site.demo import industries
    from shouwen.site.demo.house import house_of

    for name in industries():
        house = house_of(name)
        about = f"{len(house.people)} people, {len(house.regulations)} regulations"
        click.echo(f"{name:14}{house.title} · {house.title_en} ({about})")


@demo.command("load")
@INDUSTRY
@in_the_house_language
def load_demo(industry: str | None) -> None:
    """Load a demonstration department once; a second time changes nothing."""
    from django.utils import timezone

    from shouwen.people import queries as people
    from shouwen.site.demo import load

    chosen = _industry(industry)
    if not people.active_members():
        click.echo("正在准备演示部门 · Preparing the demonstration department …")
    click.echo(load(now=timezone.now(), industry=chosen))


@demo.command("reset")
@INDUSTRY
@click.confirmation_option(prompt="This deletes everything in the demonstration. Go on?")
@in_the_house_language
def reset_demo(industry: str | None) -> None:
    """Empty the demonstration's database and load a department anew."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from shouwen.site.demo import load

    if settings.SHOUWEN_MODE != "demo":
        raise Refusal("Only a demonstration can be reset; this is not SHOUWEN_MODE=demo.")
    chosen = _industry(industry)
    call_command("flush", interactive=False, verbosity=0)
    click.echo(load(now=timezone.now(), industry=chosen))


COMMANDS = (journal, obligations, regulations, member, demo)
