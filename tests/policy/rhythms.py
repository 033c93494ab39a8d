"""Duties in every rhythm, their periods, and the facts that begin them, for the tests of duties."""

from __future__ import annotations

from datetime import date

from tests.policy.calendars import OFFICE, at, wall
from tests.policy.department import fact, rule

EACH = """{kind: duty, each: {fact: rule_broken}, within: 2 days, duty: 签收,
    owed_by: {each: {post: hr}}}"""


def duty(rhythm, rule_id="r"):
    return rule(f"{{kind: duty, id: {rule_id}, owed_by: {{post: leader}}, duty: 巡查, {rhythm}}}")


def periods(rhythm, since, until):
    days = date.fromisoformat(since), date.fromisoformat(until)
    return [(p.key, wall(p.begins), wall(p.due)) for p in duty(rhythm).occurrences(*days, OFFICE)]


def began(period, **details):
    details = {"period": period, "rule": "r", "regulation": "house", **details}
    return fact("period_began", at("2024-03-01 00:00"), f"duty:house:r:{period}", **details)
