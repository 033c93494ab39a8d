"""The seat, a call with its caller masked, timed situations, and what leads and walls show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.calls import actions, floor, guided
from shouwen.calls.models import Call, Guided, Note
from shouwen.calls.words import CallEvent, Told
from shouwen.cases.models import Case
from shouwen.customers.models import Customer
from shouwen.journal.models import FactRow
from shouwen.live.queries import number_of
from shouwen.regulations import actions as regulations
from shouwen.seats.models import Seat
from tests.calls.conftest import Floor

SILENT = """---
regulation: phrases
title: 服务用语
in_force: 2024-01-01
---

## 1 通话

### 1.1 无声电话等三次，每次五秒。

```rule
id: silent
kind: conduct
title: 无声电话步骤
title_en: Steps of a silent call
situation: silent_call
sequence:
  - {say: 您好，请问有什么可以帮您？, say_en: Offer help, wait: 5 seconds}
  - {say: 您好，请问有什么可以帮您？, say_en: Offer help again, wait: 5 seconds}
  - {say: 听不到您的声音，再见。, say_en: Say goodbye, wait: 5 seconds}
```

### 1.3 杂音过大时致歉并说明。

```rule
id: noise
kind: conduct
title: 杂音过大结束语
title_en: Words on noise
situation: noise
must_say:
  - {group: apology, name: 致歉, name_en: Apologise, any_of: [对不起]}
```

### 1.2 二十秒内接听。

```rule
id: twenty-seconds
kind: conduct
title: 二十秒内接听
title_en: Answer within 20 seconds
when: {fact: call_answered}
measured: {seconds: {at_most: 20}}
```
"""


def ring(hall: Floor, *, answered: bool = False, number: str = "13800001234") -> Call:
    now = timezone.now()
    steps = [("arrived", 30, "", {"number": number}), ("queued", 25, "", {"queue": "坐席一班"})]
    steps += [("rang", 9, "wang", {})] + ([("answered", 3, "wang", {})] if answered else [])
    events = [
        CallEvent(
            call="now", key=kind, kind=Told(kind), at=now - timedelta(seconds=ago),
            received_at=now, seat=seat, more=more,
        )
        for kind, ago, seat, more in steps
    ]  # fmt: skip
    actions.tell(exchange=hall.exchange, events=events, now=now)
    return Call.objects.get(ref="now")


@pytest.fixture
def hall(floor: Floor) -> Floor:
    at = timezone.now() - timedelta(days=60)
    regulations.adopt(text=SILENT, file_name="phrases.md", by=floor.cast.he, at=at)
    return floor


def test_two_windows_are_one_seat_and_a_lapsed_one_comes_back(hall: Floor, client: Client):
    other = Client()
    for each in (client, other):
        each.force_login(hall.cast.wang)
    assert client.post("/calls/state/", {"state": "ready"}).status_code == 302
    assert other.post("/calls/state/", {"state": "on_break:meal"}).status_code == 302

    assert "用餐" in client.get("/calls/").content.decode()
    assert Seat.objects.count() == 1
    Seat.objects.update(lease_until=timezone.now() - timedelta(minutes=5))
    from shouwen.seats import actions as seats

    seats.lapse_due(now=timezone.now())
    assert Seat.objects.get().state == "offline"
    assert client.post("/calls/heard/").content == b""
    assert (Seat.objects.get().state, Seat.objects.get().break_kind) == ("on_break", "meal")


def test_a_call_that_rings_stands_on_the_seat_it_rings_at_and_tells_its_page(
    hall: Floor, client: Client
):
    Customer.objects.create(name="陈先生", phone="13800001234", created_at=timezone.now())
    before = number_of("seat:wang")
    call = ring(hall)
    client.force_login(hall.cast.wang)

    shown = client.get("/calls/").content.decode()
    assert "陈先生" in shown
    assert "13800001234" not in shown
    assert (call.rings_at, number_of("seat:wang")) == (hall.cast.wang, before + 1)
    client.force_login(hall.cast.zhang)
    assert "陈先生" not in client.get("/calls/").content.decode()
    assert client.get(f"/calls/{call.pk}/").status_code == 404


def test_a_confidential_caller_is_masked_on_every_page(hall: Floor, client: Client):
    Customer.objects.create(
        name="欧阳秘密", phone="13800001234", secrecy="secret", created_at=timezone.now()
    )
    call = ring(hall, answered=True)
    pages = {hall.cast.wang: ["/calls/", f"/calls/{call.pk}/"], hall.cast.li: ["/calls/floor/"]}
    for member, addresses in pages.items():
        client.force_login(member)
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200
            assert "13800001234" not in page.content.decode()
            assert "欧阳秘密" not in page.content.decode()


def test_a_silent_call_waits_three_times_as_the_rule_says(hall: Floor):
    call, begun = ring(hall, answered=True), timezone.now()
    wang = hall.cast.wang
    for step in (1, 2, 2, 3):
        at = begun + timedelta(seconds=6 * step)
        guided.say_step(call=call, rule="phrases/silent", step=step, member=wang, now=at)
    guided.end(
        call=call, rule="phrases/silent", answered=False, member=wang,
        now=begun + timedelta(seconds=20),
    )  # fmt: skip

    said = FactRow.objects.get(kind="situation_ended")
    assert (said.details["waits"], said.details["situation"]) == ("6, 6, 2", "silent_call")
    assert FactRow.objects.filter(kind="call_situation_step").count() == 3
    assert Guided.objects.get().ended_at is not None


def test_the_page_leads_through_a_silent_call(hall: Floor, client: Client):
    call = ring(hall, answered=True)
    client.force_login(hall.cast.wang)
    address = f"/calls/{call.pk}/situation/"
    assert 'value="1"' in client.get(f"/calls/{call.pk}/").content.decode()
    client.post(address, {"rule": "phrases/silent", "step": "1"})

    shown = client.get(f"/calls/{call.pk}/").content.decode()
    assert "data-until" in shown
    assert 'name="step" value="2"' in shown
    client.post(address, {"rule": "phrases/silent", "answered": "yes"})
    assert FactRow.objects.get(kind="situation_ended").details["answered"] is True


def test_a_noisy_call_has_a_button_and_seconds_that_are_recorded(hall: Floor, client: Client):
    call = ring(hall, answered=True)
    client.force_login(hall.cast.wang)
    page, address = f"/calls/{call.pk}/", f"/calls/{call.pk}/situation/"
    assert 'value="phrases/noise"' in client.get(page).content.decode()
    for _twice in range(2):
        client.post(address, {"rule": "phrases/noise", "step": "1"})
    assert "data-since" in client.get(page).content.decode().partition('id="scripts"')[2]
    client.post(address, {"rule": "phrases/noise", "answered": "no"})
    client.post(address, {"rule": "phrases/unknown", "step": "1"})

    step = FactRow.objects.get(kind="call_situation_step").details
    ended = FactRow.objects.get(kind="situation_ended").details
    assert (step["situation"], ended["situation"], ended["answered"]) == ("noise", "noise", False)
    assert ended["waits"].isdecimal()


def test_one_click_opens_a_matter_owned_by_who_took_the_call(hall: Floor, client: Client):
    call = ring(hall, answered=True)
    client.force_login(hall.cast.wang)
    said = {"case_type": "service", "title": "问停车费", "name": "陈先生"}
    for _twice in range(2):
        client.post(f"/calls/{call.pk}/case/", said)
    client.post(f"/calls/{call.pk}/note/", {"text": "很着急"})

    case, call = Case.objects.get(), Call.objects.get()
    assert (case.first_owner, call.case) == (hall.cast.wang, case)
    assert (call.customer.name, call.customer.phone) == ("陈先生", "13800001234")
    assert Note.objects.get().text == "很着急"
    kinds = FactRow.objects.filter(about=call.about).values_list("kind", flat=True)
    assert [*kinds].count("call_tied") == 1
    assert "call_noted" in kinds


def test_a_missed_caller_is_called_back_from_the_page(hall: Floor, client: Client):
    call = ring(hall)
    actions.tell_live(exchange=hall.exchange, refs=[], now=timezone.now() + timedelta(seconds=1))
    client.force_login(hall.cast.wang)
    assert f"/calls/{call.pk}/" in client.get("/calls/").content.decode()
    client.post(f"/calls/{call.pk}/returned/", {"result": "reached"})

    assert Call.objects.get().returned_at is not None
    assert FactRow.objects.filter(kind="call_returned").count() == 1


def test_a_lead_sees_seats_beside_the_roster_and_calls(hall: Floor, client: Client):
    ring(hall, answered=True)
    client.force_login(hall.cast.li)
    assert "坐席一班" in client.get("/calls/floor/").content.decode()
    client.force_login(hall.cast.wang)
    assert client.get("/calls/floor/").status_code == 404


def test_the_board_counts_by_the_rule_in_force(hall: Floor, client: Client):
    ring(hall, answered=True)
    now = timezone.now()
    end = CallEvent(call="now", key="e", kind=Told.ENDED, at=now, received_at=now)
    actions.tell(exchange=hall.exchange, events=[end], now=now)
    book = regulations_book()
    board = floor.board_of(hall.cast.desk, book, now=now + timedelta(seconds=1))

    assert board.within == 20
    assert (board.today.offered, board.today.answered) in {(1, 1), (0, 0)}  # around midnight
    client.force_login(hall.cast.wang)
    assert client.get("/calls/board/desk/").status_code == 200
    assert client.get("/calls/board/nobody/").status_code == 404


def test_pages_ask_the_database_a_bounded_number_of_times(
    hall: Floor, client: Client, django_assert_max_num_queries
):
    call = ring(hall, answered=True)
    client.force_login(hall.cast.li)
    for address in ("/calls/", f"/calls/{call.pk}/", "/calls/floor/", "/calls/board/desk/"):
        client.get(address)
        with django_assert_max_num_queries(40):
            assert client.get(address).status_code == 200


def regulations_book():
    from shouwen.regulations.queries import in_force_on

    return in_force_on(timezone.localdate()).rulebook
