"""What rules ask about facts of a class, answered for all facts of the kind in one column.

A question is put in general terms: the people of the fact by the column they stand in, the moment
just after the fact as such. Facts for which the general question is the same get their answers at
once: who holds which post by member, sums of bookings and of earlier facts by Polars.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from shouwen.pay.many.balances import Bookings, LaterError, answer_balances, answer_places
from shouwen.pay.many.classes import Columns
from shouwen.pay.many.earlier import Records, answer_records
from shouwen.pay.many.occurred import Applying, Occurred, answer_occurrences
from shouwen.pay.many.settled import Around
from shouwen.pay.many.staff import Asked, Staff
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.questions import (
    Booked,
    HoldersOf,
    MembersOf,
    Occurrences,
    PostsOf,
    Question,
    Recorded,
    Standings,
    SuperiorOf,
)


class Template(NamedTuple):
    """A question in general terms; ``who`` is the column the person stands in, or empty.

    ``among`` are the members whose places are asked, ``key`` the holder who is nobody of the fact.
    """

    about: Asked | Bookings | Records | Occurred
    who: str = ""
    key: str = ""
    among: tuple[str, ...] | None = None


def template_of(question: Question, fact: Fact, people: Mapping[str, str]) -> Template:
    """Return a question in general terms; raise LaterError where it has none."""
    after = fact.happened_at + timedelta(microseconds=1)
    match question:
        case PostsOf(person=person) | SuperiorOf(person=person):
            return Template(Asked(type(question), ""), _column(person, people))
        case HoldersOf(post=post) | MembersOf(post=post):
            return Template(Asked(type(question), post))
        case Booked():
            return _of_booked(question, after, people)
        case Recorded():
            return Template(Records.of(question, _same(question.keys, fact, people), after))
        case Occurrences():
            return Template(Occurred.of(question, _same(question.keys, fact, people), after))
        case Standings(of=Booked() as inner, members=members):
            found = _of_booked(inner, after, people)
            return found._replace(among=members)
    raise LaterError(str(question))


def _of_booked(question: Booked, after: datetime, people: Mapping[str, str]) -> Template:
    kind, key = question.holder
    about = Bookings.of(question, after)
    return Template(about, _column(key, people)) if kind == "member" else Template(about, key=key)


def _column(person: str, people: Mapping[str, str]) -> str:
    if person not in people:
        raise LaterError(person)
    return people[person]


def _same(
    keys: tuple[tuple[str, str], ...], fact: Fact, people: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    return tuple((theirs, _place(theirs, told, fact, people)) for theirs, told in keys)


def _place(name: str, told: str, fact: Fact, people: Mapping[str, str]) -> str:
    """Return the column in which a fact says what another's detail is compared with."""
    if told in people:
        return people[told]
    alike = [one for one, value in fact.details.items() if isinstance(value, str) and value == told]
    if not alike:
        raise LaterError(name)
    return name if name in alike else alike[0]


def answer(
    template: Template, columns: Columns, around: Around, staff: Staff, applying: Applying
) -> None:
    """Add the column with the answer of every fact of the kind; raise LaterError if not yet."""
    about = template.about
    if isinstance(about, Asked):
        staff.answer(template, about, template.who, columns)
    elif isinstance(about, Records):
        answer_records(template, about, columns, around)
    elif isinstance(about, Occurred):
        answer_occurrences(template, about, columns, around, applying)
    elif template.among is not None:
        answer_places(template, about, template.among, template.who, columns, around)
    else:
        answer_balances(template, about, template.who, template.key, columns, around)
