"""Choosing from the library: the shelf, one regulation, a draft of it, several in one go."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.adoption.models import Draft
from shouwen.people.models import Post
from shouwen.regulations import bundled, library
from shouwen.regulations.models import Version


def smallest(count):
    """Return the names of the bundled regulations that are read fastest."""
    return sorted(library.names(), key=lambda name: len(library.text_of(name)))[:count]


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.he)
    return client


def page(client, view, *args, language="zh-hans", **query):
    client.cookies["django_language"] = language
    found = client.get(reverse(f"adoption:{view}", args=args), query)
    assert found.status_code == 200
    return found.content.decode()


def test_every_bundled_regulation_stands_on_the_shelf_under_its_industry(manager):
    shelf = page(manager, "library")

    for short in bundled.bundled():
        assert f"《{short.title}》" in shelf
        assert short.industry[0] in shelf


def test_the_shelf_is_searched_by_words_of_title_and_industry(manager):
    short = bundled.in_short(smallest(1)[0])
    others = [one for one in bundled.bundled() if short.title not in one.title]

    found = page(manager, "library", q=short.title)

    assert f"《{short.title}》" in found
    assert not any(f"《{one.title}》" in found for one in others)
    assert "没有符合的制度" in page(manager, "library", q="没有这样的制度")
    assert f"《{short.title}》" in page(manager, "library", q=short.industry[1], language="en")


def test_the_shelf_costs_as_many_queries_as_a_page_without_rows(
    manager, django_assert_max_num_queries
):
    page(manager, "library")

    with django_assert_max_num_queries(8):
        page(manager, "library")


@pytest.mark.parametrize("name", smallest(3))
def test_what_the_shelf_says_of_a_regulation_is_what_reading_it_says(name):
    short, read = bundled.in_short(name), library.regulation(name)
    covered = library.coverage(read)

    assert (short.title, short.in_force, short.posts) == (read.title, read.in_force, read.posts)
    assert short.departments == read.departments
    assert (short.clauses, short.cases) == (len(read.clauses), len(read.cases))
    assert short.settings == len(read.settings)
    assert sum(short.kinds.values()) == len(read.written)
    assert (short.run, short.kept) == (len(covered.implemented), len(covered.notes))
    assert bundled.rules_of(name).regulation.definitions == read.definitions


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_regulation_shows_its_clauses_and_the_posts_it_needs(manager, language):
    name = smallest(1)[0]
    read = library.regulation(name)

    shown = page(manager, "library_one", name, language=language)

    assert all(rule.title in shown or rule.title_en in shown for rule in read.rules.values())
    assert all(post in shown for post in read.posts.values())


def test_a_draft_is_made_in_one_click_and_taken_up_again_while_it_is_unchanged(manager):
    name = smallest(1)[0]
    take = reverse("adoption:library_take", args=[name])

    first, second = manager.post(take), manager.post(take)

    draft = Draft.objects.get()
    assert draft.text == library.text_of(name)
    assert first.url == second.url == reverse("adoption:draft", args=[draft.pk])


def test_what_is_not_bundled_is_not_there(manager):
    assert manager.get(reverse("adoption:library_one", args=["nothing"])).status_code == 404
    assert manager.post(reverse("adoption:library_take", args=["nothing"])).status_code == 404


def test_who_may_not_adopt_sees_no_library(client, cast):
    client.force_login(cast.wang)

    for name in ("library", "choose_several", "several"):
        assert client.get(reverse(f"adoption:{name}")).status_code == 403
    assert client.post(reverse("adoption:adopt_next")).status_code == 403


def test_the_page_before_several_names_days_and_the_posts_they_enter(manager):
    names = smallest(2)
    Post.objects.filter(key__in=bundled.in_short(names[0]).posts).delete()

    shown = page(manager, "choose_several", name=names)

    for short in map(bundled.in_short, names):
        assert f"《{short.title}》" in shown
        assert f'name="{short.name}" value="{timezone.localdate().isoformat()}"' in shown
        assert all(post in shown for post in short.posts.values())


def test_nothing_ticked_leads_back_to_the_shelf(manager):
    assert manager.get(reverse("adoption:choose_several")).url == reverse("adoption:library")


def chosen(names, day="2024-05-01", **more):
    return {"name": names, **dict.fromkeys(names, day), **more}


def test_several_become_drafts_from_their_days(manager):
    names = smallest(2)

    done = manager.post(reverse("adoption:choose_several"), chosen(names))

    assert done.url == reverse("adoption:index")
    assert Draft.objects.count() == 2
    assert all("\nin_force: 2024-05-01\n" in draft.text for draft in Draft.objects.all())


def test_a_day_that_is_none_is_said_beside_its_field(manager):
    names = smallest(2)

    refused = manager.post(reverse("adoption:choose_several"), chosen(names, day="never"))

    assert refused.status_code == 422
    assert not Draft.objects.exists()


def adopt_on(client, address, steps):
    """Press the button of the page so many times; return the last page."""
    for _step in range(steps):
        shown = client.get(address)
        fields = {
            "draft": [row.pk for row in shown.context["rows"]],
            "left": shown.context["left"],
        }
        done = client.post(reverse("adoption:adopt_next"), fields)
        address = getattr(done, "url", address)
    return done if done.status_code == 200 else client.get(address)


def test_several_are_adopted_one_after_another(manager):
    names = smallest(2)
    started = manager.post(reverse("adoption:choose_several"), chosen(names, adopt="1"))

    shown = adopt_on(manager, started.url, steps=2)

    assert not [row.refusal for row in shown.context["rows"] if row.refusal]
    assert {version.in_force for version in Version.objects.all()} == {date(2024, 5, 1)}
    assert set(Version.objects.values_list("regulation__slug", flat=True)) == set(names)
    assert shown.context["done"] == 2
    assert not shown.context["goes_on"]


def test_the_page_goes_on_by_itself_in_parts(manager):
    names = smallest(2)
    started = manager.post(reverse("adoption:choose_several"), chosen(names, adopt="1"))
    page = manager.get(started.url)

    assert b'hx-trigger="load' in page.content
    fields = {"draft": [row.pk for row in page.context["rows"]]}
    part = manager.post(reverse("adoption:adopt_next"), fields, headers={"HX-Request": "true"})
    assert part.context["done"] == 1
    assert b"<html" not in part.content
    assert b'hx-trigger="load' in part.content


def test_one_that_is_refused_stays_a_draft_with_its_reason_and_the_others_go_on(manager):
    names = smallest(2)
    twice = [names[0], names[0], names[1]]
    manager.post(reverse("adoption:choose_several"), chosen(twice[:1], adopt="1"))
    first = Draft.objects.get()
    adopt_on(manager, f"{reverse('adoption:several')}?draft={first.pk}&start=1", steps=1)
    again = manager.post(reverse("adoption:choose_several"), chosen(names, adopt="1"))

    shown = adopt_on(manager, again.url, steps=1)
    assert shown.context["rows"][0].refusal
    fields = {
        "draft": [row.pk for row in shown.context["rows"]],
        "left": shown.context["left"],
    }
    manager.post(reverse("adoption:adopt_next"), fields)

    assert set(Version.objects.values_list("regulation__slug", flat=True)) == set(names)
    assert Draft.objects.filter(adopted__isnull=True).count() == 1
