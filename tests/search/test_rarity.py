"""How common a search is, read off the shares that PostgreSQL keeps of the commonest tokens."""

from __future__ import annotations

import pytest

from shouwen.search import rarity
from shouwen.search.words import Token

SHARES = {"电": 0.5, "电梯": 0.2, "梯": 0.09, "噪音": 0.004, "t2026": 0.006, "t2027": 0.007}


def word(text: str, *, begins: bool = False) -> tuple[Token, ...]:
    return (Token(text, begins),)


@pytest.fixture(autouse=True)
def shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rarity, "_shares", lambda _alias, _while: SHARES)


@pytest.mark.once
@pytest.mark.parametrize(
    ("expression", "common"),
    [
        ([[word("电梯")]], True),
        ([[word("噪音")]], False),
        # What is not among the commonest is rare, however often it is asked for.
        ([[word("漏水")]], False),
        # Two words together are rarer than either; two tokens of one word as well.
        ([[word("电梯")], [word("噪音")]], False),
        ([[(Token("电"), Token("梯"))]], True),
        ([[word("梯")], [word("梯")]], False),
        # Either of two words is commoner than each, a beginning than each word that begins so.
        ([[word("噪音"), word("t2027")]], True),
        ([[word("t2026")]], False),
        ([[word("t202", begins=True)]], True),
        ([[word("t2026", begins=True)]], False),
        # Shares that overlap never make more than everything.
        ([[word("电", begins=True), word("电", begins=True)], [word("噪音")]], False),
    ],
)
def test_a_search_is_common_where_more_than_one_entry_in_a_hundred_holds_it(
    expression: list[list[tuple[Token, ...]]],
    common: object,
) -> None:
    assert rarity.is_common(expression) is common
