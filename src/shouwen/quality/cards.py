"""Score cards as they are written: items from conduct rules and free ones, versions, and scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.conduct import Conduct
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.quality.scorecards import CardError, Item, Mark, Score, Scorecard, Section
from shouwen.policy.quality.scorecards import score as scored
from shouwen.policy.rulebook import Rulebook
from shouwen.quality.models import Card, CardVersion

ORDINARY, CRITICAL, BONUS = "ordinary", "critical", "bonus"
SORTS = (ORDINARY, CRITICAL, BONUS)
NOT_APPLICABLE = "na"
# The shares a checker may give; None is that the item does not apply.
EARNED: Mapping[str, Fraction | None] = {
    "1": Fraction(1), "1/2": Fraction(1, 2), "0": Fraction(0), NOT_APPLICABLE: None,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a card as somebody writes it; ``rule`` is ``regulation/rule/item`` or empty."""

    name: str
    name_en: str = ""
    section: str = ""
    weight: Decimal = Decimal(0)
    sort: str = ORDINARY
    rule: str = ""

    @property
    def key(self) -> str:
        """What marks call it: the rule's own item, else a digest of the words."""
        return self.rule or f"own-{blake2b(self.name.encode(), digest_size=5).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A card as somebody writes it."""

    title: str
    title_en: str
    full: Decimal
    most: Decimal | None
    lines: Sequence[Line]


def offered(rules: Iterable[Conduct]) -> Iterator[Line]:
    """Yield a line for each item of these conduct rules, without a weight yet."""
    for rule in rules:
        for item in rule.items:
            yield Line(
                name=item.text, name_en=item.text_en, section=rule.title,
                rule=f"{rule.clause.regulation}/{rule.id}/{item.item}",
            )  # fmt: skip


def latest_of(card: Card) -> CardVersion | None:
    """Return the version of a card that counts now."""
    return card.versions.order_by("-number").first()


@transaction.atomic
def write(*, card: Card | None, written: Written, by: Member, at: datetime) -> CardVersion:
    """Write a new card or the next version of one; raise RefusedError for one nobody can score."""
    number = 1
    if card is None:
        card = Card.objects.create(key=_free_key(written.title))
    else:
        last = latest_of(card)
        number = last.number + 1 if last else 1
    made = CardVersion(
        card=card, number=number, title=written.title, title_en=written.title_en,
        full=written.full, most=written.most, sections=_sections(written.lines),
        written_by=by, since=at,
    )  # fmt: skip
    try:
        scorecard(made)
    except CardError:
        raise RefusedError(_fault(written)) from None
    made.save()
    return made


def _free_key(title: str) -> str:
    stem = slugify(title)[:40] or "card"
    taken = set(Card.objects.filter(key__startswith=stem).values_list("key", flat=True))
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _fault(written: Written) -> str:
    keys = [line.key for line in written.lines]
    twice = next((line.name for line in written.lines if keys.count(line.key) > 1), "")
    if twice:
        return _("“%(line)s” stands on the card twice; leave one out.") % {"line": twice}
    if any(line.sort != CRITICAL and line.weight <= 0 for line in written.lines):
        return _("A line weighs nothing; give it a weight or make it critical.")
    if written.full <= 0:
        return _("Say how many points a faultless check earns.")
    if written.most is not None and written.most < written.full:
        return _("The most that can be reached is below the full score; raise it or leave it out.")
    return _("No line of the card counts; give at least one a weight.")


def _sections(lines: Sequence[Line]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault(line.section, []).append({
            "key": line.key, "name": line.name, "name_en": line.name_en, "rule": line.rule,
            "weight": str(line.weight), "sort": line.sort,
        })  # fmt: skip
    return [{"name": name, "items": items} for name, items in found.items()]


def lines_of(version: CardVersion) -> list[Line]:
    """Return the lines of a version, as they would be written again."""
    return [
        Line(
            name=item["name"], name_en=item["name_en"], section=section["name"],
            weight=Decimal(item["weight"]), sort=item["sort"], rule=item["rule"],
        )
        for section in version.sections
        for item in section["items"]
    ]  # fmt: skip


def scorecard(version: CardVersion) -> Scorecard:
    """Return a version as the policy core scores it; raise CardError for a card without sense."""
    return Scorecard(
        key=version.card.key, version=version.number, full=Fraction(version.full),
        most=None if version.most is None else Fraction(version.most),
        sections=tuple(
            Section(names=(each["name"], each["name"]), items=tuple(map(_item, each["items"])))
            for each in version.sections
        ),
    )  # fmt: skip


def _item(said: Mapping[str, Any]) -> Item:
    slug, _slash, rest = said["rule"].partition("/")
    return Item(
        key=said["key"], names=(said["name"], said["name_en"] or said["name"]),
        weight=Fraction(said["weight"]), critical=said["sort"] == CRITICAL,
        bonus=said["sort"] == BONUS,
        rule=(slug, rest.rpartition("/")[0]) if said["rule"] else None,
    )  # fmt: skip


def marked(marks: Mapping[str, Any]) -> dict[str, Mark]:
    """Return kept marks as the policy core reads them."""
    return {
        key: Mark(earned=EARNED[said["earned"]])
        for key, said in marks.items()
        if said.get("earned") in EARNED
    }


def score_of(version: CardVersion, marks: Mapping[str, Any]) -> Score:
    """Return what kept marks come to on a version; marks of items it does not have are left out."""
    card = scorecard(version)
    known = {item.key for item in card.items}
    return scored(card, {key: mark for key, mark in marked(marks).items() if key in known})


def rule_of(line: Line, book: Rulebook, day: date) -> tuple[Conduct, str] | None:
    """Return the conduct rule in force that a line was made from, with its item's key."""
    if not line.rule:
        return None
    slug, _slash, rest = line.rule.partition("/")
    rule_id, _slash, item = rest.rpartition("/")
    rule = book.find(slug, rule_id)
    if not isinstance(rule, Conduct) or not rule.is_in_force(day):
        return None
    return (rule, item) if any(one.item == item for one in rule.items) else None


def decimal(points: Fraction | None) -> Decimal | None:
    """Return a score to four decimals, as tables keep it."""
    return None if points is None else Decimal(round(points * 10_000)) / 10_000


def points_text(points: Fraction | Decimal | None) -> str:
    """Write a score with two decimals at most; empty for none."""
    if points is None:
        return ""
    return number_text(Fraction(round(Fraction(points) * 100), 100))
