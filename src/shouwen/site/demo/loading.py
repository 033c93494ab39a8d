"""Load the demonstration in one transaction: all of it is there, or nothing."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from importlib.resources import files

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.cases.models import Category
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.enforcement.actions import record_fact
from shouwen.people.models import Department, Member
from shouwen.policy.facts import Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations import library
from shouwen.regulations.models import Version
from shouwen.site.demo import content, department
from shouwen.site.demo.acts_approvals import plan_approvals
from shouwen.site.demo.acts_cases import plan_cases
from shouwen.site.demo.acts_duties import plan_duties
from shouwen.site.demo.acts_staff import plan_staff
from shouwen.site.demo.acts_today import plan_today
from shouwen.site.demo.story import DAYS, Stage, midnight

PEOPLE_SINCE = date(2023, 1, 1)


def load(*, now: datetime) -> str:
    """Load people, regulations and sixty days that end ``now``, unless somebody is there already.

    Return a sentence for the console.
    """
    if Member.objects.filter(is_system=False).exists():
        return _("The demonstration department is already there; its data are kept.")
    with transaction.atomic():
        stage = _set_the_stage(now)
        members = stage.members
        plan_duties(stage)
        plan_cases(stage)
        plan_staff(stage)
        plan_approvals(stage)
        plan_today(stage)
        played = stage.play()
    sentence = _(
        "The demonstration department is ready: "
        "%(people)s people, %(days)s days, %(events)s events."
    )
    return sentence % {"people": len(members), "days": DAYS, "events": played}


def _set_the_stage(now: datetime) -> Stage:
    opening = midnight(now) - timedelta(days=75)
    members = department.make(since=PEOPLE_SINCE)
    _adopt_regulations(members["hejing"], opening)
    return Stage(
        now=now,
        members=members,
        departments={d.key: d for d in Department.objects.all()},
        categories=_categories(),
        customers=_customers(opening),
    )


def regulation_names() -> list[str]:
    """Return which bundled regulations are adopted; the first sets the house's opening hours."""
    content = (files("shouwen.site.demo") / "data" / "regulations.json").read_text("utf-8")
    return [str(name) for name in json.loads(content)]


def _adopt_regulations(manager: Member, at: datetime) -> None:
    for name in regulation_names():
        text = library.text_of(name)
        adopted = regulations.adopt(text=text, file_name=f"{name}.md", by=manager, at=at)
        if not isinstance(adopted, Version):
            raise RuntimeError(  # noqa: TRY004 - a bundled file with faults is our own mistake
                "\n".join(str(fault) for fault in adopted)
            )
        _record_adoption(adopted, manager, at)


def _record_adoption(version: Version, manager: Member, at: datetime) -> None:
    fact = Fact(
        kind="regulation_adopted",
        about=f"regulation:{version.regulation.slug}",
        happened_at=at,
        details={"number": str(version.number), "title": version.title},
        actor=manager.username,
    )
    record_fact(fact, actor=manager, recorded_at=at)


def _categories() -> dict[tuple[str, str], Category]:
    found: dict[tuple[str, str], Category] = {}
    for case_type, groups in content.CATEGORIES.items():
        for place, ((name, name_en), leaves) in enumerate(groups.items()):
            parent = Category.objects.create(
                case_type=case_type, name=name, name_en=name_en, order=place
            )
            for order, (leaf, leaf_en) in enumerate(leaves):
                found[case_type, leaf] = Category.objects.create(
                    case_type=case_type, parent=parent, name=leaf, name_en=leaf_en, order=order
                )
    return found


def _customers(at: datetime) -> list[Customer]:
    made = []
    for number, (name, kind, unit) in enumerate(content.CUSTOMERS):
        # Numbers of a block that is never given out.
        phone = f"1990000{number:04d}"
        made.append(customers.add_customer(name=name, kind=kind, unit=unit, phone=phone, at=at))
    return made
