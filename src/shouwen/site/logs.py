"""Log lines: one event with its numbers, and nothing about who people are."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Names of values that say who somebody is or what they wrote; such a value is left out.
PERSONAL = frozenset({
    "name", "username", "member", "phone", "email", "address", "customer", "body", "text",
    "details", "password", "secret", "token", "ip", "ip_address",
})  # fmt: skip


def leave_out_people(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop values under a personal name, so that a log may be shown to a supplier."""
    return {key: "(left out)" if key in PERSONAL else value for key, value in event.items()}


def configure(*, level: str, form: str) -> None:
    """Send every log line to stderr as ``console`` or ``json`` lines from ``level`` up."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        leave_out_people,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form, shared))
    root = logging.getLogger()
    _replace_our_handler(root, handler)
    root.setLevel(level.upper())
    # Axes writes names and addresses into its lines; what it counts is in its table.
    logging.getLogger("axes").setLevel(logging.ERROR)
    # Tells every look into an empty queue.
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    # Says nothing that our own request line does not.
    logging.getLogger("django.request").setLevel(logging.ERROR)


def _replace_our_handler(root: logging.Logger, handler: logging.Handler) -> None:
    handler.name = "shouwen"
    for old in [each for each in root.handlers if each.name == handler.name]:
        root.removeHandler(old)
    root.addHandler(handler)


def _formatter(form: str, shared: list[Processor]) -> logging.Formatter:
    last: Processor = structlog.dev.ConsoleRenderer(colors=False)
    if form == "json":
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ],
    )
