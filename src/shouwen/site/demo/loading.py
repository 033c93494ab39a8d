"""Load a demonstration in one transaction: all of it is there, or nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.cases import tallies
from shouwen.cases.models import Category
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.journal import queries as journal
from shouwen.people.models import Department, Member
from shouwen.search.actions import gathered
from shouwen.site.demo import department
from shouwen.site.demo.acts_calls import keep_calls, let_ring
from shouwen.site.demo.acts_cases import plan_cases
from shouwen.site.demo.acts_checks import plan_checks
from shouwen.site.demo.acts_demand import keep_demand
from shouwen.site.demo.acts_duties import plan_duties
from shouwen.site.demo.acts_handover import plan_handovers
from shouwen.site.demo.acts_office import plan_office
from shouwen.site.demo.acts_portal import plan_portal
from shouwen.site.demo.acts_quality import plan_quality
from shouwen.site.demo.acts_scenes import plan_scenes
from shouwen.site.demo.acts_shifts import plan_shifts
from shouwen.site.demo.acts_today import plan_today
from shouwen.site.demo.acts_ways import plan_ways, set_up_ways
from shouwen.site.demo.adopting import adopt_all
from shouwen.site.demo.house import DEFAULT, House, house_of
from shouwen.site.demo.story import DAYS, Stage, Told, midnight

PEOPLE_SINCE = date(2023, 1, 1)


def load(*, now: datetime, industry: str = DEFAULT) -> str:
    """Load people, regulations and sixty days that end ``now``, unless somebody is there already.

    Return a sentence for the console. Raises KeyError for an industry that is none.
    """
    if not is_empty():
        return _("The demonstration department is already there; its data are kept.")
    house = house_of(industry)
    told = tell(house, now=now)
    let_ring(house, now=now)
    sentence = _(
        "The demonstration department is ready: "
        "%(people)s people, %(days)s days, %(events)s events."
    )
    return sentence % {"people": len(house.people), "days": DAYS, "events": told.events}


def is_empty() -> bool:
    """Tell whether nobody but administrators is here and nothing was ever recorded."""
    others = Member.objects.filter(is_system=False, is_superuser=False)
    return not others.exists() and journal.last_recorded_at() is None


@transaction.atomic
def tell(house: House, *, now: datetime, days: int = DAYS) -> Told:
    """Set a house up and let its last days happen; return what came of them."""
    stage = set_the_stage(house, now=now, days=days)
    set_up_ways(stage)
    plan_duties(stage)
    plan_cases(stage)
    plan_scenes(stage)
    plan_checks(stage)
    plan_quality(stage)
    plan_office(stage)
    plan_handovers(stage)
    plan_shifts(stage)
    plan_today(stage)
    plan_ways(stage)
    plan_portal(stage)
    # What is looked up and counted is written once for each matter, not after each of its facts.
    with gathered():
        told = stage.play()
    # Once the story is told: what is expected from now on was no alarm of days that are over.
    keep_demand(stage)
    keep_calls(stage)
    after = 0
    while after := tallies.rebuild(after):
        pass
    return told


def set_the_stage(house: House, *, now: datetime, days: int = DAYS) -> Stage:
    """Bring in people, regulations, categories and customers; nothing has happened yet."""
    opening = midnight(now) - timedelta(days=days + 15)
    members = department.add_people(house)
    adopt_all(house, members[house.adopter], opening)
    department.give_posts(house, members, since=PEOPLE_SINCE)
    return Stage(
        house=house,
        now=now,
        members=members,
        departments={d.key: d for d in Department.objects.all()},
        categories=_categories(house),
        customers=_customers(house, opening),
        length=days,
    )


def regulation_names() -> list[str]:
    """Return which bundled regulations the usual demonstration adopts."""
    return list(house_of(DEFAULT).regulations)


def _categories(house: House) -> dict[tuple[str, str], Category]:
    found: dict[tuple[str, str], Category] = {}
    for case_type, groups in house.cases.categories.items():
        for place, (name, name_en, leaves) in enumerate(groups):
            parent = Category.objects.create(
                case_type=case_type, name=name, name_en=name_en, order=place
            )
            for order, (leaf, leaf_en) in enumerate(leaves):
                found[case_type, leaf] = Category.objects.create(
                    case_type=case_type, parent=parent, name=leaf, name_en=leaf_en, order=order
                )
    return found


def _customers(house: House, at: datetime) -> list[Customer]:
    made = []
    for number, (name, kind, unit) in enumerate(house.customers):
        # Numbers of a block that is never given out.
        phone = f"1990000{number:04d}"
        made.append(customers.add_customer(name=name, kind=kind, unit=unit, phone=phone, at=at))
    return made
