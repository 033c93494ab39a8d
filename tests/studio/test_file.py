"""The regulation file stands beside the rules: seen, changed, its faults at their lines."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from shouwen.adoption.models import Draft, Typed
from shouwen.people.models import Grant, Post
from shouwen.policy.regulation_file import read_regulation
from shouwen.studio.choices import Verdict
from shouwen.studio.drafting import file_of
from shouwen.studio.merging import joined, merged, pieces_of
from shouwen.studio.models import FoundText, Suggestion
from tests.cast import Cast

TYPED = """```rule
id: by-hand
kind: note
title: 手写的一条
reason: 由人补充。
```
"""


@pytest.fixture
def li(cast: Cast) -> Client:
    """Let Li adopt regulations, too."""
    post = Post.objects.filter(holdings__member=cast.li)[0]
    Grant.objects.create(post=post, permission="regulations.adopt")
    found = Client()
    found.force_login(cast.li)
    return found


def accept(client: Client, row: Suggestion) -> None:
    row.refresh_from_db()
    said = {"verdict": "accepted", "revision": row.revision}
    client.post(reverse("studio:decide", args=[row.pk]), said)


def of_kind(read: FoundText, kind: str) -> Suggestion:
    return read.suggestions.filter(kind=kind)[0]


def file_address(read: FoundText) -> str:
    return reverse("studio:file", args=[read.pk])


def stands(read: FoundText) -> str:
    return file_of(FoundText.objects.select_related("document").get(pk=read.pk)).text


def save(client: Client, read: FoundText, text: str, opened: str | None = None) -> int:
    sent = {"text": text, "opened": stands(read) if opened is None else opened}
    return client.post(file_address(read), sent).status_code


def test_what_is_confirmed_is_in_the_file_and_what_is_typed_stays(
    he: Client, read: FoundText
) -> None:
    accept(he, of_kind(read, "deadline"))
    first = stands(read)
    assert "within: 2 hours" in first
    assert save(he, read, first + "\n" + TYPED) == 302

    accept(he, of_kind(read, "pay"))
    both = stands(read)
    assert "id: by-hand" in both
    assert "within: 2 hours" in both
    assert "100 yuan" in both
    regulation = read_regulation(both, "d.md").regulation
    assert regulation is not None
    assert len(regulation.rules) == 3
    page = he.get(reverse("studio:text", args=[read.pk])).content.decode()
    assert "手写的一条" in page
    assert re.search(rf'href="{file_address(read)}#line-\d+"', page)


def test_a_rule_changed_in_the_file_is_shown_so_and_drafted_so(he: Client, read: FoundText) -> None:
    accept(he, of_kind(read, "deadline"))
    assert save(he, read, stands(read).replace("within: 2 hours", "within: 3 hours")) == 302
    accept(he, of_kind(read, "pay"))

    page = he.get(reverse("studio:text", args=[read.pk])).content.decode()
    assert "已在文件中修改" in page
    he.post(reverse("studio:draft", args=[read.pk]), {"in_force": "2024-05-01"})
    draft = Draft.objects.get()
    assert "within: 3 hours" in draft.text
    assert "within: 2 hours" not in draft.text
    assert "100 yuan" in draft.text
    assert "in_force: 2024-05-01" in draft.text


def test_a_rule_taken_out_of_the_file_is_set_aside_and_can_be_opened_again(
    he: Client, read: FoundText
) -> None:
    row = of_kind(read, "deadline")
    accept(he, row)
    text = stands(read)
    without = re.sub(r"```rule\n[^`]*within: 2 hours[^`]*```\n", "", text)
    assert save(he, read, without) == 302
    row.refresh_from_db()
    assert row.verdict == Verdict.SET_ASIDE
    assert "within: 2 hours" not in stands(read)

    accept(he, row)
    assert "within: 2 hours" in stands(read)


def test_a_fault_stands_at_its_line_and_the_text_is_kept_with_it(
    he: Client, read: FoundText
) -> None:
    accept(he, of_kind(read, "deadline"))
    broken = stands(read).replace("kind: deadline", "kind: dedline")
    line = broken[: broken.index("kind: dedline")].count("\n") + 1
    assert save(he, read, broken) == 302

    page = he.get(file_address(read)).content.decode()
    assert re.search(r'class="rule fault-error".*?data-line="(\d+)"', page, re.DOTALL)
    assert stands(read) == broken
    lines = [int(n) for n in re.findall(r'data-line="(\d+)"', page)]
    assert min(abs(n - line) for n in lines) <= 1
    pane = he.get(file_address(read), headers={"HX-Request": "true"}).content.decode()
    assert 'data-errors="1"' in pane
    assert "<html" not in pane


def test_two_people_at_one_file_lose_nothing(he: Client, li: Client, read: FoundText) -> None:
    accept(he, of_kind(read, "deadline"))
    opened = stands(read)
    assert save(he, read, opened + "\n" + TYPED, opened) == 302
    other = opened.replace("within: 2 hours", "within: 5 hours")
    assert save(li, read, other, opened) == 302
    assert "id: by-hand" in stands(read)
    assert "within: 5 hours" in stands(read)

    late = opened.replace("within: 2 hours", "within: 9 hours")
    answer = he.post(file_address(read), {"text": late, "opened": opened})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "within: 9 hours" in page
    assert "within: 5 hours" in page
    assert "within: 5 hours" in stands(read)
    assert save(he, read, late) == 302
    assert "within: 9 hours" in stands(read)


def test_what_is_typed_is_kept_until_it_is_saved(he: Client, li: Client, read: FoundText) -> None:
    opened = stands(read)
    kept = reverse("studio:file_typed", args=[read.pk])
    said = {"text": opened + "\n" + TYPED, "opened": opened}
    assert he.post(kept, said).status_code == 200
    assert "id: by-hand" in he.get(file_address(read)).content.decode()
    assert "id: by-hand" not in li.get(file_address(read)).content.decode()
    assert "id: by-hand" not in stands(read)
    he.post(file_address(read), said)
    assert not Typed.objects.exists()


def look(client: Client, read: FoundText, how: str, text: str, opened: str) -> str:
    """Ask as the pane beside the text asks: nothing is saved."""
    said = {"text": text, "opened": opened, "look": how}
    answer = client.post(file_address(read), said, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pane_says_what_is_wrong_while_somebody_types(he: Client, read: FoundText) -> None:
    accept(he, of_kind(read, "deadline"))
    before = stands(read)
    broken = before.replace("kind: deadline", "kind: dedline")

    assert 'data-errors="1"' in look(he, read, "faults", broken, before)
    assert 'data-errors="0"' in look(he, read, "faults", before, before)
    assert stands(read) == before


def test_the_pane_takes_decisions_in_beside_what_is_typed(he: Client, read: FoundText) -> None:
    accept(he, of_kind(read, "deadline"))
    opened = stands(read)
    row = of_kind(read, "pay")
    said = {"verdict": "accepted", "revision": row.revision}
    address = reverse("studio:decide", args=[row.pk])
    assert he.post(address, said, headers={"HX-Request": "true"})["HX-Trigger"] == "decided"

    both = look(he, read, "renew", opened + "\n" + TYPED, opened)
    assert "id: by-hand" in both
    assert "100 yuan" in both
    assert "id: by-hand" not in stands(read)


def test_the_pane_shows_both_where_typed_and_decided_differ(he: Client, read: FoundText) -> None:
    accept(he, of_kind(read, "deadline"))
    opened = stands(read)
    assert save(he, read, opened.replace("within: 2 hours", "within: 5 hours")) == 302

    both = look(he, read, "renew", opened.replace("within: 2 hours", "within: 9 hours"), opened)
    assert 'role="alert"' in both
    assert "within: 9 hours" in both
    assert "within: 5 hours" in both


def test_what_is_saved_in_the_pane_lets_the_rules_hear_of_it(he: Client, read: FoundText) -> None:
    accept(he, of_kind(read, "deadline"))
    opened = stands(read)
    said = {"text": opened.replace("within: 2 hours", "within: 3 hours"), "opened": opened}
    answer = he.post(file_address(read), said, headers={"HX-Request": "true"})

    assert answer["HX-Trigger"] == "filed"
    assert "within: 3 hours" in stands(read)
    assert 'id="file-pane"' in answer.content.decode()


def test_the_file_is_not_there_for_others(client: Client, cast: Cast, read: FoundText) -> None:
    client.force_login(cast.wang)
    assert client.get(file_address(read)).status_code == 404
    assert client.post(reverse("studio:file_typed", args=[read.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_of_the_file_costs_the_same_however_much_is_confirmed(
    he: Client, read: FoundText, django_assert_num_queries, number: int
) -> None:
    for row in read.suggestions.all()[:number]:
        accept(he, row)
    he.get(file_address(read))
    with django_assert_num_queries(13):
        he.get(file_address(read))


BASE = "---\ntitle: 甲\n---\n\n# 一\n\n```rule\nid: a\nx: 1\n```\n\n# 二\n\n末句。\n"


@pytest.mark.parametrize(
    ("typed", "fresh", "clashes"),
    [
        (BASE.replace("x: 1", "x: 2"), BASE.replace("末句", "尾句"), False),
        (BASE.replace("x: 1", "x: 2"), BASE.replace("x: 1", "x: 3"), True),
        (BASE.replace("甲", "乙"), BASE.replace("甲\n", "甲\nposts: {p: 岗}\n"), False),
        (BASE.replace("x: 1", "x: 2"), BASE.replace("# 二", TYPED + "\n# 二"), False),
        (BASE.replace("id: a\nx: 1", "id: a\nx: 2"), BASE.replace("id: a", "id: a-2"), False),
        (BASE.replace("x: 1", "x: 2"), BASE.replace("```rule\nid: a\nx: 1\n```\n\n", ""), True),
    ],
)
def test_what_was_typed_is_never_lost(typed: str, fresh: str, *, clashes: bool) -> None:
    found = merged(BASE, typed, fresh)

    assert found.clashes is clashes
    said = {piece.key for piece in pieces_of(found.text)}
    assert said >= {p.key for p in pieces_of(typed)} - {p.key for p in pieces_of(BASE)}
    if not clashes:
        assert said >= {p.key for p in pieces_of(fresh)} - {p.key for p in pieces_of(BASE)}


def test_a_file_in_pieces_is_the_file_again() -> None:
    assert joined(pieces_of(BASE)) == BASE
