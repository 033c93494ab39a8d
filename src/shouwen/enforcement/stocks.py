"""Stocks that run from entry to entry: how much there is of an item, and what each entry moved.

The levels stand in a table beside the journal, written in the fact's own transaction while the
journal's head is held, so two writers never see the same level. Where the table knows nothing of
a stock, as when its rule is new, the journal is added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.enforcement.models import StockItem, StockMove
from shouwen.enforcement.words import of_language
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.questions import Question, Stocked
from shouwen.policy.kinds.stock import Stock
from shouwen.policy.rulebook import Rulebook

_LONGEST = 200
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a fact moves by one form: of which item of which stock, and how."""

    form: Form
    stock: Stock
    whole: Fact

    @property
    def place(self) -> Stocked:
        """The item, as the judge asks for it."""
        return Stocked(self.form.clause.regulation, self.stock.stock, self.stock.key(self.whole))

    def after(self, before: Fraction | None) -> Fraction:
        """Return what it leaves of so much."""
        return self.stock.begins(self.whole, before) + self.stock.change(self.whole)


def level_before(
    question: Stocked, *, book: Rulebook, before_number: int | None
) -> Fraction | None:
    """Return how much there was of an item before a fact; None if nothing was entered of it."""
    moves = StockMove.objects.filter(
        item__regulation=question.regulation,
        item__stock=question.figure,
        item__key=_key(question.item),
    )
    if before_number is not None:
        moves = moves.filter(fact__lt=before_number)
    level = moves.order_by("-fact", "-pk").values_list("level", flat=True).first()
    if level is not None:
        return _read(level)
    if _is_kept(question.regulation, question.figure):
        return None
    return _added_up(question, book, before_number).get(question)


def keep(row: FactRow, book: Rulebook, known: Mapping[Question, object]) -> None:
    """Keep what a recorded fact moved."""
    for move in _moves_of(journal.fact_of(row), book, known):
        place = move.place
        if not _is_kept(place.regulation, place.figure):
            _begin(place, book, row.number)
        _write(move, row)


def undo(row: FactRow, by: FactRow) -> None:
    """Take back what an entry moved, as the counter-entry does.

    Raises RefusedError where a later entry begins with what this one left.
    """
    standing = StockMove.objects.filter(fact=row, undoes=None, undone_by=None)
    for move in standing.select_related("item"):
        _take_back(move, by)


def _take_back(move: StockMove, by: FactRow) -> None:
    item = move.item
    others = item.moves.filter(undoes=None, undone_by=None).exclude(pk=move.pk)
    last = others.order_by("-pk").first()
    if move.begins and last is not None and last.pk > move.pk:
        raise RefusedError(
            _("Entry #%(number)s builds on this one; take that back first.")
            % {"number": last.fact_id}
        )
    if last is None:
        level = None
    elif move.begins:
        level = _read(last.level)
    else:
        level = (_read(item.level) or Fraction()) - Fraction(move.change)
    _set(item, level)
    StockMove.objects.create(
        item=item, fact=by, rule_id=move.rule_id, change=str(-Fraction(move.change)),
        level=_text(level), undoes=move,
    )  # fmt: skip


def refuse_broken(by: FactRow, book: Rulebook) -> None:
    """Raise RefusedError if a counter-entry left less, or more, than a rule allows."""
    for move in StockMove.objects.filter(fact=by).select_related("item"):
        level = _read(StockItem.objects.get(pk=move.item_id).level)
        form = book.find(move.item.regulation, move.rule_id)
        stocks = form.stocks if isinstance(form, Form) else ()
        for stock in stocks:
            if stock.stock == move.item.stock and level is not None:
                _refuse_outside(stock, level)


def _refuse_outside(stock: Stock, level: Fraction) -> None:
    low = stock.at_least is not None and level < stock.at_least.value
    high = stock.at_most is not None and level > stock.at_most.value
    if low or high:
        raise RefusedError(
            _(
                "%(stock)s would come to %(level)s, which the rule does not allow; "
                "take back first what was entered after it."
            )
            % {"stock": of_language(stock.names), "level": number_text(level)}
        )


# ── the tables ───────────────────────────────────────────────────────────────────────────────


def _moves_of(fact: Fact, book: Rulebook, known: Mapping[Question, object]) -> Iterator[Move]:
    for form in book.listening_to(fact):
        if not isinstance(form, Form) or not form.stocks:
            continue
        if fact.kind not in {one.fact for one in form.filled()} or not form.applies(fact, known):
            continue
        whole = form.completed(fact)
        yield from (Move(form=form, stock=stock, whole=whole) for stock in form.moved(fact))


def _is_kept(regulation: str, stock: str) -> bool:
    return StockItem.objects.filter(regulation=regulation, stock=stock).exists()


def _facts_of(question: Stocked, book: Rulebook, before: int | None) -> Iterator[tuple[int, Move]]:
    """Go through what standing facts moved of a whole stock, in the order of recording."""
    forms = [rule for rule in book.rules if isinstance(rule, Form) and rule.shares(question)]
    kinds = sorted({one.fact for form in forms for one in form.filled()})
    for row in journal.facts_with(kinds, {}, before_number=before):
        for move in _moves_of(journal.fact_of(row), book, {}):
            if move.place.figure == question.figure and move.form in forms:
                yield row.number, move


def _added_up(question: Stocked, book: Rulebook, before: int | None) -> dict[Stocked, Fraction]:
    levels: dict[Stocked, Fraction] = {}
    for _number, move in _facts_of(question, book, before):
        levels[move.place] = move.after(levels.get(move.place))
    return levels


def _begin(question: Stocked, book: Rulebook, before: int) -> None:
    """Write what a stock moved before anybody kept it."""
    for number, move in _facts_of(question, book, before):
        _write(move, number)


@transaction.atomic
def _write(move: Move, fact: FactRow | int) -> None:
    place = move.place
    item, _new = StockItem.objects.get_or_create(
        regulation=place.regulation,
        stock=place.figure,
        key=_key(place.item),
        defaults={"details": {name: move.whole.detail(name) for name, _ in place.item}},
    )
    before = _read(item.level)
    level = move.after(before)
    _set(item, level)
    StockMove.objects.create(
        item=item,
        fact_id=fact if isinstance(fact, int) else fact.number,
        rule_id=move.form.id,
        change=str(level - (before or Fraction())),
        level=_text(level),
        begins=bool(move.stock.opening),
    )


def _set(item: StockItem, level: Fraction | None) -> None:
    """Claim the item: whoever else changed it meanwhile would be overwritten."""
    same = StockItem.objects.filter(pk=item.pk, level=item.level)
    if not same.update(level=_text(level)):
        raise RefusedError(_("The stock changed meanwhile; send the entry again."))
    item.level = _text(level)


def _text(level: Fraction | None) -> str:
    return "" if level is None else str(level)


def _read(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _key(item: Pairs) -> str:
    key = "\n".join(value for _name, value in item)
    return key if len(key) <= _LONGEST else sha256(key.encode()).hexdigest()


# ── for reading ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much there is of an item; ``pk`` is None where the table does not keep it yet."""

    pk: int | None
    key: str
    details: Mapping[str, Detail]
    level: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """One move of an item; ``fact`` is its entry or counter-entry, ``pk`` the cursor."""

    pk: int
    fact: int
    rule_id: str
    happened_at: datetime
    who: str
    change: Fraction
    level: Fraction | None
    undoes: bool
    undone: bool


def levels(
    regulation: str, stock: str, *, book: Rulebook, after: str = "", limit: int = 50
) -> list[Level]:
    """List the items of a stock by name; ``after`` is the last key seen."""
    items = StockItem.objects.filter(regulation=regulation, stock=stock)
    found = [
        Level(pk=i.pk, key=i.key, details=i.details, level=_read(i.level))
        for i in items.filter(key__gt=after).order_by("key")[:limit]
    ]
    if found or after or _is_kept(regulation, stock):
        return found
    added = _added_up(Stocked(regulation, stock, ()), book, None)
    rows = [
        Level(pk=None, key=_key(place.item), details=dict(place.item), level=level)
        for place, level in added.items()
    ]
    return sorted(rows, key=lambda row: row.key)[:limit]


def item_of(regulation: str, stock: str, pk: int) -> Level | None:
    """Return one item of a stock, or None."""
    found = StockItem.objects.filter(regulation=regulation, stock=stock, pk=pk).first()
    if found is None:
        return None
    return Level(pk=pk, key=found.key, details=found.details, level=_read(found.level))


def moves(item: int, *, before: int | None = None, limit: int = 50) -> list[MoveRow]:
    """List what moved an item, the latest first."""
    rows = StockMove.objects.filter(item=item).select_related("fact__actor", "undone_by")
    rows = rows if before is None else rows.filter(pk__lt=before)
    return [
        MoveRow(
            pk=row.pk,
            fact=row.fact_id,
            rule_id=row.rule_id,
            happened_at=row.fact.happened_at,
            who=row.fact.actor.name if row.fact.actor else row.fact.actor_key,
            change=Fraction(row.change),
            level=_read(row.level),
            undoes=row.undoes_id is not None,
            undone=hasattr(row, "undone_by"),
        )
        for row in rows.order_by("-pk")[:limit]
    ]
