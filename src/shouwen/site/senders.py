"""How the messages of the outbox leave the house, by channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.core.mail import send_mail

from shouwen.calls import mailed_report
from shouwen.journal.outbox import Send
from shouwen.mail import actions as letters
from shouwen.mail import sending
from shouwen.portal import sms


class Message(Protocol):
    """What a sender needs to know of a message."""

    recipient: str
    subject: str
    body: str


def send_email(message: Message) -> None:
    """Send one message by e-mail; a fault is raised, and the outbox tries again later."""
    send_mail(message.subject, message.body, None, [message.recipient])


def send_sms(message: Message) -> None:
    """Hand one message to the gateway of text messages; without one it waits in the outbox."""
    gateway = sms.gateway()
    if gateway is None:
        raise LookupError("No text messages are sent here; set SHOUWEN_SMS_GATEWAY.")
    gateway(number=message.recipient, text=message.body)


def send_letter(message: Message) -> None:
    """Send a letter of the mail room; the message names its row."""
    sending.send(int(message.body))


def send_calls_report(message: Message) -> None:
    """Send the report of calls that a message names, with its files."""
    mailed_report.send(recipient=message.recipient, subject=message.subject, body=message.body)


SENDERS: Mapping[str, Send] = {
    "mail": send_email, "sms": send_sms, letters.CHANNEL: send_letter,
    mailed_report.CHANNEL: send_calls_report,
}  # fmt: skip
