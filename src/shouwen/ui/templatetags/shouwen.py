"""The house's components as template tags: ``{% load shouwen %}``.

Everything here is shown in the gallery at ``/ui/`` and listed with examples in ``ui/README.md``.
Tags get finished rows and never ask the database.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from shouwen.policy.amounts import Quantity
from shouwen.ui import badges, forms, marks, nav, sorting, words

register = template.Library()

register.filter("day_time", words.day_time)
register.filter("day", words.day)
register.filter("near_time", words.near_time)
register.filter("due_time", words.due_time)
register.filter("working_length", words.working_length)
register.filter("calendar_length", words.calendar_length)


@register.filter
def money(value: Quantity | Decimal | int) -> str:
    """Write an amount with its usual unit: ``1,500.00 元``."""
    return f"{words.figure(value)} {words.unit_name(value)}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; with ``label`` it is read out, without it is decoration."""
    return _icon(name, str(label))


@lru_cache(1_000)
def _icon(name: str, label: str) -> SafeString:
    # Some fifty stand on a page, and each asks the storage for the sprite's address.
    address = f"{static('ui/vendor/bootstrap-icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


# What stands in every line of a list is written at once: a template each would be half the page's
# time.
@register.simple_tag
def clause_chip(number: str, href: str = "", title: str = "") -> SafeString:
    """Show the clause; ``href`` opens its explanation beside the page, ``title`` names the book."""
    return marks.clause_chip(number, href, title)


@register.simple_tag
def due_badge(row: object, now: datetime) -> SafeString:
    """Say in words and colour how a row's due time stands at ``now``; see :class:`badges.Due`."""
    return marks.due_badge(badges.due_words(badges.due_from(row), now))


@register.inclusion_tag("ui/parts/amount.html")
def amount(
    value: Quantity | Decimal | int, unit: str | None = None, *, signed: bool = True
) -> dict[str, object]:
    """Show what somebody gains or loses: ``+300.00 元``; ``unit`` replaces the usual word."""
    number = value.value if isinstance(value, Quantity) else Decimal(value)
    tone = "plus" if number > 0 else "minus" if number < 0 else ""
    return {
        "figure": words.figure(value, signed=signed),
        "unit": words.unit_name(value) if unit is None else unit,
        "tone": tone if signed else "",
    }


@register.inclusion_tag("ui/parts/member.html")
def member(name: object, note: str = "", absent: str = "—") -> dict[str, object]:
    """Show a member's name with its first character as a mark; ``note`` is a post or a team."""
    text = str(name) if name else ""
    return {"name": text, "mark": text[:1], "note": note, "absent": absent}


@register.simple_tag
def state_tag(label: str, tone: str = "calm", icon_name: str = "") -> SafeString:
    """Show a state: ``tone`` is act, fine, soon, late or calm; the word carries the meaning."""
    drawn = format_html("{} ", icon(icon_name)) if icon_name else ""
    return format_html('<span class="state state-{}">{}{}</span>', tone, drawn, label)


@register.inclusion_tag("ui/parts/tile.html")
def tile(
    value: object, label: str, unit: str = "", tone: str = "", href: str = "", note: str = ""
) -> dict[str, object]:
    """Show one figure with what it counts; ``href`` opens the list behind it."""
    return {
        "value": value,
        "label": label,
        "unit": unit,
        "tone": tone,
        "href": href,
        "note": note,
    }


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    title: str, text: str = "", href: str = "", action: str = "", icon_name: str = "inbox"
) -> dict[str, object]:
    """Tell a newcomer what this list is for and offer the next step."""
    return {"title": title, "text": text, "href": href, "action": action, "icon_name": icon_name}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(
    context: Context, next_cursor: object = "", shown: int | None = None, name: str = "after"
) -> dict[str, object]:
    """Link to the next page of a list by cursor, keeping the filters; back to the first page."""
    request = context["request"]
    onward, first = request.GET.copy(), request.GET.copy()
    first.pop(name, None)
    onward[name] = str(next_cursor)
    return {
        "next_url": f"?{onward.urlencode()}" if next_cursor else "",
        "first_url": f"?{first.urlencode()}" if name in request.GET else "",
        "shown": shown,
    }


@register.inclusion_tag("ui/parts/sort_heading.html", takes_context=True)
def sort_heading(
    context: Context, label: str, up: str | None = None, down: str | None = None,
    name: str = "sort", default: str = "", first: str = sorting.UP, css: str = "",
) -> dict[str, object]:  # fmt: skip
    """Draw a table's heading that sorts by its column; ``up`` and ``down`` name the two orders.

    Without either it is a plain heading. ``name`` is the word of the address, ``default`` the order
    when it says none.
    """
    found = sorting.heading(
        context["request"].GET, label, up=up, down=down, name=name, default=default, first=first
    )
    return {"heading": found, "css": css}


@register.inclusion_tag("ui/parts/sort_bar.html", takes_context=True)
def sort_bar(
    context: Context, by: sorting.Sorting, name: str = "sort", cursor: str = "after"
) -> dict[str, object]:
    """Offer the orders of a list that is no table, above it."""
    return {"headings": sorting.headings(context["request"].GET, by, name, cursor)}


@register.simple_tag(takes_context=True)
def kept_sort(context: Context, name: str = "sort") -> SafeString:
    """Keep the order of a list in its form of filters."""
    said = context["request"].GET.get(name, "")
    field = '<input type="hidden" name="{}" value="{}">'
    return format_html(field, name, said) if said else SafeString()


@register.inclusion_tag("ui/parts/steps.html")
def steps(items: list[Any], start: int = 1) -> dict[str, object]:
    """List the steps of a working: each item is a text or has ``text`` and ``result``."""
    rows = [item if hasattr(item, "text") else _as_step(item) for item in items]
    return {"rows": rows, "start": start}


def _as_step(item: Any) -> dict[str, object]:
    if isinstance(item, str):
        return {"text": item, "result": ""}
    if isinstance(item, dict):
        return item
    text, result = item
    return {"text": text, "result": result}


@register.inclusion_tag("ui/parts/clause_quote.html")
def clause_quote(text: str, title: str = "", number: str = "", href: str = "") -> dict[str, str]:
    """Quote a clause in the regulation's own words, never translated."""
    return {"text": text, "title": title, "number": number, "href": href}


@register.inclusion_tag("ui/parts/progress.html")
def progress(value: int, total: int = 100, label: str = "", tone: str = "act") -> dict[str, object]:
    """Show how much of ``total`` is done; ``label`` says it in words beside the bar."""
    return {"value": value, "total": total, "label": label, "tone": tone}


@register.inclusion_tag("ui/parts/share_bar.html")
def share_bar(parts: list[tuple[int, str, str]], label: str = "") -> dict[str, object]:
    """Show shares of a whole as one bar: (percent, tone, word) each; the words stand below."""
    rows, left = [], 0
    for percent, tone, word in parts:
        rows.append({"x": left, "width": percent, "tone": tone, "word": word})
        left += percent
    return {"rows": rows, "label": label}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: list[Any], label: str = "") -> dict[str, object]:
    """Link pages that belong together: items with ``label``, ``url``, ``is_current``, ``count``."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField, label: str = "", **attributes: str) -> dict[str, object]:
    """Draw a form field: label, control, help, and what is wrong right beside it.

    ``label`` replaces the form's own; further names become attributes of the control.
    """
    drawn = forms.drawn_control(bound, **_hyphened(attributes))
    return {"field": bound, "label": label or bound.label, "control": mark_safe(drawn)}  # noqa: S308


@register.simple_tag
def control(bound: BoundField, **attributes: str) -> SafeString:
    """Draw a field's control alone; attribute names may use ``_`` for ``-``."""
    return mark_safe(forms.drawn_control(bound, **_hyphened(attributes)))  # noqa: S308 widgets escape


def _hyphened(attributes: dict[str, str]) -> dict[str, str]:
    return {key.replace("_", "-"): value for key, value in attributes.items()}


register.filter("is_choice_group", forms.is_choice_group)
register.filter("is_single_check", forms.is_single_check)


@register.simple_tag
def live(url: str, interval: int = 10) -> SafeString:
    """Give the attributes that keep an element fresh while its tab is in view.

    The address answers with the element itself (``outerHTML``); seconds between, default ten.
    """
    return format_html(
        'data-live="{}" hx-get="{}" hx-trigger="live" hx-swap="outerHTML" hx-target="this"',
        interval,
        url,
    )


@register.inclusion_tag("ui/parts/confirm_button.html", takes_context=True)
def confirm_button(
    context: Context, url: str, label: str, question: str, tone: str = "", yes: str = ""
) -> dict[str, object]:
    """Post to ``url`` after the member has answered ``question`` in a dialog."""
    return {
        "url": url,
        "label": label,
        "question": question,
        "tone": tone,
        "yes": yes or label,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    small: str = "",
    id: str = "",  # noqa: A002 - the attribute it becomes
    tone: str = "",
) -> str:
    """Frame content under a heading; ``small`` is the remark at the right of the heading."""
    values = {"content": content, "title": title, "small": small, "id": id, "tone": tone}
    return render_to_string("ui/parts/card.html", values)


@register.simple_block_tag
def timeline_item(
    content: str, time: str, title: str, who: str = "", icon_name: str = "dot", tone: str = "calm"
) -> str:
    """Show one event of a matter's history; the content stands below its title."""
    values = {"content": content, "time": time, "title": title, "who": who}
    shown = {**values, "icon_name": icon_name, "tone": tone}
    return render_to_string("ui/parts/timeline_item.html", shown)


@register.simple_tag(takes_context=True)
def nav_links(context: Context) -> list[nav.Link]:
    """Return the links of the side navigation for the signed-in member."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None):
        return []
    return nav.links_for(request) if request.user.is_authenticated else []


@register.simple_tag
def house_zone() -> str:
    """Return the zone that pages and regulations count in: Asia/Shanghai."""
    return timezone.get_default_timezone_name()


@register.simple_tag
def nav_place(name: str) -> str:
    """Return the address registered under a name (``search``), or an empty text."""
    return nav.place(name)


@register.simple_tag
def due(moment: datetime | None, now: datetime, remaining: timedelta | None = None) -> SafeString:
    """Show a due badge from a bare moment; rows use ``due_badge``."""
    return due_badge(badges.Due(due_at=moment, remaining=remaining), now)
