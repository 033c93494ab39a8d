"""How the messages of the outbox leave the house, by channel."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.mail import send_mail

from shouwen.journal.outbox import OutboxMessage, Send


def send_email(message: OutboxMessage) -> None:
    """Send one message by e-mail; a fault is raised, and the outbox tries again later."""
    send_mail(message.subject, message.body, None, [message.recipient])


SENDERS: Mapping[str, Send] = {"email": send_email}
