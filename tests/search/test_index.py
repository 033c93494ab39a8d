"""Both databases find what a plain reading of the texts finds, in the same order."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.search import engines
from shouwen.search.actions import entry_of
from shouwen.search.models import Entry
from shouwen.search.queries import BEST, NEWEST, Wanted, find
from shouwen.search.sources import Reader
from shouwen.search.texts import Part, Text, index_of, matches
from shouwen.search.words import terms

pytestmark = pytest.mark.django_db

ALL = Reader(keys=frozenset({"case:all"}), shelves=frozenset({"n0", "p0"}))
WANG = Reader(keys=frozenset({"case:m1"}), shelves=frozenset())
words = st.text(alphabet="漏水电梯張伟a b1-9", max_size=10)
texts = st.builds(
    lambda head, body, name, hand: {"head": head, "body": body, "name": name, "hand": hand},
    words, words, st.sampled_from(["", "张伟", "刘电梯"]), st.integers(1, 2),
)  # fmt: skip


def text(number: int, given: dict[str, object]) -> Text:
    name = str(given["name"])
    return Text(
        about=f"case:{number}",
        kind="case",
        head=str(given["head"]),
        body=str(given["body"]),
        parts=[Part("n0", name)] if name else [],
        seen_by=["case:all", f"case:m{given['hand']}"],
        facets={"hand": str(given["hand"])},
    )


def put(*some: Text) -> None:
    engines.write([entry_of(each) for each in some], [index_of(each) for each in some])


def everything(reader: Reader, wanted: Wanted, limit: int) -> list[str]:
    found: list[str] = []
    after = ""
    while True:
        page = find(reader, wanted, after=after, limit=limit)
        found += [hit.about for hit in page.hits]
        if not page.after:
            return found
        after = page.after


def by_reading(some: list[Text], reader: Reader, query: str, order: str) -> list[str]:
    newest = [each for each in reversed(some) if reader.keys & set(each.seen_by)]
    names = [s for s in reader.shelves if s[0] == "n"]

    def holds(each: Text, shelves: list[str]) -> bool:
        return bool(terms(query)) and all(
            matches(term, each.head, each.body, each.parts, shelves) for term in terms(query)
        )

    hits = [each for each in newest if holds(each, ["t", *reader.shelves])]
    if order == BEST:
        hits.sort(key=lambda each: not holds(each, ["h", *names]))
    return [each.about for each in hits]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    some=st.lists(texts, max_size=7),
    query=words,
    order=st.sampled_from([BEST, NEWEST]),
    reader=st.sampled_from([ALL, WANG]),
    limit=st.integers(1, 4),
)
def test_the_index_finds_what_reading_finds(db, some, query, order, reader, limit):
    with transaction.atomic():
        put_in = [text(number, given) for number, given in enumerate(some)]
        put(*put_in)

        found = everything(reader, Wanted(text=query, order=order), limit)

        expected = by_reading(put_in, reader, query, order) if query.strip() else None
        transaction.set_rollback(True)
    assert expected is None or found == expected


def test_a_text_that_changes_stands_once_and_in_front():
    put(text(1, {"head": "漏水", "body": "", "name": "", "hand": 1}))
    put(text(2, {"head": "漏水", "body": "", "name": "", "hand": 1}))

    put(text(1, {"head": "漏水 停电", "body": "", "name": "", "hand": 1}))

    assert everything(ALL, Wanted(text="漏水"), 10) == ["case:1", "case:2"]
    assert everything(ALL, Wanted(text="停电"), 10) == ["case:1"]
    assert Entry.objects.count() == 2


def test_a_name_that_is_covered_is_found_by_nobody_who_may_not_see_it():
    put(text(1, {"head": "张伟投诉噪音", "body": "张伟来电", "name": "张伟", "hand": 1}))

    assert everything(ALL, Wanted(text="张伟"), 10) == ["case:1"]
    assert everything(ALL, Wanted(text="zhangw"), 10) == ["case:1"]
    assert everything(WANG, Wanted(text="张伟"), 10) == []
    assert everything(WANG, Wanted(text="zw"), 10) == []
    assert everything(WANG, Wanted(text="噪音"), 10) == ["case:1"]


def test_facets_and_kinds_narrow_what_is_found():
    put(*[text(n, {"head": "漏水", "body": "", "name": "", "hand": n}) for n in (1, 2)])

    by_hand = Wanted(text="漏水", facets={"hand": "2"})
    of_customers = Wanted(text="漏水", kinds=("customer",))

    assert everything(ALL, by_hand, 10) == ["case:2"]
    assert everything(ALL, Wanted(facets={"hand": ["1", "2"]}), 10) == ["case:2", "case:1"]
    assert everything(ALL, of_customers, 10) == []


@pytest.mark.parametrize(
    "query", ["'", '"', "漏' | 'x", "a:*", "NEAR(漏 水)", "%", "\\", "-", "()"]
)
def test_no_sign_reaches_the_database_as_a_command(query):
    put(text(1, {"head": "漏水", "body": "", "name": "", "hand": 1}))

    assert everything(ALL, Wanted(text=query), 10) in ([], ["case:1"])


def test_the_number_of_queries_does_not_grow_with_what_is_found(django_assert_num_queries):
    put(*[text(n, {"head": "漏水", "body": "水管", "name": "", "hand": 1}) for n in range(60)])

    with django_assert_num_queries(1):
        find(ALL, Wanted(text="漏水"), limit=25)
    with django_assert_num_queries(2):
        find(ALL, Wanted(text="水管"), limit=25)
