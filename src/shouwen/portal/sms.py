"""Messages to telephones: what a gateway has to be, and the one that only prints.

``SHOUWEN_SMS_GATEWAY`` names a function ``package.module:function``. It is called by the outbox,
outside any request; whatever it raises is tried again later.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LOG = logging.getLogger("shouwen.sms")
CONSOLE = "console"


class Gateway(Protocol):
    """Hands one message to a provider of text messages; raises what goes wrong."""

    def __call__(self, *, number: str, text: str) -> None:
        """Send ``text`` to ``number``."""


def console(*, number: str, text: str) -> None:
    """Say that a message would leave; neither number nor text belongs into a log."""
    LOG.info("A text message of %s characters to …%s would leave now.", len(text), number[-2:])


def gateway() -> Gateway | None:
    """Return the gateway of this installation, or None where no text messages are sent."""
    name = settings.SHOUWEN_SMS_GATEWAY
    if not name:
        return None
    if name == CONSOLE:
        return console
    module, _colon, function = name.partition(":")
    try:
        found: Gateway = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError):
        raise ImproperlyConfigured(
            f"SHOUWEN_SMS_GATEWAY={name!r} is not there; write `package.module:function`."
        ) from None
    return found
