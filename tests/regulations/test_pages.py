"""The shelf, a regulation's text, its cases, versions and file, and the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.people.models import Member
from shouwen.regulations import queries
from shouwen.regulations.actions import retire
from shouwen.regulations.models import Regulation
from tests.regulations.texts import replies

LATER = datetime(2024, 4, 15, 1, tzinfo=UTC)
PAGES: tuple[tuple[str, list[str | int]], ...] = (
    ("regulations:index", []),
    ("regulations:current", ["replies"]),
    ("regulations:version", ["replies", 1]),
    ("regulations:cases", ["replies", 1]),
    ("regulations:versions", ["replies"]),
    ("regulations:calendar", []),
)
LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def two_versions(adopt):
    adopt(replies(hours=24))
    adopt(replies(date(2024, 5, 1), hours=2), at=LATER)


@pytest.fixture
def agent(client, cast):
    client.force_login(cast.wang)
    return client


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.he)
    return client


def read(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["wang", "he"])
def test_every_page_reads_in_both_languages(client, cast, name, args, language, who):
    Member.objects.update(language=language)
    client.force_login(getattr(cast, who))

    page = client.get(reverse(name, args=args))

    assert page.status_code == 200
    word = {"zh-hans": "制度", "en": "Regulations"}[language]
    assert word in page.content.decode()


@pytest.mark.usefixtures("two_versions")
def test_the_shelf_counts_rules_by_kind(agent):
    page = read(agent, "regulations:index")

    assert "《答复办法》" in page
    assert "时限 1" in page
    assert "施行中" in page


@pytest.mark.parametrize("number", [1, 20])
def test_the_shelf_does_not_grow_with_regulations(
    agent, adopt, django_assert_max_num_queries, number
):
    for n in range(number):
        adopt(replies().replace("regulation: replies", f"regulation: replies-{n}"))

    with django_assert_max_num_queries(14):
        agent.get(reverse("regulations:index"))


@pytest.mark.usefixtures("two_versions")
def test_the_text_stands_with_its_rules_beside_it(agent):
    page = read(agent, "regulations:version", "replies", 2)

    assert "收到投诉后 2 小时内答复客户。" in page
    assert "2 小时内" in page
    assert "答复客户" in page
    assert "held by nobody" not in page
    assert "尚无人担任" in page  # 值班员
    assert 'id="第一章/1.1"' in page


@pytest.mark.parametrize("number", [2, 30])
def test_a_text_costs_the_same_however_many_clauses(
    agent, adopt, django_assert_max_num_queries, number
):
    more = "\n".join(f"### 1.{n}\n\n条文。\n" for n in range(3, number))
    adopt(replies() + more)

    with django_assert_max_num_queries(18):
        agent.get(reverse("regulations:version", args=["replies", 1]))


@pytest.mark.usefixtures("two_versions")
def test_cases_show_that_they_agree(agent):
    page = read(agent, "regulations:cases", "replies", 1)

    assert "周一十点的投诉" in page
    assert "一致" in page
    assert "不一致" not in page


@pytest.mark.usefixtures("two_versions")
def test_versions_show_what_changed(agent):
    page = read(agent, "regulations:versions", "replies")

    assert "24 小时内" in page
    assert "2 小时内" in page
    assert "已修改" in page


@pytest.mark.usefixtures("two_versions")
def test_the_file_comes_back_as_it_was(agent):
    response = agent.get(reverse("regulations:download", args=["replies", 1]))

    assert response.content.decode() == replies(hours=24)


@pytest.mark.usefixtures("two_versions")
def test_strangers_and_wrong_names_find_nothing(client, agent):
    assert agent.get(reverse("regulations:current", args=["nothing"])).status_code == 404
    assert agent.get(reverse("regulations:version", args=["replies", 9])).status_code == 404
    client.logout()
    assert client.get(reverse("regulations:index")).status_code == 302


DAY = {"day": "2027-02-05", "name": "除夕前半天", "opening": "hours", "hours": "08:30-12:00"}


def test_a_manager_sets_a_half_day(manager):
    response = manager.post(reverse("regulations:set_day"), DAY)

    assert response.status_code == 302
    assert "除夕前半天" in manager.get(response["Location"]).content.decode()
    assert queries.calendar_for().day(date(2027, 2, 5)).hours == ((510, 720),)


def test_the_calendar_does_not_grow_with_what_was_set(manager, django_assert_max_num_queries):
    for day in range(1, 21):
        manager.post(reverse("regulations:set_day"), {**DAY, "day": f"2027-02-{day:02d}"})

    with django_assert_max_num_queries(22):
        manager.get(reverse("regulations:calendar"))


def test_hours_that_cannot_be_read_are_refused_beside_the_field(manager):
    response = manager.post(reverse("regulations:set_day"), {**DAY, "hours": "上午"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "上午" in page
    assert "无法识别" in page


def test_a_manager_sets_the_week_of_a_team(manager, cast):
    given = {"team": "field", "week-in_force": "2024-01-01", "week-sun": "08:00-12:00、13:00-20:00"}

    assert manager.post(reverse("regulations:set_week"), given).status_code == 302

    sunday = date(2024, 3, 3)
    assert queries.calendar_for(cast.field.key).is_working_day(sunday)
    assert not queries.calendar_for("desk").is_working_day(sunday)


def test_only_whoever_may_adopt_changes_the_calendar(agent):
    assert agent.post(reverse("regulations:set_day"), DAY).status_code == 403
    assert agent.post(reverse("regulations:set_week"), {}).status_code == 403
    assert reverse("regulations:set_day") not in read(agent, "regulations:calendar")
    assert timezone.localdate()


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "soon"])
def test_a_month_that_no_calendar_shows_is_answered_with_this_month(agent, month):
    page = agent.get(reverse("regulations:calendar"), {"month": month})

    assert page.status_code == 200
    assert timezone.localdate().strftime("%Y-%m") in page.content.decode()


def test_what_happened_under_a_regulation_keeps_its_words_after_it_has_ended(adopt, cast):
    adopt(replies(hours=24))
    known = queries.in_force_on(date(2024, 4, 20))
    regulation = Regulation.objects.get(slug="replies")
    retire(regulation=regulation, ended=date(2024, 5, 1), by=cast.he, at=LATER)

    after, house = queries.words_on(date(2024, 6, 1)), queries.house_on(date(2024, 6, 1))

    assert known.posts
    assert (after.posts, after.vocabulary) == (known.posts, known.vocabulary)
    assert house.words == after
    assert not house.in_force.posts


@pytest.mark.usefixtures("two_versions")
def test_a_post_nobody_holds_is_filled_from_the_text(client, cast):
    page = reverse("regulations:version", args=["replies", 1])
    appoint = reverse("people:appoint_to", args=["duty_officer"])
    client.force_login(cast.he)
    assert appoint in client.get(page).content.decode()
    client.force_login(cast.wang)
    assert appoint not in client.get(page).content.decode()
