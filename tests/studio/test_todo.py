"""What is still to be done about a text, each one click from its place."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from shouwen.people.models import Grant, Post
from shouwen.studio.models import FoundText


def test_what_is_left_is_listed_with_its_place_and_counted(he: Client, read: FoundText) -> None:
    Grant.objects.filter(permission="facts.record").delete()
    half = read.suggestions.filter(kind="deadline").get()
    half.params = {**half.params, "amount": None, "from": "投诉"}
    half.save(update_fields=["params"])
    address = reverse("studio:todo", args=[read.pk])
    page = he.get(address).content.decode()

    for name in ("待定数字", "岗位", "无人登记的事实"):
        assert name in page, name
    document = he.get(reverse("studio:text", args=[read.pk])).content.decode()
    anchors = set(re.findall(rf'{reverse("studio:text", args=[read.pk])}#([\w-]+)"', page))
    assert f"rule-{half.pk}" in anchors
    assert all(f'id="{anchor}"' in document for anchor in anchors)

    count = he.get(address, headers={"HX-Request": "true"}).content.decode()
    assert int(count) == page.count('class="line line-pair finding"')


def test_a_figure_that_the_text_leaves_open_is_listed_until_it_is_set_aside(
    he: Client, read: FoundText
) -> None:
    document = read.document
    start = len(document.text)
    document.text += "坐席月度满意度高的，奖励____元。"
    document.save(update_fields=["text"])
    row = read.sentences.create(start=start, end=len(document.text), clause="第六条")
    address = reverse("studio:todo", args=[read.pk])

    assert f"#sentence-{row.pk}" in he.get(address).content.decode()
    he.post(reverse("studio:decide_sentence", args=[row.pk]), {"verdict": "set_aside"})
    assert f"#sentence-{row.pk}" not in he.get(address).content.decode()


def test_a_post_nobody_holds_is_shown_where_a_rule_names_it(he: Client, read: FoundText) -> None:
    Post.objects.filter(name="值班长").delete()
    page = he.get(reverse("studio:todo", args=[read.pk])).content.decode()
    rule = read.suggestions.get(kind="duty")

    named = re.search(r"“值班长”.*?</li>", page, re.DOTALL)
    assert named
    assert f"#rule-{rule.pk}" in named[0]


def test_a_text_without_clauses_has_a_page_too(he: Client, read: FoundText) -> None:
    FoundText.objects.filter(pk=read.pk).update(nodes=[], title="")
    for name in ("todo", "assistant", "askings", "text"):
        assert he.get(reverse(f"studio:{name}", args=[read.pk])).status_code == 200, name
