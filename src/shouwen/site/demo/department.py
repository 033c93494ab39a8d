"""The people of the demonstration: a property-services company with a call desk and engineers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shouwen.people import actions
from shouwen.people.models import Member

DEPARTMENTS = {
    "management": "总经理办公室",
    "customer_service": "客户服务部",
    "engineering": "工程部",
    "environment": "环境部",
    "hr": "人力行政部",
    "finance": "财务部",
}
TEAMS = {
    "call_desk_a": ("呼叫一班", "customer_service"),
    "call_desk_b": ("呼叫二班", "customer_service"),
    "front_desk": ("前台", "customer_service"),
    "service_office": ("客服综合组", "customer_service"),
    "engineers_a": ("工程一组", "engineering"),
    "engineers_b": ("工程二组", "engineering"),
    "environment": ("环境组", "environment"),
    "office": ("综合办公", "hr"),
    "accounts": ("财务组", "finance"),
    "management": ("管理层", "management"),
}
# Posts by key; regulations name the same keys.
POSTS = {
    "general_manager": "总经理",
    "cs_manager": "客户服务部经理",
    "department_supervisor": "部门主管",
    "responsible_office": "责任人办公室",
    "coordination_supervisor": "协调主管",
    "call_supervisor": "呼叫中心主管",
    "shift_lead": "坐席班长",
    "operator": "话务员",
    "cs_officer": "客服专员",
    "cs_staff": "客服人员",
    "customer_service_post": "客户服务岗",
    "cs_management": "客服管理岗",
    "front_desk": "前台接待",
    "team_leader": "组长",
    "service_engineer": "服务工程师",
    "environment_supervisor": "环境主管",
    "hr_officer": "人力行政专员",
    "general_office": "综合部经办",
    "accountant": "会计",
}
GRANTS = {
    "general_manager": ("cases.view_all", "ledger.view_all", "regulations.adopt",
                        "approvals.override", "obligations.excuse", "people.manage"),
    "cs_manager": ("cases.work", "cases.view_all", "regulations.adopt", "facts.record",
                   "ledger.view_all", "people.manage", "obligations.excuse"),
    "coordination_supervisor": ("cases.work", "cases.view_all", "facts.record",
                                "obligations.excuse"),
    "call_supervisor": ("cases.work", "cases.view_all", "facts.record"),
    "shift_lead": ("cases.work", "facts.record"),
    "operator": ("cases.work",),
    "front_desk": ("cases.work",),
    "cs_officer": ("cases.work", "facts.record"),
    "cs_management": ("cases.view_all", "facts.record", "ledger.view_all"),
    "team_leader": ("cases.work", "facts.record"),
    "service_engineer": ("cases.work",),
    "environment_supervisor": ("cases.work",),
    "hr_officer": ("facts.record", "ledger.view_all", "people.manage"),
    "accountant": ("ledger.view_all",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One member: key, name, team, posts and whom they answer to."""

    key: str
    name: str
    team: str
    posts: tuple[str, ...]
    superior: str = ""


PEOPLE = (
    Person("zhou", "周建国", "management", ("general_manager",)),
    Person("hejing", "何静", "service_office", ("cs_manager", "department_supervisor"), "zhou"),
    Person("wangxl", "王晓琳", "service_office", ("coordination_supervisor",), "hejing"),
    Person("fangmin", "方敏", "call_desk_a", ("call_supervisor",), "hejing"),
    Person("liming", "李明", "call_desk_a", ("shift_lead", "cs_staff"), "fangmin"),
    Person("zhaomin", "赵敏", "call_desk_b", ("shift_lead", "cs_staff"), "fangmin"),
    Person("chengang", "陈刚", "call_desk_a", ("operator", "cs_staff"), "liming"),
    Person("liuyang", "刘洋", "call_desk_a", ("operator", "cs_staff"), "liming"),
    Person("yangfan", "杨帆", "call_desk_a", ("operator", "cs_staff"), "liming"),
    Person("huangting", "黄婷", "call_desk_b", ("operator", "cs_staff"), "zhaomin"),
    Person("wuqian", "吴倩", "call_desk_b", ("operator", "cs_staff"), "zhaomin"),
    Person("xujing", "徐静", "call_desk_b", ("operator", "cs_staff"), "zhaomin"),
    Person("mali", "马丽", "front_desk", ("front_desk", "cs_staff"), "wangxl"),
    Person("zhuying", "朱颖", "front_desk", ("front_desk", "cs_staff"), "wangxl"),
    Person("gaoyue", "高悦", "service_office", ("cs_officer", "cs_staff", "customer_service_post"),
           "wangxl"),
    Person("jiangbo", "蒋波", "service_office", ("cs_management",), "hejing"),
    Person("gaofeng", "高峰", "engineers_a", ("department_supervisor",), "zhou"),
    Person("lintao", "林涛", "engineers_a", ("team_leader",), "gaofeng"),
    Person("guoqiang", "郭强", "engineers_b", ("team_leader",), "gaofeng"),
    Person("zhangwei", "张伟", "engineers_a", ("service_engineer",), "lintao"),
    Person("luobin", "罗斌", "engineers_a", ("service_engineer",), "lintao"),
    Person("liangchao", "梁超", "engineers_a", ("service_engineer",), "lintao"),
    Person("songjie", "宋杰", "engineers_b", ("service_engineer",), "guoqiang"),
    Person("tangliang", "唐亮", "engineers_b", ("service_engineer",), "guoqiang"),
    Person("hanbing", "韩冰", "engineers_b", ("service_engineer",), "guoqiang"),
    Person("dongmei", "董梅", "environment", ("environment_supervisor",), "zhou"),
    Person("sunli", "孙丽", "office", ("hr_officer", "general_office", "responsible_office"),
           "zhou"),
    Person("fengxue", "冯雪", "accounts", ("accountant",), "zhou"),
)  # fmt: skip

# Whom a visitor may sign in as with one click: key and what that member shows.
ROLES = ("chengang", "liming", "wangxl", "hejing", "zhangwei", "gaofeng", "sunli", "zhou")


def make(*, since: date) -> dict[str, Member]:
    """Add everybody with their posts from ``since``; return the members by key."""
    departments = {k: actions.add_department(key=k, name=n) for k, n in DEPARTMENTS.items()}
    teams = {
        key: actions.add_team(key=key, name=name, department=departments[department])
        for key, (name, department) in TEAMS.items()
    }
    posts = {key: actions.add_post(key=key, name=name) for key, name in POSTS.items()}
    for key, permissions in GRANTS.items():
        for permission in permissions:
            actions.grant(post=posts[key], permission=permission)
    members = {p.key: _add(p) for p in PEOPLE}
    for person in PEOPLE:
        for post in person.posts:
            actions.appoint(
                member=members[person.key], post=posts[post], team=teams[person.team], since=since
            )
    for person in PEOPLE:
        if person.superior:
            actions.set_superior(
                member=members[person.key], superior=members[person.superior], since=since
            )
    actions.ensure_system_member()
    return members


def _add(person: Person) -> Member:
    # No password: in the demonstration one signs in with a click, elsewhere not at all.
    return actions.add_member(
        key=person.key, name=person.name, email=f"{person.key}@demo.invalid", password=None
    )
