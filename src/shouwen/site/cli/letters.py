"""`shouwen mail`: ask the mailbox for what customers wrote."""

from __future__ import annotations

import click

from shouwen.site.cli.start import Refusal, in_the_house


@click.group()
def mail() -> None:
    """Letters that customers write by e-mail."""


@mail.command()
@in_the_house
def fetch() -> None:
    """Fetch what is new now, whether or not it is time to; run it again as often as you like."""
    from django.utils import timezone

    from shouwen.mail import fetching

    if not fetching.is_set():
        raise Refusal("There is no mailbox; set SHOUWEN_IMAP_HOST and SHOUWEN_MAIL_ADDRESS.")
    try:
        count = fetching.fetch(clock=timezone.now)
    except fetching.TROUBLE as fault:
        raise Refusal(f"The mailbox could not be asked: {fault}") from fault
    click.echo(f"Letters fetched: {count}")


COMMANDS = (mail,)
