"""What is still out by the books: items of stocks that a member moved last, and not empty."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import OuterRef, Subquery

from shouwen.enforcement.models import StockItem, StockMove
from shouwen.enforcement.words import of_language
from shouwen.people.models import Member
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.kinds.form import Form
from shouwen.policy.rulebook import Rulebook

_EMPTY = ("", "0")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnHand:
    """One item of a stock with its level by the books."""

    text: str
    level: Fraction

    @property
    def level_text(self) -> str:
        """The level as people write it."""
        return number_text(self.level)


def last_moved_by(member: Member, book: Rulebook, limit: int = 100) -> list[OnHand]:
    """List the items that a member moved last and of which there is something, in one query."""
    moves = StockMove.objects.filter(item=OuterRef("pk")).order_by("-fact", "-pk")
    found = StockItem.objects.exclude(level__in=_EMPTY).order_by("pk")
    mine = found.annotate(by=Subquery(moves.values("fact__actor")[:1])).filter(by=member.pk)
    rows = mine.values_list("regulation", "stock", "details", "level")[:limit]
    names = _names(book)
    return [
        OnHand(text=_text(names[regulation, stock], details), level=Fraction(level))
        for regulation, stock, details, level in rows
        if (regulation, stock) in names
    ]


def _text(name: str, details: dict[str, object]) -> str:
    return " ".join((name, *(str(value) for value in details.values())))


def _names(book: Rulebook) -> dict[Key, str]:
    """Return what each stock is called: of several forms that share one, the first names it."""
    found: dict[Key, str] = {}
    for rule in book.rules:
        for stock in rule.stocks if isinstance(rule, Form) else ():
            key = (rule.clause.regulation, stock.stock)
            if found.get(key, stock.stock) == stock.stock:
                found[key] = of_language(stock.names)
    return found
