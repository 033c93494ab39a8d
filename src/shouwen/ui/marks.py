"""The small marks that stand in every line of a list, as text for the page."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shouwen.ui.badges import DueWords


def due_badge(due: DueWords) -> SafeString:
    """Draw a due badge: headline, the small line below, and whether it may still move."""
    small = ""
    if due.small:
        small = format_html("<small>{}{}</small>", due.small, _provisional(due))
    return format_html('<div class="due due-{}">{}{}</div>', due.tone, due.headline, small)


def _provisional(due: DueWords) -> SafeString | str:
    if not due.provisional:
        return ""
    return format_html(
        ' <span class="provisional" title="{}">{}</span>',
        _("The calendar of that year is not final; the due time may move."),
        _("provisional"),
    )


def clause_chip(number: str, href: str, title: str) -> SafeString:
    """Draw a clause's number; with ``href`` a link that opens its explanation beside the page."""
    own = format_html(' title="{}"', title) if title else ""
    if not href:
        return format_html('<span class="clause"{}>{}</span>', own, number)
    return format_html(
        '<a class="clause" href="{href}" data-panel hx-get="{href}" hx-select="#page"'
        ' hx-target="#panel-body" hx-swap="innerHTML" aria-label="{label}"{own}>{number}</a>',
        href=href, label=_("Clause %(number)s: why?") % {"number": number}, own=own, number=number,
    )  # fmt: skip
