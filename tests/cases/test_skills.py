"""Skills: given by those who manage people, asked for by cases, and heard by the assignment."""

from __future__ import annotations

import pytest
from django.urls import reverse

from shouwen.cases import actions, skills
from shouwen.cases.assigning import best_for
from shouwen.cases.models import MemberSkill, SkillAsked
from shouwen.journal import queries as journal
from shouwen.people import actions as people
from tests.cases.conftest import TEN


@pytest.fixture
def third(cast):
    chen = people.add_member(key="chen", name="小陈", email="chen@example.com")
    people.appoint(
        member=chen, post=cast.posts["agent"], team=cast.desk, since=TEN.date().replace(year=2024)
    )
    return chen


def given(cast, member, name, level):
    skill = skills.skill_named(name)
    return skills.give(member=member, skill=skill, level=level, by=cast.he, at=TEN)


def asked(name, level, category=None):
    skill = skills.skill_named(name)
    return skills.ask_for(skill=skill, level=level, case_type="complaint", category=category)


def test_whoever_has_the_skill_comes_before_those_with_less_in_hand(case, cast, third):
    asked("英语", 2)
    given(cast, cast.li, "英语", 2)
    given(cast, third, "英语", 1)
    actions.open_case(case_type="complaint", title="手上的", at=TEN, recorded_at=TEN, actor=cast.li)

    done = actions.assign_best(case=case, actor=cast.he, at=TEN)

    (fact,) = journal.facts_of_kind("case_assigned")
    assert done.case.handler == cast.li
    assert "具备所需技能：英语（2 级）" in str(fact.details["reason"])


def test_where_nobody_has_it_somebody_gets_it_and_the_reason_says_so(case, cast, third):
    asked("英语", 3)
    given(cast, cast.li, "英语", 2)

    best = best_for(case, TEN)

    assert "无人具备所需技能：英语（3 级）" in best.reason


def test_a_category_asks_for_those_below_it_and_the_highest_level_counts(case, noise):
    asked("英语", 1)
    asked("英语", 2, noise.parent)
    asked("电梯", 1, noise)

    assert {(each.skill.name, each.level) for each in skills.asked_by(case)} == {
        ("英语", 2), ("电梯", 1),
    }  # fmt: skip


def test_where_nothing_is_asked_for_nothing_is_said(case, cast, third):
    assert "技能" not in best_for(case, TEN).reason


def test_those_who_manage_people_give_skills_and_nobody_else(client, cast, noise):
    page = reverse("cases:skills")
    client.force_login(cast.li)
    assert client.get(page).status_code == 404
    client.force_login(cast.he)

    client.post(page, {"do": "give", "member": cast.li.pk, "skill": "英语", "level": "2"})
    client.post(page, {"do": "give", "member": cast.li.pk, "skill": "英语", "level": "3"})
    client.post(page, {"do": "ask", "case_type": "repair", "category": noise.pk, "skill": "英语",
                       "level": "2"})  # fmt: skip
    text = client.get(page).content.decode()

    assert MemberSkill.objects.get().level == 3
    assert SkillAsked.objects.get().case_type == "complaint"
    assert "李班长 3" in text
    client.post(page, {"do": "take", "pk": MemberSkill.objects.get().pk})
    assert not MemberSkill.objects.exists()
    assert client.post(page, {"do": "give", "member": "", "skill": "x"}).status_code == 422
