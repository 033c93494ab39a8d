"""Telephone menus: a person everywhere, judged when saved, kept by version, played and written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.approvals.models import Request
from shouwen.calls import actions, dialplan, measures, menus, ways
from shouwen.calls.asterisk import Ear
from shouwen.calls.menu import Menu, Shown, check, covered
from shouwen.calls.models import Call, Heard, MenuVersion
from shouwen.calls.playing import Hall
from shouwen.calls.simulated import Centre
from shouwen.calls.story import story_of
from shouwen.calls.words import CallEvent, Ending, Told
from shouwen.enforcement import actions as enforcement
from shouwen.journal.models import FactRow
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from tests.calls.conftest import NOW, Floor, kinds, told

RULES = """---
regulation: menus
title: 语音导航规定
in_force: 2024-01-01
posts: {manager: 客服经理, agent: 客服专员}
---

## 1 语音导航

### 1.1 主菜单不得播放广告。

```rule
id: no-advertising
kind: access
title: 主菜单不得播放广告
title_en: No advertising in the main menu
when: {fact: phone_menu_saved, advertising: true}
forbidden: true
```
"""
SIGNED = """---
regulation: signing
title: 变更审批
in_force: 2024-01-01
posts: {manager: 客服经理, agent: 客服专员}
---

## 1 变更

### 1.1 语音导航变更须经经理签字。

```rule
id: signed
kind: approval
title: 语音导航变更
title_en: Changes of the menu
before: {fact: phone_menu_saved}
tiers: [{post: manager}]
```
"""


def entry(keys: str, does: str = "queue", **more: Any) -> dict[str, Any]:
    queue = {"queue": "desk"} if does in {"queue", "ask"} else {}
    return {"keys": keys, "words": f"按{keys}", "does": does, **queue, **more}


def menu(*entries: dict[str, Any], **more: Any) -> Menu:
    desk = {"key": "desk", "name": "坐席", "team": "desk", **more.pop("desk", {})}
    said = {"greeting": "您好", "person": "desk", "entries": entries, "queues": [desk]}
    return Menu.model_validate({**said, **more})


SMALL = menu(
    entry("1", "menu"), entry("11", "ask", says="请输入合同号", digits=12),
    entry("2"), entry("3", "call_back", says="我们会回拨"),
)  # fmt: skip


def saved(floor: Floor, wanted: Menu = SMALL) -> MenuVersion:
    return menus.save(key="main", menu=wanted, member=floor.cast.he, now=timezone.now())


@pytest.mark.once
@pytest.mark.parametrize(
    "wanted",
    [
        menu(entry("1"), entry("1")),
        menu(entry("21")),
        menu(entry("1", "menu")),
        menu(entry("1", queue="nowhere")),
        menu(entry("1"), person="nobody"),
        menu(entry("1", "ask", says="几号？")),
        menu(entry("1", "say")),
        menu(entry("1"), english=True, greeting_en="Hello"),
        menu(entry("1"), opens="09:00"),
        menu(entry("1"), opens="09:00", closes="18:00"),
        menu(entry("1"), desk={"overflow": "desk", "longest": 30}),
        menu(entry("1"), desk={"announce": "请稍候"}),
    ],
)
def test_a_menu_that_leads_callers_nowhere_is_refused(wanted: Menu):
    check(SMALL)
    with pytest.raises(RefusedError):
        check(wanted)


@pytest.mark.once
def test_the_dialplan_leads_to_a_person_from_every_menu_and_keeps_digits_back():
    wanted = menu(*SMALL.model_dump()["entries"], opens="08:00", closes="20:00", closed="下班",
                  days=["mon", "tue"], desk={"last_agent": True, "priority": 5})  # fmt: skip
    written = dialplan.extensions(wanted, "main").split("\n\n")
    found = [part for part in written if "WaitExten" in part]

    assert len(found) == 2
    for part in found:
        for key in ("t", "i"):
            assert f"exten => {key},1,Goto(shouwen-queue-main-desk,s,1)" in part
        assert "exten => 0,1,UserEvent" in part
    assert "Digits: ${KEYED:-4})" in found[1]
    assert "${KEYED}" not in "".join(written)
    assert "GotoIfTime(08:00-19:59,mon&tue,*,*?open)" in written[0]
    # Recorded only where a person is asked for, so that no recording holds what was keyed in.
    assert ["MixMonitor" in part for part in written] == [False, False, False, True]
    assert "member => PJSIP/wang,0,wang" in dialplan.queues(wanted, "main", {"desk": ["wang"]})


def test_advertising_in_the_main_menu_is_refused_by_its_clause_and_below_it_is_not(
    floor: Floor, client: Client
):
    regulations.adopt(text=RULES, file_name="m.md", by=floor.cast.he, at=NOW - timedelta(days=9))
    loud = menu(entry("1", advertising=True))
    client.force_login(floor.cast.he)
    answer = client.post(
        "/api/v1/calls/menus/main/save", {"menu": loud.model_dump(mode="json")},
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "《语音导航规定》1.1" in answer.content.decode()
    assert not MenuVersion.objects.exists()

    saved(floor, menu(entry("1", "menu"), entry("11", advertising=True)))
    details = FactRow.objects.get(kind="phone_menu_saved").details
    assert (details["advertising"], details["options"], details["levels"]) == (False, "1", "2")


def test_versions_are_kept_and_one_that_needs_a_signature_waits_for_it(floor: Floor):
    first = saved(floor)
    assert saved(floor) == first
    regulations.adopt(text=SIGNED, file_name="s.md", by=floor.cast.he, at=NOW - timedelta(days=9))
    second = menus.save(
        key="main", menu=menu(entry("1")), member=floor.cast.wang, now=timezone.now()
    )
    assert (second.number, second.used_from, menus.in_use()["main"]) == (2, None, first)

    enforcement.decide_request(
        request=Request.objects.get(), member=floor.cast.he, verdict="granted", at=timezone.now()
    )
    assert menus.in_use()["main"] == second


def test_what_was_keyed_in_is_kept_only_as_far_as_the_menu_lets_it_in(floor: Floor, client: Client):
    saved(floor)
    call = floor.tell(
        told("arrived", 0, number="13800001234"), told("keyed", 1, menu="main", keys="1"),
        told("keyed", 3, menu="main", keys="11", digits="310101199001011234", name="张"),
        told("keyed", 4, menu="main", keys="2", digits="88888888"),
        told("queued", 5, queue="desk"), told("rang", 6, "wang"), told("answered", 9, "wang"),
    )  # fmt: skip
    rows = {row.more["keys"]: row.more for row in Heard.objects.filter(kind="keyed")}

    assert rows["11"] == {"menu": "main", "keys": "11", "version": 1, "digits": "1234"}
    assert "digits" not in rows["2"]
    assert call.queue == "坐席"
    client.force_login(floor.cast.wang)
    assert "按11 <b>…1234</b>" in client.get(f"/calls/{call.pk}/").content.decode()


@pytest.mark.once
def test_digits_of_a_key_that_asks_for_none_are_not_kept():
    asks = SMALL.entry("11")
    assert asks is not None
    assert covered("1a2-34567", asks) == "4567"
    assert covered("1234", asks.model_copy(update={"shown": Shown.NOTHING})) == ""
    assert (covered("1234", SMALL.entry("2")), covered("1234", None)) == ("", "")


def test_who_asks_in_the_menu_to_be_called_back_is_owed_it(floor: Floor):
    saved(floor)
    call = floor.tell(
        told("arrived", 0, number="13800001234"),
        told("keyed", 3, menu="main", keys="3", call_back=True),
        told("ended", 4, by="caller", menu=True),
    )
    assert call.ending == Ending.ABANDONED
    assert "call_abandoned" in kinds(call)


def test_simulated_callers_take_the_ways_of_the_menu_and_overflow(floor: Floor):
    second = {"key": "late", "name": "溢出", "team": "desk"}
    desk = {"key": "desk", "name": "坐席", "team": "desk", "longest": 10, "overflow": "late"}
    wanted = SMALL.model_dump() | {"queues": [desk, second]}
    saved(floor, Menu.model_validate(wanted))
    found = ways.ways_to("desk")
    assert [[s["keys"] for s in way.keyed] for way in found] == [["1", "11"], ["2"], ["3"], ["0"]]

    centre = Centre(seats=("nobody",), per_hour=400, ways=found, patience=1000)
    hall = Hall(centre, Random(3), NOW, NOW + timedelta(minutes=10), "h")
    events: list[CallEvent] = []
    for second_ in range(1800):
        events += hall.go_on(NOW + timedelta(seconds=second_), {})
    actions.tell(exchange=floor.exchange, events=events, now=NOW + timedelta(hours=1))

    calls = Call.objects.all()
    assert {call.queue for call in calls} >= {"坐席", "溢出"}
    asked = Heard.objects.filter(kind="keyed", more__call_back=True).values("call")
    assert asked.exists()
    assert set(calls.filter(pk__in=asked).values_list("ending", flat=True)) == {"abandoned"}
    counted = measures.measured(
        first=NOW, until=NOW + timedelta(hours=1), within=20, queue=floor.cast.desk.name
    )
    over = calls.filter(ended__isnull=False).exclude(ending="in_menu").exclude(queue="")
    assert counted.offered == over.count() > 0


def test_whoever_spoke_last_is_asked_first_while_they_are_ready(floor: Floor):
    from shouwen.seats import actions as seats

    floor.tell(told("arrived", 0, number="13800001234"), told("answered", 5, "wang"),
               told("ended", 50, "wang", by="caller"))  # fmt: skip
    again = floor.tell(told("arrived", 90, call="c2", number="13800001234"))
    assert menus.last_agent(again) == ""
    seats.enter(member=floor.cast.wang, state="ready", break_kind="", now=timezone.now())
    assert menus.last_agent(again) == "wang"


@pytest.mark.once
def test_asterisk_tells_what_was_pressed():
    ear, at = Ear(frozenset({"in"})), datetime(2026, 1, 1, tzinfo=UTC)
    channel = {"Uniqueid": "1.1", "Linkedid": "1.1", "Channel": "PJSIP/t-00000001"}
    pressed = {"Event": "UserEvent", "UserEvent": "ShouwenKeyed", "Linkedid": "1.1"}
    heard = [
        event
        for message in (
            {"Event": "Newchannel", "Context": "in", "CallerIDNum": "139", **channel},
            {**pressed, "Menu": "main", "Keys": "11", "Digits": "1234", "Timestamp": "2.0"},
            {**pressed, "Menu": "main", "Keys": "3", "CallBack": "yes", "Timestamp": "3.0"},
            {"Event": "Hangup", **channel, "Timestamp": "4.0"},
        )
        for event in ear.hear(message, at)
    ]
    assert [(e.kind, dict(e.more)) for e in heard[1:]] == [
        (Told.KEYED, {"menu": "main", "keys": "11", "digits": "1234"}),
        (Told.KEYED, {"menu": "main", "keys": "3", "call_back": True}),
        (Told.ENDED, {"by": "caller"}),
    ]
    assert story_of(heard).ending is Ending.ABANDONED


def form(**more: str) -> dict[str, Any]:
    rows = {
        "entry-0-keys": "1", "entry-0-words": "报修请按一", "entry-0-does": "queue",
        "entry-0-queue": "desk", "entry-0-shown": "last", "queue-0-key": "desk",
        "queue-0-name": "坐席", "queue-0-team": "desk", "queue-0-priority": "3",
    }  # fmt: skip
    sets = {f"{name}-TOTAL_FORMS": "1" for name in ("entry", "queue")}
    begun = {f"{name}-INITIAL_FORMS": "0" for name in ("entry", "queue")}
    head: dict[str, Any] = {"greeting": "您好", "days": ["mon", "tue"], "person": "desk"}
    head["closed"] = "请留言"
    return {**sets, **begun, **head, **rows, **more}


def test_the_pages_write_show_and_hand_out_a_menu(
    floor: Floor, client: Client, django_assert_max_num_queries: Any
):
    client.force_login(floor.cast.he)
    assert client.get("/calls/menus/new/").status_code == 200
    assert client.post("/calls/menus/new/", form(key="new")).status_code == 422
    assert client.post("/calls/menus/new/", form(key="main", person="x")).status_code == 422
    assert client.post("/calls/menus/new/", form(key="main")).status_code == 302
    page = client.get("/calls/menus/main/write/").content.decode()
    assert 'value="报修请按一"' in page
    client.post("/calls/menus/main/write/", form(greeting="您好，这里是物业"))

    assert "您好，这里是物业" in client.get("/calls/menus/").content.decode()
    with django_assert_max_num_queries(40):
        assert "报修请按一" in client.get("/calls/menus/main/").content.decode()
    assert "这里是物业" not in client.get("/calls/menus/main/?version=1").content.decode()
    file = client.get("/calls/menus/main/asterisk/?file=queues")
    assert "member => PJSIP/wang,0,wang" in file.content.decode()
    client.force_login(floor.cast.wang)
    assert client.get("/calls/menus/main/").status_code == 404
