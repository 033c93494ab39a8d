"""`shouwen roster solve` for a team of the house."""

import json
from datetime import date, time

import pytest
from click.testing import CliRunner
from django.db import connection

from shouwen.people.models import Department, Member, Post, Team
from shouwen.roster.models import Template
from shouwen.site.cli import shouwen

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_team_is_planned_for_some_days_and_nothing_is_kept():
    department = Department.objects.create(key="desk", name="客服部")
    team = Team.objects.create(key="day", name="白班组", department=department)
    post = Post.objects.create(key="agent", name="坐席")
    for key in ("wang", "li", "zhao"):
        member = Member.objects.create(username=key, name=key)
        member.holdings.create(post=post, team=team, since=date(2026, 1, 1))
    Template.objects.create(
        team=team, key="day", label="白班", begins=time(9), minutes=480, wanted=1
    )
    line = ["roster", "solve", "--from", "2026-12-07", "--to", "2026-12-13", "--team"]
    with connection.execute_wrapper(_reads_only):
        solved = CliRunner().invoke(shouwen, [*line, "day"])
    assert solved.exit_code == 0, solved.output
    said = json.loads(solved.stdout)
    assert {one["day"] for one in said["roster"]} == {f"2026-12-{n:02d}" for n in range(7, 14)}
    missing = CliRunner().invoke(shouwen, [*line, "night"])
    assert (missing.exit_code, "no team" in missing.output) == (2, True)
    assert CliRunner().invoke(shouwen, line[:2]).exit_code == 2


def _reads_only(execute, sql, params, many, context):
    assert sql.startswith(("SELECT", "SAVEPOINT", "RELEASE")), sql
    return execute(sql, params, many, context)
