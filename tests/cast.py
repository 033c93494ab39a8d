"""Everyone in the tests works in one small department; somebody must not see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import connection

from shouwen.people import actions
from shouwen.people.models import Member, Post, Team

SINCE = date(2024, 1, 1)
PASSWORD = "一二三四-abcd-5678"

MANAGER_MAY = (
    "cases.view_all",
    "cases.work",
    "regulations.adopt",
    "ledger.view_all",
    "facts.record",
    "people.manage",
    "obligations.excuse",
    "webhooks.manage",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people, by the name they are called."""

    wang: Member  # 客服专员 in the call desk
    li: Member  # 坐席班长, her lead
    zhao: Member  # 坐席班长 of another team, who must not see
    he: Member  # 客服经理, above both leads
    zhang: Member  # 服务工程师 in the other team
    system: Member
    desk: Team  # 小王 and 李班长
    field: Team  # 张工 and 赵班长
    posts: dict[str, Post]


def _member(key: str, name: str) -> Member:
    # Signing in is `client.force_login`; only tests of signing in set a password.
    return actions.add_member(key=key, name=name, email=f"{key}@example.com")


def _grants(posts: dict[str, Post]) -> None:
    for permission in MANAGER_MAY:
        actions.grant(post=posts["manager"], permission=permission)
    for key in ("agent", "team_leader", "service_engineer"):
        actions.grant(post=posts[key], permission="cases.work")
    actions.grant(post=posts["team_leader"], permission="facts.record")


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the department: two teams, a manager above, and the house itself."""
    return FIRST_DAY.again() or FIRST_DAY.remember()


def come_to_work() -> Cast:
    """Write the whole cast into the database."""
    names = {
        "agent": "客服专员",
        "team_leader": "坐席班长",
        "manager": "客服经理",
        "service_engineer": "服务工程师",
    }
    posts = {key: actions.add_post(key=key, name=name) for key, name in names.items()}
    service = actions.add_department(key="customer_service", name="客户服务部")
    desk = actions.add_team(key="desk", name="坐席一班", department=service)
    field = actions.add_team(key="field", name="外勤班", department=service)
    wang, li = _member("wang", "小王"), _member("li", "李班长")
    zhao, he = _member("zhao", "赵班长"), _member("he", "何经理")
    zhang = _member("zhang", "张工")
    for member, post, team in (
        (wang, "agent", desk),
        (li, "team_leader", desk),
        (zhang, "service_engineer", field),
        (zhao, "team_leader", field),
        (he, "manager", None),
    ):
        actions.appoint(member=member, post=posts[post], team=team, since=SINCE)
    for member, superior in ((wang, li), (zhang, zhao), (li, he), (zhao, he)):
        actions.set_superior(member=member, superior=superior, since=SINCE)
    _grants(posts)
    system = actions.ensure_system_member()
    return Cast(
        wang=wang, li=li, zhao=zhao, he=he, zhang=zhang, system=system,
        desk=desk, field=field, posts=posts,
    )  # fmt: skip


WRITTEN = re.compile(r'INSERT (?:OR IGNORE )?INTO "(\w+)"')
Row = tuple[Any, ...]


@dataclass(slots=True)
class FirstDay:
    """The rows of the cast as its own actions wrote them first, laid out again for later tests.

    The actions ask and check so much that writing the cast was a fifth of most tests' time.
    """

    cast: Cast | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def remember(self) -> Cast:
        """Let everybody come to work by the product's actions, and keep the rows they made."""
        written: Counter[str] = Counter()

        def notes(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
            written.update(WRITTEN.findall(sql))
            return run(sql, params, many, context)

        with connection.execute_wrapper(notes):
            cast = come_to_work()
        rows = {table: _rows_of(table) for table in written}
        if all(len(rows[table]) == number for table, number in written.items()):
            self.cast, self.rows = deepcopy(cast), rows
        return cast

    def again(self) -> Cast | None:
        """Lay the rows out; None where there are none, or where somebody is at work already."""
        if self.cast is None or any(_has_rows(table) for table in self.rows):
            return None
        with connection.cursor() as cursor:
            for table, rows in self.rows.items():
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
        return deepcopy(self.cast)


FIRST_DAY = FirstDay()


def _rows_of(table: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return list(cursor.fetchall())


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
        return cursor.fetchone() is not None
