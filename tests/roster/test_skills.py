"""A shift that asks for a skill goes to nobody without it; whoever works twice a day is named."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.roster import alarms, running, skills
from shouwen.roster.actions import plans, swaps
from shouwen.roster.coverage import Gap
from shouwen.roster.models import Shift, Template
from shouwen.roster.problem import faults_of
from tests.roster.conftest import CHINA, FIRST, NOW, Floor, colleague

DAY = date(2024, 3, 11)
ENGLISH = "英语"


@pytest.fixture
def sun(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> Member:
    """Return a colleague, the only one who speaks English."""
    made = colleague(floor.cast, "sunhao", "孙浩")
    told = (lambda _members: {made.pk: frozenset({ENGLISH})}, lambda: [ENGLISH])
    monkeypatch.setattr(skills, "_TOLD", [told])
    return made


@pytest.fixture
def english(floor: Floor) -> Template:
    """Return a kind of shift that asks for English."""
    return plans.keep_template(
        team=floor.cast.desk, key="early", label="英语早班", begins=time(8), minutes=480,
        skill=ENGLISH, wanted=1,
    )  # fmt: skip


def test_by_hand_and_by_program_it_goes_to_whoever_has_it(
    floor: Floor, sun: Member, english: Template
):
    with pytest.raises(RefusedError, match="不具备该班次要求的技能“英语”"):
        floor.put(floor.cast.wang, DAY, english)
    assert floor.put(sun, DAY, english).member == sun

    run = running.begin(plan=floor.plan, by=floor.cast.li, at=NOW, seconds=3)
    running.work(run.pk, by="a worker")

    planned = Shift.objects.filter(plan=floor.plan, key="early", member__isnull=False)
    assert set(planned.values_list("member__username", flat=True)) == {"sunhao"}
    assert not [fault for fault in faults_of(floor.plan) if fault.code == "unskilled"]


def test_neither_a_swap_nor_an_open_shift_goes_past_it(
    floor: Floor, sun: Member, english: Template
):
    shift = floor.put(sun, DAY, english)
    back = floor.put(floor.cast.wang, DAY + timedelta(days=2), floor.late)
    open_one = floor.put(None, DAY + timedelta(days=4), english)
    floor.publish()

    with pytest.raises(RefusedError, match="英语"):
        swaps.propose(
            person=sun, partner=floor.cast.wang, shift=shift, payback=back, reason="",
            sent=floor.sent(sun, token="p"),
        )  # fmt: skip
    with pytest.raises(RefusedError, match="英语"):
        swaps.take(shift=open_one, sent=floor.sent(floor.cast.wang, token="t"))


def test_who_could_come_has_the_skill_of_the_gap(floor: Floor, sun: Member):
    floor.put(floor.cast.li, FIRST)
    floor.publish()
    at = datetime.combine(DAY, time(16), CHINA)
    gap = Gap(begins=at, ends=at + timedelta(hours=2), there=0, least=1)

    assert len(alarms.who_could_come(floor.cast.desk, gap, NOW)) > 1
    spoken = Gap(begins=at, ends=gap.ends, there=0, least=1, demand="热线", skill=ENGLISH)
    able = alarms.who_could_come(floor.cast.desk, spoken, NOW)
    assert [one.member for one in able] == [sun]


def test_whoever_works_twice_on_a_day_is_named(floor: Floor):
    floor.put(floor.cast.wang, DAY, floor.early)
    once = [fault.code for fault in faults_of(floor.plan)]
    floor.put(floor.cast.wang, DAY, floor.night)

    (twice,) = [fault for fault in faults_of(floor.plan) if fault.code == "twice"]

    assert "twice" not in once
    assert (twice.person, twice.days) == ("wang", (DAY,))
