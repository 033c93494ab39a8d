"""The directory, a member's page and a member's own settings."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from shouwen.people import queries
from shouwen.people.models import Member, Post

DAY = "2024-05-06"


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.he)
    return client


@pytest.fixture
def agent(client, cast):
    client.force_login(cast.wang)
    return client


def read_in_english(member):
    Member.objects.filter(pk=member.pk).update(language="en")


def test_everybody_finds_their_colleagues(agent):
    page = agent.get(reverse("people:directory")).content.decode()

    assert "坐席一班" in page
    assert "李班长" in page
    assert "同事" in page
    assert reverse("people:add") not in page


def test_the_directory_reads_in_english(agent, cast):
    read_in_english(cast.wang)

    page = agent.get(reverse("people:directory")).content.decode()

    assert "Superior" in page
    assert "上级" not in page


@pytest.mark.parametrize("number", [1, 20])
def test_the_directory_page_does_not_grow_with_people(agent, django_assert_max_num_queries, number):
    Member.objects.bulk_create(Member(username=f"m{n}", name=f"员工{n}") for n in range(number))

    with django_assert_max_num_queries(16):
        agent.get(reverse("people:directory"))


def test_only_a_manager_reaches_a_members_page(agent):
    assert agent.get(reverse("people:member", args=["li"])).status_code == 404
    assert agent.get(reverse("people:add")).status_code == 403
    assert agent.post(reverse("people:close", args=["li"])).status_code == 404


def test_a_manager_adds_somebody_to_a_post(manager, cast):
    response = manager.post(
        reverse("people:add"),
        {
            "name": "小孙",
            "key": "sun",
            "since": DAY,
            "post": cast.posts["agent"].pk,
            "team": cast.desk.pk,
            "superior": cast.li.pk,
        },
    )

    assert response.status_code == 302
    sun = queries.member_by_key("sun")
    assert sun is not None
    assert sun.name == "小孙"
    assert sun.holdings.get().post == cast.posts["agent"]
    assert manager.get(response["Location"]).status_code == 200


def test_what_was_typed_is_kept_when_it_is_refused(manager):
    response = manager.post(reverse("people:add"), {"name": "小孙", "key": "wang", "since": DAY})

    assert response.status_code == 422
    assert "小孙" in response.content.decode()
    assert "已有成员" in response.content.decode()


def test_a_manager_appoints_ends_and_sets_a_superior(manager, cast):
    holding = cast.wang.holdings.get()

    manager.post(reverse("people:end", args=["wang", holding.pk]), {"until": DAY})
    manager.post(
        reverse("people:appoint", args=["wang"]),
        {"appoint-post": cast.posts["team_leader"].pk, "appoint-since": DAY},
    )
    manager.post(
        reverse("people:set_superior", args=["wang"]),
        {"superior-superior": cast.he.pk, "superior-since": DAY},
    )

    day = holding.since.replace(month=5, day=6)
    assert queries.posts_of("wang", day) == {"team_leader"}
    assert queries.superior_of("wang", day) == cast.he


def test_my_settings_name_a_substitute_and_end_it(agent, cast):
    today = timezone.localdate()
    agent.post(
        reverse("people:my_substitute"),
        {"substitute-substitute": cast.li.pk, "substitute-since": DAY},
    )
    assert queries.substitutes_for(cast.wang, today) == [cast.li]

    agent.post(reverse("people:my_return"))

    assert queries.substitutes_for(cast.wang, today) == []


def test_my_settings_change_language_and_contact(agent, cast):
    agent.post(reverse("people:my_language"), {"language": "en"})
    agent.post(reverse("people:my_contact"), {"email": "", "phone": "8001"})

    cast.wang.refresh_from_db()
    assert (cast.wang.language, cast.wang.email, cast.wang.phone) == ("en", "", "8001")
    assert "My settings" in agent.get(reverse("people:my")).content.decode()


def test_an_address_of_somebody_else_is_refused_beside_the_field(agent):
    response = agent.post(reverse("people:my_contact"), {"email": "li@example.com", "phone": ""})

    assert response.status_code == 422
    assert "li@example.com" in response.content.decode()


def test_a_manager_says_what_a_post_may_do(manager, cast):
    address = reverse("people:set_grants", args=["agent"])

    manager.post(address, {"permission": ["facts.record"]})

    today = timezone.localdate()
    assert queries.permissions_of(cast.wang, today) == {"facts.record"}


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("post", queries.posts),
        ("team", queries.teams),
        ("department", queries.departments),
    ],
)
def test_a_manager_adds_posts_teams_and_departments(manager, part, found):
    response = manager.post(
        reverse("people:add_part"), {"part": part, "key": "night_watch", "name": "夜班"}
    )

    assert response.status_code == 302
    assert "night_watch" in [one.key for one in found()]
    assert "夜班" in manager.get(response["Location"]).content.decode()


def test_a_key_regulations_could_not_name_is_refused(manager):
    response = manager.post(
        reverse("people:add_part"), {"part": "post", "key": "夜班", "name": "夜班"}
    )

    assert response.status_code == 422
    assert "不能作为代号" in response.content.decode()


def test_posts_are_only_for_whoever_manages_people(agent):
    assert agent.get(reverse("people:posts")).status_code == 403
    assert agent.post(reverse("people:add_part"), {}).status_code == 403
    assert agent.post(reverse("people:set_grants", args=["agent"]), {}).status_code == 404


def test_an_empty_choice_is_one_dash_and_not_a_row_of_them(manager):
    page = manager.get(reverse("people:add")).content.decode()

    assert '<option value="" selected>—</option>' in page
    assert "----" not in page


def test_a_manager_sets_quiet_hours_and_takes_them_away(manager, cast):
    address = reverse("people:set_quiet_hours", args=["agent"])

    manager.post(address, {"quiet_from": "22:00", "quiet_until": "07:00"})

    page = manager.get(reverse("people:posts")).content.decode()
    assert 'name="quiet_from" id="agent-quiet-from" value="22:00"' in page
    assert "22:00–07:00" in manager.get(reverse("org:post", args=["agent"])).content.decode()
    assert "勿扰时段" not in manager.get(reverse("org:post", args=["manager"])).content.decode()

    for refused in ({"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_until": "22:00"}):
        answer = manager.post(address, refused, follow=True).content.decode()
        assert "勿扰时段须有始有终" in answer or "永不结束" in answer
        assert 'value="07:00"' in answer

    manager.post(address, {"quiet_from": "", "quiet_until": ""})
    cast.posts["agent"].refresh_from_db()
    assert cast.posts["agent"].quiet is None


def test_quiet_hours_are_only_for_whoever_manages_people(agent):
    address = reverse("people:set_quiet_hours", args=["agent"])

    assert agent.post(address, {"quiet_from": "22:00", "quiet_until": "07:00"}).status_code == 404


@pytest.mark.parametrize("ends", [("22:00", None), (None, "07:00"), ("22:00", "22:00")])
def test_the_database_takes_no_half_quiet_hours(cast, ends):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(key="agent").update(quiet_from=ends[0], quiet_until=ends[1])
