"""What a rule may have to ask beyond the fact itself; the floors above answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PostsOf:
    """Which posts does this member hold when the fact happens? Answer: a set of post keys."""

    person: str

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"posts:{self.person}"


@dataclass(frozen=True, slots=True)
class SuperiorOf:
    """Who is this member's superior when the fact happens? Answer: a member's key, or None."""

    person: str

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"superior:{self.person}"


@dataclass(frozen=True, slots=True)
class Occurrences:
    """How often did this rule already apply, with the same details, before the fact? A count.

    ``fact_kinds`` are the kinds the rule listens to and ``keys`` the details that must be the
    same, sorted by name; ``about``, where given, is the matter that must be the same (a fact about
    a member need not repeat the member as a detail). Facts count from ``since`` (None: ever) to
    before ``until``, which is just after the fact in question: leave out that fact itself, those
    recorded after it, and those corrected away. Only facts for which ``rule.applies`` is true,
    given the answers of their own day, were occurrences.

    ``numbered``, the detail a running number stands in and the number the fact bears, asks how many
    numbers were given out instead: one taken back keeps its number, one recorded anew in its place
    (at the same moment, with the same number) takes no further one, and ``until`` ends the period.
    """

    regulation: str
    rule: str
    fact_kinds: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    since: datetime | None
    until: datetime
    about: str = ""
    numbered: tuple[str, str] | None = None

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"occurrences:{self.rule}"


@dataclass(frozen=True, slots=True)
class MembersOf:
    """Which members hold this post when the fact happens? Answer: their keys, in a fixed order."""

    post: str

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"members:{self.post}"


@dataclass(frozen=True, slots=True)
class HoldersOf:
    """How many members hold this post when the fact happens? Answer: a count."""

    post: str

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"holders:{self.post}"


@dataclass(frozen=True, slots=True)
class Booked:
    """How much did rules of a regulation book for a holder, net? Answer: an exact Fraction.

    What the holder gained counts positive, what it gave negative, in units of ``unit``. ``holder``
    is (kind, key); ``rules`` are the rules' ids, or empty for all of the regulation. Transfers
    count whose fact happened from ``since`` (None: ever) to before ``until``, was recorded before
    the fact in question, and stands: neither countered nor a counter-entry.
    """

    figure: str
    regulation: str
    rules: tuple[str, ...]
    unit: str
    holder: tuple[str, str]
    since: datetime | None
    until: datetime
    back: int = 0  # how many periods before that of the fact

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"booked:{self.figure}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What earlier facts come to: how many there are, or the sum of a detail. An exact Fraction.

    The rule's figure ``figure`` says which facts count and what each is worth:
    ``rule.recorder(figure)``, handed to ``shouwen.policy.kinds.sources.recorded.tally``. ``keys``
    are the details that must be the same, sorted by name; a fact about ``member:x`` need not repeat
    ``person: x``. Facts count from ``since`` (None: ever) to before ``until``: leave out the fact
    in question, those recorded after it, and those corrected away. The answer is None while one of
    them lacks what must be known.
    """

    figure: str
    regulation: str
    rule: str
    fact_kinds: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    since: datetime | None
    until: datetime
    back: int = 0  # how many periods before that of the fact

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"recorded:{self.figure}"


@dataclass(frozen=True, slots=True)
class Restarted:
    """When did this kind of fact last happen to the person? Answer: a moment, or None for never.

    Facts count as under :class:`Recorded`; the latest of them is the answer.
    """

    figure: str
    fact: str
    person: str
    since: datetime | None
    until: datetime

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"restarted:{self.figure}"

    def as_recorded(self) -> Recorded:
        """Return the question which facts these are."""
        keys = (("person", self.person),)
        return Recorded(self.figure, "", "", (self.fact,), keys, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Standings:
    """The same question for each of several members. Answer: a mapping of member to Fraction.

    In ``of`` each member takes the place of the one it names: as the holder, or as the value of the
    keys ``by``. The answer is None while it is unknown for one of them.
    """

    of: Booked | Recorded
    members: tuple[str, ...]
    by: tuple[str, ...] = ()

    def about(self, member: str) -> Booked | Recorded:
        """Return the question about one of the members."""
        if isinstance(self.of, Booked):
            return replace(self.of, holder=("member", member))
        keys = ((name, member if name in self.by else value) for name, value in self.of.keys)
        return replace(self.of, keys=tuple(keys))

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"standings:{self.of.figure}"


OfPeople = PostsOf | SuperiorOf | HoldersOf | MembersOf


@dataclass(frozen=True, slots=True)
class Approved:
    """Did an approval rule pass an earlier fact about this matter with these details? Yes or no.

    ``fact_kinds`` are the kinds of facts the rule holds, ``details`` what must be the same, sorted
    by name; a fact that was corrected since does not count.
    """

    regulation: str
    rule: str
    fact_kinds: tuple[str, ...]
    about: str
    details: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"approved:{self.rule}"


@dataclass(frozen=True, slots=True)
class Done:
    """Was a step of a workflow done about this matter, since it began last? Yes or no.

    ``rule`` is the step that waits, ``step`` the name of the one it waits for; its rule tells a
    fact that does it: ``rule.was_done(step, facts)`` of the matter's earlier facts in order.
    ``fact_kinds`` are the kinds that have to be looked at.
    """

    regulation: str
    rule: str
    step: str
    fact_kinds: tuple[str, ...]
    about: str

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"done:{self.step}"


@dataclass(frozen=True, slots=True)
class Stocked:
    """How much is there of an item of a stock before the fact? An exact Fraction.

    ``item`` are the details that tell the item, in the order of the rule. What forms of the
    regulation that name the ``stock`` added and took counts, in the order of recording; what was
    corrected since does not. The answer is None while nothing was ever entered of the item.
    """

    regulation: str
    figure: str
    item: tuple[tuple[str, str], ...]
    back: int = 0

    def __str__(self) -> str:
        """Name the question the way ``missing`` lists it."""
        return f"stock:{self.figure}"


Question = (
    OfPeople | Occurrences | Approved | Done | Booked | Recorded | Standings | Restarted | Stocked
)
