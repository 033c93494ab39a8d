"""Labels to print and stick on things: a code for each entry or item, and where a scan leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.enforcement import stocks
from shouwen.journal.lists import Cursor
from shouwen.people.requests import MemberRequest
from shouwen.registers import gates, queries, stock_page
from shouwen.registers.register import Register, registers_in
from shouwen.registers.views import searched
from shouwen.regulations import queries as regulations

SHEET = 24  # labels of one sheet: three beside each other, eight below
BIG = 4  # dots of the drawing for each square of the code
_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One printed label: its head, what tells the thing apart, and the code."""

    head: str
    name: str
    lines: tuple[str, ...]
    drawing: str


@require_safe
def entries(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Show a sheet of labels for the entries that are meant, or for one of them."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_all(request.member, today)
    found = gates.register_open_to(request.member, slug, rule, today)
    one = "entry" in request.GET
    page = queries.entries(
        found, reader=None, before=_before(request, found, now), now=now,
        search=queries.EVERYTHING if one else searched(request.GET), limit=1 if one else SHEET,
    )  # fmt: skip
    rows = [row for row in page.rows if row.struck is None]
    context = {
        "labels": [_of_entry(request, found, row) for row in rows],
        "after": "" if one else page.after,
        "back": reverse("registers:register", args=[slug, rule]),
    }
    return _sheet(request, found, context)


def _before(request: MemberRequest, found: Register, now: datetime) -> Cursor | None:
    """Begin at the one entry that is asked for, else where the last sheet ended."""
    one = request.GET.get("entry", "")
    if not one.isdecimal():
        return queries.read_cursor(request.GET.get("after", ""))
    row = gates.entry_open_to(request.member, int(one), timezone.localdate(now))
    if row.kind not in found.kinds:
        raise Http404
    # The list goes on below its cursor, so this entry is its first.
    return Cursor(row.happened_at, row.number + 1)


def _of_entry(request: HttpRequest, found: Register, row: queries.EntryRow) -> Label:
    address = reverse("registers:scanned", args=[found.slug, found.rule.id, row.number])
    said = tuple(value for _label, value in row.cells)
    named = row.printed or next(iter(said), "") or f"#{row.number}"
    lines = said if row.printed else said[1:]
    return Label(head=found.title, name=named, lines=lines, drawing=_drawing(request, address))


@require_safe
def items(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Show a sheet of labels for the items of a stock, or for one of them."""
    today = timezone.localdate()
    found, book = stock_page.stock_open_to(request, slug, rule, today)
    chosen = stock_page.chosen_in(found, request.GET.get("stock", ""))
    one, after = request.GET.get("item", ""), request.GET.get("after", "")
    rows = stocks.levels(slug, chosen.stock, book=book, after=after, limit=SHEET + 1)
    if one.isdecimal():
        level = stocks.item_of(slug, chosen.stock, int(one))
        rows = [level] if level else []
    kept = [(row, row.pk) for row in rows[:SHEET]]
    query = urlencode({"stock": chosen.stock})
    context = {
        "labels": [
            _of_item(request, found, stock_page.cells_in(found, chosen, row), f"{pk}/at/?{query}")
            for row, pk in kept
            if pk is not None
        ],
        "after": rows[SHEET - 1].key if len(rows) > SHEET else "",
        "back": f"{reverse('registers:stock', args=[slug, rule])}?{query}",
    }
    return _sheet(request, found, context)


def _of_item(request: HttpRequest, found: Register, cells: list[str], path: str) -> Label:
    home = reverse("registers:stock", args=[found.slug, found.rule.id])
    named, *lines = cells or [found.title]
    return Label(
        head=found.rule.clause.title,
        name=named,
        lines=tuple(lines[:_LINES]),
        drawing=_drawing(request, f"{home}{path}"),
    )


def _drawing(request: HttpRequest, path: str) -> str:
    address = request.build_absolute_uri(path)
    return str(segno.make(address, error="m").svg_data_uri(scale=BIG, border=2))


def _sheet(request: MemberRequest, found: Register, context: Mapping[str, object]) -> HttpResponse:
    used = request.GET.get("used", "")
    blank = min(int(used), SHEET - 1) if used.isdecimal() else 0
    shown = {
        **context,
        "register": found,
        "asked": [(name, value) for name, value in request.GET.items() if name != "used"],
        "blank": range(blank),
        "used": blank,
        "sheet": SHEET,
    }
    return render(request, "registers/labels.html", shown)


# ── scanned ──────────────────────────────────────────────────────────────────────────────────


@require_safe
def scanned(request: MemberRequest, slug: str, rule: str, number: int) -> HttpResponse:
    """Open the entry whose code was scanned; who may not read it learns nothing but that."""
    today = timezone.localdate()
    gates.require_use(request.member, today)
    try:
        gates.entry_open_to(request.member, number, today)
    except Http404:
        messages.info(request, _("This label leads to an entry that is not open to you."))
        return redirect("registers:index")
    return redirect("registers:entry", slug, rule, number)


@require_safe
def scanned_item(request: MemberRequest, slug: str, rule: str, item: int) -> HttpResponse:
    """Offer the forms by which the scanned thing is taken, brought back or moved."""
    today = timezone.localdate()
    found = gates.register_open_to(request.member, slug, rule, today)
    if not found.rule.stocks:
        raise Http404
    chosen = stock_page.chosen_in(found, request.GET.get("stock", ""))
    level = stocks.item_of(slug, chosen.stock, item)
    if level is None:
        raise Http404
    context = {
        "register": found,
        "cells": stock_page.cells_in(found, chosen, level),
        "level": stock_page.level_text(level),
        "chosen": chosen,
        "item": item,
        "forms": _forms_for(request, slug, chosen.stock, today),
        "everything": gates.sees_all(request.member, today),
    }
    return render(request, "registers/item_scanned.html", context)


def _forms_for(request: MemberRequest, slug: str, stock: str, today: date) -> list[Register]:
    in_force = regulations.in_force_on(today)
    open_ones = (
        gates.as_open_to(request.member, each, in_force.rulebook, today)
        for each in registers_in(in_force, today)
        if each.slug == slug and stock in {one.stock for one in each.rule.stocks}
    )
    return [each for each in open_ones if each.by_hand]
