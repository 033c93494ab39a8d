"""What is typed is kept as it is typed; two people at one text are shown both."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwen.adoption.actions import start_draft
from shouwen.adoption.models import Draft, Typed
from shouwen.people.models import Grant, Post
from shouwen.studio.models import FoundText
from tests.cast import Cast

AT = datetime(2024, 3, 4, 1, tzinfo=UTC)


@pytest.fixture
def li(cast: Cast) -> Client:
    """Let Li adopt regulations, too."""
    post = Post.objects.filter(holdings__member=cast.li)[0]
    Grant.objects.create(post=post, permission="regulations.adopt")
    found = Client()
    found.force_login(cast.li)
    return found


def page(who: Client, address: str) -> str:
    return who.get(address).content.decode()


def test_what_was_typed_into_a_draft_survives_a_closed_browser(he: Client, cast: Cast) -> None:
    draft = start_draft(text="甲", file_name="a.md", by=cast.he, at=AT)
    kept = reverse("adoption:typed", args=[draft.pk])
    open_ = reverse("adoption:draft", args=[draft.pk])
    assert he.post(kept, {"text": "甲乙", "revision": 1}).status_code == 200
    assert "甲乙</textarea>" in page(he, open_)
    draft.refresh_from_db()
    assert draft.text == "甲"

    he.post(open_, {"text": "甲乙丙", "revision": 1})
    assert not Typed.objects.exists()
    he.post(kept, {"text": "丁", "revision": 2})
    he.post(kept, {"forget": "1"})
    assert "甲乙丙</textarea>" in page(he, open_)
    assert he.post(kept, {"text": "丁", "revision": "x"}).status_code == 422


def test_two_people_at_one_draft_are_told_and_shown_both_texts(
    he: Client, li: Client, cast: Cast
) -> None:
    draft = start_draft(text="甲", file_name="a.md", by=cast.he, at=AT)
    kept = reverse("adoption:typed", args=[draft.pk])
    open_ = reverse("adoption:draft", args=[draft.pk])
    he.post(kept, {"text": "何的字", "revision": 1})
    assert cast.he.name in page(li, open_)
    assert "何的字" not in page(li, open_)
    li.post(open_, {"text": "李的字", "revision": 1})

    reopened = page(he, open_)
    assert "何的字</textarea>" in reopened
    assert "李的字</pre>" in reopened
    late = he.post(open_, {"text": "何的字", "revision": 1})
    assert late.status_code == 409
    assert "李的字</pre>" in late.content.decode()
    assert 'name="revision" value="2"' in late.content.decode()
    assert Draft.objects.get().text == "李的字"
    assert he.post(open_, {"text": "都要", "revision": 2}).status_code == 302
    assert Draft.objects.get().text == "都要"


def test_what_was_typed_into_a_rule_is_there_again_and_explained(
    he: Client, li: Client, read: FoundText, cast: Cast
) -> None:
    row = read.suggestions.filter(kind="deadline").get()
    open_, kept = (reverse(f"studio:{name}", args=[row.pk]) for name in ("change", "typed"))
    entered: dict[str, Any] = {
        "kind": "deadline", "revision": row.revision, "amount": 7, "unit": "hour",
        "dir": "within", "of": "答复客户", "from": "投诉", "actor": "客服专员",
    }  # fmt: skip
    he.post(kept, entered)
    again = page(he, open_)
    assert 'value="7"' in again
    assert "within: 7 hours" in again
    looked = he.post(open_, {**entered, "amount": 9, "look": "1"}, headers={"HX-Request": "true"})
    assert "within: 9 hours" in looked.content.decode()
    assert "<html" not in looked.content.decode()

    li.post(open_, {**entered, "amount": 3})
    late = he.post(open_, entered)
    assert late.status_code == 409
    assert 'value="7"' in late.content.decode()
    assert "3 小时" in late.content.decode()
    row.refresh_from_db()
    assert row.params["amount"] == 3
    he.post(open_, {**entered, "revision": row.revision})
    row.refresh_from_db()
    assert row.params["amount"] == 7
    assert not Typed.objects.filter(member=cast.he).exists()
