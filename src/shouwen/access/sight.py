"""The one place that decides how a field is shown: pages, parts, search, files and messages ask it.

A :class:`Sight` belongs to one member and one moment. What the rules say is asked once for each
kind of record and level, never for a row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from shouwen.access import masks
from shouwen.access.choices import Level, State, What
from shouwen.access.masks import Masks
from shouwen.access.models import Asking, Tie
from shouwen.access.weighing import GRANTED, INSIDE, SILENT, Scales, Weighed
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.facts import Detail
from shouwen.policy.rulings import Mask

WORK = "cases.work"
Details = Mapping[str, Detail]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one member sees one kind of record at one level, before anything was revealed."""

    masks: Masks
    said: Weighed
    classes: tuple[str, ...]

    def covers(self, field: str) -> bool:
        """Return whether anything of the field is covered."""
        return self.masks.get(field) is not None


class Ties:
    """What is tied to the regulations' words, read in one query."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Sort the ties by record."""
        self._classes: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._fields: dict[str, dict[str, str]] = defaultdict(dict)
        for record, level, field, word in rows:
            if field:
                self._fields[record][word] = field
            else:
                self._classes[record].append((level, word))

    @classmethod
    def read(cls) -> Ties:
        """Read every tie."""
        rows = Tie.objects.order_by("pk").values_list("record", "level", "field", "word")
        return cls(rows)

    def classes(self, record: str, level: str) -> tuple[str, ...]:
        """Return the classes under which records of this kind and level fall."""
        found = (word for of, word in self._classes.get(record, ()) if of in ("", level))
        return tuple(dict.fromkeys(found))

    def field(self, record: str, word: str) -> str:
        """Return the product's field that a regulation's mask means."""
        return self._fields.get(record, {}).get(word, word)


class Sight:
    """What one member may see at one moment."""

    def __init__(
        self, member: Member | None, at: datetime, *, permissions: Collection[str] | None = None
    ) -> None:
        """Remember whose sight it is; ``None`` is the sight of whoever may see least."""
        self.member, self.at = member, at
        self._permissions = permissions
        self._ties: Ties | None = None
        self._views: dict[tuple[str, str], View] = {}
        self._scales = Scales(member, at) if member else None
        self._revealed: dict[str, frozenset[str]] | None = None

    @property
    def works(self) -> bool:
        """Whether the member works on customers' matters."""
        if self.member is None:
            return False
        if self._permissions is None:
            on = timezone.localdate(self.at)
            self._permissions = people.permissions_of(self.member, on)
        return WORK in self._permissions

    @property
    def ties(self) -> Ties:
        """What is tied to the regulations' words."""
        if self._ties is None:
            self._ties = Ties.read()
        return self._ties

    def know(self, ties: Ties) -> None:
        """Take the ties as known, so that they are not read again."""
        self._ties = ties

    def view(self, record: str, level: str) -> View:
        """Return how the member sees such records."""
        place = (record, level)
        if place not in self._views:
            self._views[place] = self._viewed(record, level)
        return self._views[place]

    def weigh(self, record: str, level: str, action: str, details: Details) -> Weighed:
        """Return what the rules would say to asking for such a record with these details."""
        if self._scales is None:
            return Weighed()
        return self._scales.weigh(self.ties.classes(record, level), action, details)

    def _viewed(self, record: str, level: str) -> View:
        classes = self.ties.classes(record, level)
        if self._scales is None:
            least = masks.ALL_COVERED if classes else masks.of_house(level, works=False)
            return View(masks=least, said=Weighed(), classes=classes)
        said = self._scales.weigh(classes, What.SEE, INSIDE) if classes else Weighed()
        return View(masks=self._masks(record, level, said), said=said, classes=classes)

    def _masks(self, record: str, level: str, said: Weighed) -> Masks:
        if said.verdict == SILENT:
            return masks.of_house(level, works=self.works)
        if said.verdict != GRANTED:
            return masks.ALL_COVERED
        found: dict[str, Mask] = {}
        for mask in said.masks:
            field = self.ties.field(record, mask.field)
            found[field] = masks.narrower(found.get(field, mask), mask)
        return masks.with_email(found)

    # ── what is shown ────────────────────────────────────────────────────────────────────────

    def shown(self, record: str, level: str, field: str, value: str, subject: str = "") -> str:
        """Return a field's value as this member may see it.

        With ``subject``, the record's number, what was revealed of it is shown whole.
        """
        mask = self.view(record, level).masks.get(field)
        if mask is None or (subject and field in self.revealed(subject)):
            return value
        return masks.over(mask, value)

    def is_whole(self, record: str, level: str, field: str, subject: str = "") -> bool:
        """Return whether the member sees every sign of the field."""
        if not self.view(record, level).covers(field):
            return True
        return bool(subject) and field in self.revealed(subject)

    def whole_levels(self, record: str, field: str) -> list[str]:
        """Return the levels of which the member sees the field whole, so may search by parts."""
        return [level for level in Level.values if not self.view(record, level).covers(field)]

    def scrubbed(self, text: str, values: Iterable[tuple[str, str]]) -> str:
        """Return a text people wrote with covered values covered in it too.

        ``values`` are pairs of a whole value and how it is shown. An address of e-mail is found in
        large letters as well.
        """
        for whole, shown in sorted(set(values), key=lambda pair: -len(pair[0])):
            if not whole or whole == shown:
                continue
            if "@" in whole:
                # A replacement's backslashes would be read as groups.
                plain = shown.replace("\\", r"\\")
                text = re.sub(re.escape(whole), plain, text, flags=re.IGNORECASE)
            elif whole in text:
                text = text.replace(whole, shown)
        return text

    def revealed(self, subject: str) -> frozenset[str]:
        """Return the fields of a record that were revealed to the member and still are."""
        if self._revealed is None:
            self._revealed = self._read_revealed()
        return self._revealed.get(subject, frozenset())

    def forget_revealed(self) -> None:
        """Let nothing count as revealed."""
        self._revealed = {}

    def _read_revealed(self) -> dict[str, frozenset[str]]:
        if self.member is None:
            return {}
        live = Asking.objects.filter(
            member=self.member, state=State.OPEN, until__gt=self.at,
            what__in=[What.SEE, What.DISCLOSE],
        )  # fmt: skip
        found: dict[str, frozenset[str]] = defaultdict(frozenset)
        for subject, fields in live.values_list("subject", "fields"):
            found[subject] |= frozenset(fields)
        return found


def tied_to_a_class(record: str, level: str) -> Exists:
    """Return the condition that a class covers a record whose level stands in this column."""
    ties = Tie.objects.filter(Q(level="") | Q(level=OuterRef(level)), record=record, field="")
    return Exists(ties)


def least(record: str, at: datetime, *, is_tied: bool) -> Sight:
    """Return the sight of nobody in particular, told whether classes cover the record."""
    sight = Sight(None, at)
    sight.know(Ties([(record, "", "", record)] if is_tied else []))
    return sight


def sight_of(
    member: Member | None, at: datetime, *, permissions: Collection[str] | None = None
) -> Sight:
    """Return the member's sight at a moment; asked again for the same moment, the same one.

    Hand in ``permissions`` where they are known, to save a query.
    """
    if member is None:
        return Sight(None, at)
    kept = member.__dict__.get("_sight")
    if not isinstance(kept, Sight) or kept.at != at:
        kept = Sight(member, at, permissions=permissions)
        member.__dict__["_sight"] = kept
    return kept


def see_nothing_revealed(member: Member, at: datetime) -> None:
    """Let the member's sight at this moment be without what was revealed for some minutes.

    For programs that read in the member's name: a field was revealed to a person.
    """
    plain = Sight(member, at)
    plain.forget_revealed()
    member.__dict__["_sight"] = plain


def shown(
    member: Member, record: str, field: str, value: str, *, at: datetime,
    level: str = Level.ORDINARY, subject: str = "",
) -> str:  # fmt: skip
    """Return one field's value as the member may see it; :class:`Sight` keeps what was asked."""
    return sight_of(member, at).shown(record, level, field, value, subject)
