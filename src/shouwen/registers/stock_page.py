"""Pages of a stock: how much there is of each item, and what moved one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.enforcement import stocks, words
from shouwen.people.requests import MemberRequest
from shouwen.policy.facts import Detail
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.stock import Stock, signed_text
from shouwen.policy.rulebook import Rulebook
from shouwen.registers import gates
from shouwen.registers.register import Register, register_of
from shouwen.regulations import queries as regulations

PAGE = 50


@require_safe
def stock(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Show how much there is of each item of the stocks a register adds to or takes from."""
    today = timezone.localdate()
    found, book = stock_open_to(request, slug, rule, today)
    chosen = chosen_in(found, request.GET.get("stock", ""))
    after = request.GET.get("after", "")
    rows = stocks.levels(slug, chosen.stock, book=book, after=after, limit=PAGE + 1)
    shown = rows[:PAGE]
    context = {
        "register": found,
        "stocks": [_named(each, each is chosen) for each in found.rule.stocks],
        "chosen": _named(chosen, chosen=True),
        "heads": [found.label(found.kinds[0], name) for name in chosen.item],
        "rows": [_level(found, chosen, row) for row in shown],
        "after": shown[-1].key if len(rows) > PAGE else "",
        "forms": _sharing(book, slug, chosen.stock),
    }
    return render(request, "registers/stock.html", context)


@require_safe
def item(request: MemberRequest, slug: str, rule: str, item: int) -> HttpResponse:
    """Show what moved one item, the latest first, with the entries that did."""
    today, now = timezone.localdate(), timezone.now()
    found, book = stock_open_to(request, slug, rule, today)
    chosen = chosen_in(found, request.GET.get("stock", ""))
    level = stocks.item_of(slug, chosen.stock, item)
    if level is None:
        raise Http404
    before = request.GET.get("after", "")
    moves = stocks.moves(item, before=int(before) if before.isdecimal() else None, limit=PAGE + 1)
    shown = moves[:PAGE]
    titles = dict(_sharing(book, slug, chosen.stock))
    context = {
        "register": found,
        "chosen": _named(chosen, chosen=True),
        "level": _level(found, chosen, level),
        "rows": [_move(row, titles) for row in shown],
        "after": shown[-1].pk if len(moves) > PAGE else "",
        "now": now,
    }
    return render(request, "registers/stock_item.html", context)


def stock_open_to(
    request: MemberRequest, slug: str, rule: str, today: date
) -> tuple[Register, Rulebook]:
    """Return a register that keeps a stock and the rules in force, to who sees every entry."""
    gates.require_all(request.member, today)
    in_force = regulations.in_force_on(today)
    found = register_of(in_force, today, slug, rule)
    if found is None or not found.rule.stocks:
        raise Http404
    return found, in_force.rulebook


def chosen_in(found: Register, name: str) -> Stock:
    """Return the stock of this name, or the first that the register keeps."""
    named = (each for each in found.rule.stocks if each.stock == name)
    return next(named, found.rule.stocks[0])


def _named(one: Stock, chosen: bool) -> dict[str, Any]:  # noqa: FBT001 - which tab is open
    return {"key": one.stock, "label": words.of_language(one.names), "chosen": chosen}


def _sharing(book: Rulebook, slug: str, stock_key: str) -> list[tuple[str, str]]:
    """Name the registers that add to a stock or take from it."""
    return [
        (rule.id, words.of_language((rule.title, rule.title_en or rule.title)))
        for rule in book.rules
        if isinstance(rule, Form)
        and rule.clause.regulation == slug
        and stock_key in {each.stock for each in rule.stocks}
    ]


def _level(found: Register, chosen: Stock, row: stocks.Level) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "cells": cells_in(found, chosen, row),
        "level": level_text(row),
    }


def cells_in(found: Register, chosen: Stock, row: stocks.Level) -> list[str]:
    """Write what tells an item apart, as people read it."""
    return [_value(found, name, row.details) for name in chosen.item]


def level_text(row: stocks.Level) -> str:
    """Write how much there is; empty while nobody has counted it."""
    return _number(row.level)


def _value(found: Register, name: str, details: Mapping[str, Detail]) -> str:
    value = details.get(name)
    both = found.rule.words.value_of(found.kinds[0], name, value)
    return words.of_language(both)


def _move(row: stocks.MoveRow, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "move": row,
        "title": titles.get(row.rule_id, row.rule_id),
        "is_register": row.rule_id in titles,
        "change": signed_text(row.change),
        "level": _number(row.level),
    }


def _number(level: Fraction | None) -> str:
    return "" if level is None else number_text(level)
