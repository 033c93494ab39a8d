"""A route is walked place by place: each is owed once the one before was reached."""

from __future__ import annotations

import pytest

from shouwen.obligations import queries as owed
from shouwen.people.models import Grant
from shouwen.regulations import actions as regulations
from shouwen.regulations import queries
from shouwen.regulations.models import Version
from shouwen.rounds.routes import all_routes
from shouwen.rounds.ways import finding_kinds
from tests.rounds.conftest import ADOPTED, MORNING, signed_in
from tests.rounds.test_rounds import send

pytestmark = pytest.mark.django_db

TEXT = """---
regulation: street
title: 巡场制度
in_force: 2024-01-01
posts: {agent: 客服专员}
facts:
  walk_began:
    label: 开始巡场
    label_en: Walk began
    details: {person: {type: member, label: 巡场人, label_en: Walker}}
  gate_reached:
    label: 到达
    label_en: Gate reached
    details:
      person: {type: member, label: 巡场人, label_en: Walker}
      gate: {type: {one_of: {east: 东门, west: 西门}, one_of_en: {east: east, west: west}},
        label: 门, label_en: Gate}
---

## 1 线路

```rule
id: walk
kind: workflow
title: 线路
when: {fact: walk_began}
steps:
  - {step: east, owed_by: {detail: person}, duty: 巡至东门, duty_en: Go to the east gate,
     met_by: {fact: gate_reached, gate: east}}
  - {step: west, owed_by: {detail: person}, duty: 巡至西门, duty_en: Go to the west gate,
     met_by: {fact: gate_reached, gate: west}}
```
"""


@pytest.fixture
def street(cast, clock):
    version = regulations.adopt(text=TEXT, file_name="street.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]
    return queries.in_force_on(MORNING.date())


def test_a_workflow_walked_by_whoever_set_out_is_a_route(cast, street):
    (route,) = all_routes(street)

    assert (route.kind.kind, route.stops) == ("walk_began", ("巡至东门", "巡至西门"))


def test_setting_out_is_no_finding(cast, street):
    assert finding_kinds(street, None, may_move=True) == []


def test_a_route_leads_from_place_to_place(cast, street):
    client = signed_in(cast.wang)
    assert "巡至东门 → 巡至西门" in client.get("/rounds/").content.decode()

    first = send(client, "/rounds/begin/walk_began/", **{"detail-person": "wang"})
    (east,) = owed.open_of_rule("street", "walk.east")
    assert first["Location"] == f"/rounds/{east.pk}/"

    more = {"detail-person": "wang"}
    second = send(client, f"/rounds/{east.pk}/do/gate_reached/", **more)
    (west,) = owed.open_of_rule("street", "walk.west")
    assert second["Location"] == f"/rounds/{west.pk}/"

    send(client, f"/rounds/{west.pk}/do/gate_reached/", **more)
    assert not owed.open_about(east.about)


def test_whose_posts_no_regulation_of_it_names_is_offered_none(cast, street):
    Grant.objects.filter(permission="facts.record").delete()
    client = signed_in(cast.zhang)

    assert "巡至东门" not in client.get("/rounds/").content.decode()
    assert client.get("/rounds/begin/walk_began/").status_code == 404
    assert signed_in(cast.wang).get("/rounds/begin/walk_began/").status_code == 200


CALL = """---
regulation: calls
title: 通话规定
in_force: 2024-01-01
posts: {agent: 客服专员}
facts:
  call_begun:
    label: 开始通话
    label_en: Call begun
    details: {person: {type: member, label: 通话人, label_en: Caller}}
  call_step:
    label: 通话步骤
    label_en: Step of a call
    details:
      person: {type: member, label: 通话人, label_en: Caller}
      stage: {type: {one_of: {greeted: 问候, told: 说明}, one_of_en: {greeted: g, told: t}},
        label: 步骤, label_en: Step}
      polite: {type: yes_no, label: 礼貌, label_en: Polite}
---

## 1 通话

```rule
id: call
kind: workflow
title: 通话步骤
when: {fact: call_begun}
steps:
  - {step: greet, owed_by: {detail: person}, duty: 问候, duty_en: Greet,
     met_by: {fact: call_step, stage: greeted, polite: true}}
  - {step: tell, owed_by: {detail: person}, duty: 说明, duty_en: Tell,
     met_by: {fact: call_step, stage: told, polite: true}}
```
"""


def test_what_is_said_on_the_telephone_in_turn_is_no_route(cast, clock):
    version = regulations.adopt(text=CALL, file_name="calls.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]

    assert all_routes(queries.in_force_on(MORNING.date())) == []
