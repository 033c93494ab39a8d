"""What people call the parties and the facts of requests, looked up once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.enforcement import sheets, words
from shouwen.people import queries as people
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.form import CHANGED, FILLED, Form
from shouwen.policy.vocabulary import Vocabulary
from shouwen.regulations.queries import House, InForce

Line = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The names of posts, departments and members, and what regulations call the rest."""

    posts: Mapping[str, str]
    departments: Mapping[str, str]
    members: Mapping[str, str]
    known: InForce

    def of(self, text: str) -> str:
        """Name a party written ``kind:key``."""
        kind, _colon, key = text.partition(":")
        if kind == "post":
            return self.posts.get(key) or self.known.posts.get(key, key)
        if kind == "department":
            return self.departments.get(key) or self.known.departments.get(key, key)
        name = self.members.get(key) or self.known.parties.get(key, key)
        return _("%(name)s's superior") % {"name": name} if kind == "superior" else name


# The kinds of parties whose key is a member's.
_OF = frozenset({"member", "superior"})


def naming_for(parties: Iterable[str], known: InForce) -> Naming:
    """Look up the names of these parties, in three queries however many there are."""
    keys = {key for text in parties for kind, _colon, key in [text.partition(":")] if kind in _OF}
    return Naming(
        posts=people.post_names(),
        departments={one.key: one.name for one in people.departments()},
        members={key: one.name for key, one in people.members_by_keys(keys).items()},
        known=known,
    )


def vocabulary_for(fact: Fact, house: House) -> Vocabulary:
    """Return the words of the form a fact fills in, else those the house ever used."""
    if fact.kind in (FILLED, CHANGED):
        return sheets.vocabulary_of(fact.kind, fact.details, house.in_force)
    return house.words.vocabulary


def label_of(fact: Fact, house: House) -> str:
    """Name what is proposed: a form by its title, anything else by its kind of fact."""
    form = _form(fact, house) if fact.kind == FILLED else None
    if form is not None and form.title:
        return words.of_language((form.title, form.title_en or form.title))
    return words.kind_label(vocabulary_for(fact, house), fact.kind)


def _form(fact: Fact, house: House) -> Form | None:
    whose = (fact.detail("regulation"), fact.detail("form"))
    found = sheets.sheets(house.in_force)
    return next((f for f in found if (f.clause.regulation, f.form_key) == whose), None)


def names_in(facts: Iterable[Fact], house: House) -> words.Names:
    """Return the names of the members, teams and departments that proposed facts mention."""
    return words.names_in(house.words.vocabulary, ((f.kind, f.details) for f in facts))


def lines_of(fact: Fact, house: House, names: words.Names, *, now: datetime) -> tuple[Line, ...]:
    """Write a proposed fact's details as (label, value)."""
    vocabulary = vocabulary_for(fact, house)
    told = {name: value for name, value in fact.details.items() if name != "form"}
    return tuple(words.detail_lines(vocabulary, fact.kind, told, names, now=now))
