"""The review of what is in force: sorts, filters, and one click to mend."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from shouwen.adoption.models import Draft
from shouwen.people import actions as people
from shouwen.people.models import Holding, Post
from shouwen.policy.review import SORTS, review
from shouwen.policy.reviewing.findings import Finding
from shouwen.regulations import actions, library
from shouwen.regulations.models import CalendarVersion
from shouwen.regulations.reviewing import conflicts_in_force, holders_by_post, review_house
from tests.regulations.texts import replies

AT = datetime(2024, 1, 2, 1, tzinfo=UTC)
TODAY = date(2026, 11, 22)
REVIEW = reverse("regulations:review")
SECOND = replies().replace("regulation: replies", "regulation: other-replies").replace(
    "title: 答复办法", "title: 另一办法"
)  # fmt: skip


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.he)
    return client


@pytest.fixture
def adopted(cast):
    """Return the small regulation, with another that contradicts it."""
    other = SECOND.replace("24 hours", "4 hours").replace("24 小时", "4 小时")
    return [
        actions.adopt(text=text, file_name="replies.md", by=cast.he, at=AT)
        for text in (replies(), other)
    ]


def smallest(count):
    return sorted(library.names(), key=lambda name: len(library.text_of(name)))[:count]


def test_what_stands_in_rows_is_reviewed_as_the_texts_would_be(cast):
    names = smallest(3)
    for name in names:
        actions.adopt(text=library.text_of(name), file_name=f"{name}.md", by=cast.he, at=AT)
    texts = [library.regulation(name) for name in sorted(names)]

    found = review_house(on=TODAY)

    expected = review(texts, holders=holders_by_post(TODAY))
    assert set(found) == {one for one in expected if one.about != "calendar"}
    assert review_house(on=TODAY) == found


def test_a_review_asked_again_asks_for_versions_posts_holders_and_the_calendar(
    manager, adopted, django_assert_num_queries
):
    review_house(on=TODAY)

    with django_assert_num_queries(4):
        review_house(on=TODAY)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("sort", [*SORTS, "", "nonsense"])
def test_every_sort_has_its_tab_with_its_number(manager, adopted, sort, language):
    manager.cookies["django_language"] = language

    page = manager.get(REVIEW, {"sort": sort})

    assert page.status_code == 200
    found = review_house(on=TODAY)
    counts = {name: sum(one.sort == name for one in found) for name in SORTS}
    assert page.context["found"].counts == counts
    which = 1 if language == "en" else 0
    shown = [one for one in found if one.sort == page.context["found"].sort]
    said = [row.what for text in page.context["found"].texts for row in text.rows]
    assert sorted(said) == sorted(one.what[which] for one in shown)


def test_two_clauses_that_differ_are_shown_and_counted_on_the_badge(manager, adopted):
    assert conflicts_in_force(TODAY) > 0

    page = manager.get(REVIEW).content.decode()
    badge = manager.get(reverse("regulations:review_badge")).content.decode()

    assert "冲突" in page
    assert f">{conflicts_in_force(TODAY)}<" in badge
    assert reverse("regulations:review_badge") in manager.get("/regulations/").content.decode()


def test_only_one_regulation_is_shown_where_asked(manager, adopted):
    page = manager.get(REVIEW, {"sort": "post", "regulation": "replies"})

    assert {text.slug for text in page.context["found"].texts} <= {"replies"}


def test_a_house_without_regulations_has_nothing_to_review(manager):
    page = manager.get(REVIEW)

    assert page.status_code == 200
    assert not page.context["found"].texts
    assert manager.get(reverse("regulations:review_badge")).content.strip() == b""


def test_a_post_nobody_holds_is_filled_from_the_review(manager, cast):
    for name in smallest(3):
        actions.adopt(text=library.text_of(name), file_name=f"{name}.md", by=cast.he, at=AT)
    missing = next(one for one in review_house(on=TODAY) if one.sort == "post" and one.about)
    page = manager.get(REVIEW, {"sort": "post"}).content.decode()
    address = reverse("people:appoint_to", args=[missing.about])
    assert address in page
    assert manager.get(address).status_code == 200

    given = {"member": cast.wang.pk, "team": "", "since": "2024-01-01"}
    done = manager.post(f"{address}?next={REVIEW}", given)

    assert done.url == REVIEW
    assert Holding.objects.filter(post__key=missing.about, member=cast.wang).exists()
    assert missing not in review_house(on=TODAY)
    assert manager.post(f"{address}?next=https://example.com/", given).status_code == 422


def test_appointing_leads_nowhere_outside_the_house(manager, cast):
    post = people.add_post(key="night_guard", name="夜间值守")
    address = reverse("people:appoint_to", args=[post.key])

    done = manager.post(
        f"{address}?next=https://example.com/", {"member": cast.wang.pk, "since": "2024-01-01"}
    )

    assert done.url == reverse("people:posts")


def test_a_finding_in_the_text_is_mended_in_one_draft_at_its_line(manager, adopted):
    mend = reverse("adoption:mend", args=["replies"])

    first = manager.post(mend, {"line": "17"})
    second = manager.post(mend, {"line": "21"})

    draft = Draft.objects.get()
    assert first.url == f"{reverse('adoption:draft', args=[draft.pk])}#line-17"
    assert second.url.endswith(f"/{draft.pk}/#line-21")
    assert manager.post(mend, {"line": "x"}).url == reverse("adoption:draft", args=[draft.pk])


def test_a_set_calendar_settles_the_hours_nobody_named(cast):
    text = replies().replace("24 hours", "2 working days").replace("working_hours:", "x:")
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("x:", "  mon-fri")))
    assert not isinstance(
        actions.adopt(text=f"{text}\n", file_name="r.md", by=cast.he, at=AT), tuple
    )
    asked = [one for one in review_house(on=TODAY) if one.about == "calendar"]
    assert len(asked) == 1
    assert isinstance(asked[0], Finding)

    actions.set_calendar(
        team=None, in_force=date(2024, 1, 1), hours={"mon-fri": ["09:00-18:00"]}, by=cast.he, at=AT
    )

    assert CalendarVersion.objects.exists()
    assert not [one for one in review_house(on=TODAY) if one.about == "calendar"]


def test_who_may_not_adopt_sees_no_review(client, cast, adopted):
    client.force_login(cast.wang)

    assert client.get(REVIEW).status_code == 403
    assert client.get(reverse("regulations:review_badge")).status_code == 403
    assert client.post(reverse("adoption:mend", args=["replies"])).status_code == 403
    post = Post.objects.first()
    assert client.get(reverse("people:appoint_to", args=[post.key])).status_code == 404
