"""Rules are split and joined, and each change of shape can be undone."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from shouwen.policy.reading.source import Span
from shouwen.studio.choices import Verdict
from shouwen.studio.models import FoundText, Reshaping, Sentence, Suggestion
from shouwen.studio.rereading import cut_at, cuts_of, halves

Rows = list[tuple[str, int, int, str, dict[str, Any]]]


def standing(text: FoundText) -> Rows:
    return [(r.kind, r.start, r.end, r.quote, r.params) for r in text.suggestions.all()]


def act(he: Client, name: str, row: Suggestion, **told: Any) -> Any:
    return he.post(reverse(f"studio:{name}", args=[row.pk]), {"revision": row.revision, **told})


def test_a_rule_is_cut_in_two_each_half_is_read_and_it_is_undone(
    he: Client, read: FoundText
) -> None:
    row = read.suggestions.filter(kind="deadline").get()
    before, said = standing(read), read.document.text[row.start : row.end]
    page = he.get(reverse("studio:split", args=[row.pk])).content.decode()
    assert said in page

    answer = act(he, "split", row, second="答复客户")
    first, second = read.suggestions.filter(clause=row.clause)
    assert answer.headers["Location"].endswith(f"#rule-{first.pk}")
    assert (first.quote, second.quote) == ("应当在2小时内", "答复客户")
    assert (first.kind, first.params["amount"]) == ("deadline", 2)
    assert (second.kind, second.params, second.sure) == ("deadline", {}, "low")
    assert Suggestion.everything.get(pk=row.pk).replaced_in is not None

    act(he, "undo", second)
    assert standing(read) == before
    assert not Reshaping.objects.exists()


def test_a_rule_is_joined_with_the_sentence_after_it_and_it_is_undone(
    he: Client, read: FoundText
) -> None:
    row = read.suggestions.filter(kind="pay").get()
    source = read.document.text
    after = Sentence.objects.create(
        text=read, clause=row.clause, start=row.end, end=source.index("\n", row.end)
    )
    before = standing(read)
    act(he, "join", row)
    made = read.suggestions.filter(clause=row.clause).get()
    assert (made.kind, made.params, made.end) == ("pay", row.params, after.end)
    assert made.quote == source[row.start : after.end]
    assert not read.sentences.filter(pk=after.pk).exists()

    act(he, "undo", made)
    assert standing(read) == before
    assert read.sentences.filter(pk=after.pk).exists()


def test_what_cannot_be_done_is_said_and_changes_nothing(he: Client, read: FoundText) -> None:
    row = read.suggestions.filter(kind="pay").get()
    before = standing(read)
    for name, told in (
        ("join", {}),  # nothing follows in the clause
        ("undo", {}),  # stands as it was read
        ("split", {"second": "没有的字"}),
        ("split", {"second": row.quote[:3]}),  # the beginning
        ("split", {"place": "0"}),
        ("split", {"second": row.quote[4:8], "revision": 99}),  # somebody was earlier
    ):
        answer = he.post(
            reverse(f"studio:{name}", args=[row.pk]),
            {"revision": row.revision, **told},
            follow=True,
        )
        assert "field-refused" in answer.content.decode() or "notice" in answer.content.decode()
        assert standing(read) == before, name


def test_a_part_that_was_decided_keeps_its_change_of_shape(he: Client, read: FoundText) -> None:
    row = read.suggestions.filter(kind="deadline").get()
    act(he, "split", row, second="答复客户")
    first, second = read.suggestions.filter(clause=row.clause)
    act(he, "decide", second, verdict="accepted")
    act(he, "undo", first)
    assert read.suggestions.filter(clause=row.clause).count() == 2
    second.refresh_from_db()
    act(he, "decide", second, verdict="open")
    act(he, "undo", first)
    assert read.suggestions.get(clause=row.clause).pk == row.pk


def test_a_sentence_made_a_rule_by_hand_is_a_sentence_again(he: Client, read: FoundText) -> None:
    node = read.nodes[0]
    sentence = Sentence.objects.create(text=read, clause=node["id"], start=0, end=10)
    he.post(reverse("studio:decide_sentence", args=[sentence.pk]), {"kind": "conduct"})
    made = read.suggestions.get(why="by_hand")
    act(he, "undo", made)
    assert read.sentences.get(pk=sentence.pk).verdict == Verdict.OPEN


def test_a_card_that_was_split_meanwhile_leads_to_what_stands_now(
    he: Client, read: FoundText
) -> None:
    row = read.suggestions.filter(kind="deadline").get()
    act(he, "split", row, second="答复客户")
    late = he.post(
        reverse("studio:decide", args=[row.pk]),
        {"verdict": "accepted", "revision": row.revision},
        headers={"HX-Request": "true"},
    )
    assert late.headers["HX-Redirect"] == reverse("studio:text", args=[read.pk])
    assert Suggestion.everything.get(pk=row.pk).verdict == Verdict.OPEN


@given(st.text("甲乙，。、且并 \n", min_size=1, max_size=30), st.text("前后\n", max_size=5))
def test_a_cut_loses_nothing_but_stops_and_blanks(quote: str, before: str) -> None:
    text = f"{before}{quote}末"
    span = Span(len(before), len(before) + len(quote))
    for cut in cuts_of(quote):
        first, second = halves(text, span, cut.place)
        assert text[first.start : first.end] == cut.first
        assert text[second.start : second.end] == cut.second
        assert span.start <= first.start < first.end <= second.start < second.end <= span.end
        dropped = text[span.start : first.start] + text[first.end : second.start]
        assert not set(dropped) - set(" \t\u3000\n，,、：:。；;")
    assert cut_at(quote, 0) is None
    assert cut_at(quote, len(quote)) is None
