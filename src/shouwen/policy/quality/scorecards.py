"""Scorecards (评分卡): items with weights in sections; exact scores with the steps to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shouwen.policy.kinds.figures import number_text
from shouwen.policy.kinds.words import Both, both
from shouwen.policy.steps import Step


class CardError(ValueError):
    """A card, or what was marked on it, makes no sense; the message says how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a card; ``weight`` is the most it earns.

    A ``critical`` item that is failed zeroes the whole score. A ``bonus`` is earned on top and
    costs nothing where it is not. ``rule`` is the conduct rule it was made from, if it was.
    """

    key: str
    names: Both
    weight: Fraction
    critical: bool = False
    bonus: bool = False
    rule: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items under one heading."""

    names: Both
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """One version of a card; what applies and is all earned comes to ``full`` points.

    ``most`` caps the score with its bonus; None leaves it open. Raises CardError for a card that
    could not be scored.
    """

    key: str
    version: int
    sections: tuple[Section, ...]
    full: Fraction
    most: Fraction | None = None

    def __post_init__(self) -> None:
        """Refuse a card with a key given twice, without weight, or that says two things at once."""
        for what in _faults(self):
            raise CardError(what)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item in order."""
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How much of an item was earned: 1 is all, 0 nothing, None that it does not apply."""

    earned: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a card comes to; ``points`` is None while items are unmarked or none applies.

    ``zeroed_by`` are the critical items that were failed, ``missing`` those nobody marked.
    """

    points: Fraction | None
    steps: tuple[Step, ...]
    zeroed_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The same marks on two versions of a card; ``items`` were added, dropped or weighed anew."""

    before: Score
    after: Score
    items: tuple[str, ...]


def _faults(card: Scorecard) -> Iterator[str]:
    for key, times in Counter(item.key for item in card.items).items():
        if times > 1:
            yield f"The item `{key}` stands {times} times on the card; give each its own key."
    for item in card.items:
        if item.weight < 0 or (item.weight == 0 and not item.critical):
            yield f"The item `{item.key}` weighs nothing; give it a weight or make it critical."
        if item.critical and item.bonus:
            yield f"The item `{item.key}` is critical and a bonus at once; choose one."
    if not any(item.weight > 0 and not item.bonus for item in card.items):
        yield "No item of the card counts; give at least one a weight."
    if card.full <= 0:
        yield "The full score is not above nought; say how many points a faultless check earns."
    if card.most is not None and card.most < card.full:
        yield "The most that can be reached is below the full score; raise it or leave it out."


def score(card: Scorecard, marks: Mapping[str, Mark]) -> Score:
    """Return what the marks come to on a card, exactly; unmarked items are named, not guessed.

    An item that does not apply takes its weight out of the reckoning. A failed critical item is
    zero at once, whatever is still unmarked. Raises CardError for marks the card cannot take.
    """
    _sound(card, marks)
    steps = [_step(item, marks[item.key]) for item in card.items if item.key in marks]
    failed = [item for item in card.items if item.critical and _lost(marks.get(item.key))]
    if failed:
        steps += [Step("score_zeroed", both("item", item.names)) for item in failed]
        return Score(
            points=Fraction(), steps=tuple(steps), zeroed_by=tuple(item.key for item in failed)
        )
    missing = [item for item in card.items if item.key not in marks and not item.bonus]
    if missing:
        steps += [Step("score_item_unmarked", both("item", item.names)) for item in missing]
        return Score(points=None, steps=tuple(steps), missing=tuple(item.key for item in missing))
    points, summed = _summed(card, marks)
    return Score(points=points, steps=(*steps, *summed))


def scored_anew(before: Scorecard, after: Scorecard, marks: Mapping[str, Mark]) -> Change:
    """Return what the same marks come to on two versions; items not on a version do not count."""
    old, new = ({item.key: item for item in card.items} for card in (before, after))
    changed = [key for key in {**old, **new} if not _same(old.get(key), new.get(key))]
    return Change(
        before=score(before, {key: marks[key] for key in old if key in marks}),
        after=score(after, {key: marks[key] for key in new if key in marks}),
        items=tuple(changed),
    )


def _same(old: Item | None, new: Item | None) -> bool:
    kept = ((one.weight, one.critical, one.bonus) if one else None for one in (old, new))
    return len(set(kept)) == 1


def _sound(card: Scorecard, marks: Mapping[str, Mark]) -> None:
    known = {item.key for item in card.items}
    for key, mark in marks.items():
        if key not in known:
            raise CardError(f"The card has no item `{key}`; mark the items it has.")
        if mark.earned is not None and not 0 <= mark.earned <= 1:
            raise CardError(f"The mark of `{key}` is not between nought and one; correct it.")


def _lost(mark: Mark | None) -> bool:
    return mark is not None and mark.earned == 0


def _step(item: Item, mark: Mark) -> Step:
    values = {**both("item", item.names), "weight": number_text(item.weight)}
    if mark.earned is None:
        return Step("score_item_not_applicable", values)
    code = "score_bonus_earned" if item.bonus else "score_item_earned"
    return Step(code, {**values, "earned": number_text(item.weight * mark.earned)})


def _summed(card: Scorecard, marks: Mapping[str, Mark]) -> tuple[Fraction | None, Sequence[Step]]:
    counted = [item for item in card.items if not item.bonus]
    possible = sum(_weights(counted, marks), Fraction())
    if not possible:
        return None, [Step("score_nothing_applies")]
    earned, bonus = _earned(counted, marks), _earned([i for i in card.items if i.bonus], marks)
    points = card.full * earned / possible + bonus
    steps = [
        Step(
            "score_of_card",
            {
                "earned": number_text(earned), "possible": number_text(possible),
                "full": number_text(card.full), "bonus": number_text(bonus),
                "points": number_text(points),
            },
        )
    ]  # fmt: skip
    if card.most is not None and points > card.most:
        steps.append(Step("score_capped", {"most": number_text(card.most)}))
        points = card.most
    return points, steps


def _weights(items: Iterable[Item], marks: Mapping[str, Mark]) -> Iterator[Fraction]:
    return (item.weight for item in items if marks[item.key].earned is not None)


def _earned(items: Iterable[Item], marks: Mapping[str, Mark]) -> Fraction:
    got = ((item, marks[item.key].earned) for item in items if item.key in marks)
    return sum((item.weight * earned for item, earned in got if earned is not None), Fraction())
