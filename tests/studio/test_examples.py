"""Editing a rule shows what it would do now, for every kind where that makes sense."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwen.studio.models import FoundText, Suggestion
from tests.journeys.conftest import Clock, clock

__all__ = ["clock"]

MONDAY = "2024-03-04 10:00"
POST = {"actor": "客服专员"}
DEADLINE = {"from": "投诉", "of": "答复客户", "dir": "within", "unit": "hour", **POST}


@pytest.mark.parametrize(
    ("kind", "entered", "said"),
    [
        ("deadline", {**DEADLINE, "amount": 7}, "17:00"),
        ("deadline", {**DEADLINE, "amount": 3, "unit": "day"}, "24:00"),
        ("deadline", {**DEADLINE, "dir": "by_time", "time": "18:00"}, "18:00"),
        ("deadline", {**DEADLINE, "unit": "immediate"}, "客服专员"),
        ("duty", {"of": "上报月报", "every": "month", "by_day": 5, **POST}, "24:00"),
        ("duty", {"of": "巡查", "every": "day", "by_time": "9:30", **POST}, "9:30"),
        ("score", {"of": "迟到", "points": -2}, "2 分"),
        ("pay", {"of": "挂断电话", "type": "fine", "amount": 100}, "100 元"),
        ("approval", {"of": "补偿", "by": "客服经理", "over": 500}, "客服经理"),
        ("target", {"metric": "满意率", "op": ">=", "value": "0.95"}, "95"),
        ("target", {"metric": "投诉数", "op": "<=", "value": 3}, "3"),
        ("roster", {"type": "shift", "time": "09:00-17:30"}, "8 小时 30 分"),
        ("roster", {"type": "min_staff", "amount": 3}, "3"),
        ("form", {"name": "交接班记录", "retention": 3, "retention_unit": "year"}, "2027"),
    ],
)
def test_a_rule_being_changed_shows_an_example(
    he: Client, read: FoundText, clock: Clock, kind: str, entered: dict[str, Any], said: str
) -> None:
    clock.set(MONDAY)
    row = read.suggestions.all()[0]
    Suggestion.objects.filter(pk=row.pk).update(params={}, actor="")
    told = {"kind": kind, "revision": row.revision, "look": "1", **entered}
    answer = he.post(reverse("studio:change", args=[row.pk]), told, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "data-example" in page, page
    example = page.partition("data-example")[2].partition("</p>")[0]
    assert said in example, example
