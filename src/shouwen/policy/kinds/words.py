"""Names for the steps of an explanation: what a key is called in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from shouwen.policy.amounts import YUAN, AmountError, Quantity, plain
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.steps import Step, Value
from shouwen.policy.vocabulary import BASE, DetailType, Vocabulary

Both = tuple[str, str]
Titles = Mapping[str, Both]
NamesByDetail = Mapping[str, Titles]
# Details of the house's own facts that hold the key of a rule or of a regulation.
NAMED_BY_KEY = ("rule", "regulation", "form")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A regulation's own names: facts and details, kinds of points, posts, departments, parties.

    A rule carries the words of its regulation so that its steps can be read by people; without
    them the keys are shown. ``readings`` are the choices between readings of the text on which a
    rule rests, by its id: names of setting and choice, each in Chinese and English. ``titles`` are
    what the regulation and its rules are called, by slug and by id.
    """

    facts: Vocabulary = BASE
    points: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _lines: dict[tuple[str, str, str], Step] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def line(self, code: str, kind: str, detail: str) -> Step:
        """Return the line that names a detail; there are only so many, so each is kept."""
        key = (code, kind, detail)
        found = self._lines.get(key)
        if found is None:
            found = Step(code, both("detail", self.facts.detail_labels(kind, detail)))
            self._lines[key] = found
        return found

    def read_as(self, rule_id: str) -> tuple[Step, ...]:
        """Return the lines that name the readings a rule (or a step of one) rests on."""
        return tuple(
            Step(
                "read_as", {**both("setting", (one[0], one[1])), **both("choice", (one[2], one[3]))}
            )
            for one in self.readings.get(rule_id.partition(".")[0], ())
        )

    def type_of(self, kind: str, detail: str) -> DetailType | None:
        """Return a detail's type, or None when the detail is not declared."""
        term = self.facts.term(kind, detail)
        return term.type if term else None

    def counted_in(self, unit: str) -> Both:
        """Return the word that follows a number of this unit."""
        if unit == YUAN:
            return "元", "yuan"
        label = self.points.get(unit, unit)
        for ending, word in (("点数", "点"), ("点", "点"), ("分数", "分"), ("分", "分")):
            if label.endswith(ending):
                return word, unit.replace("_", " ")
        return label, unit.replace("_", " ")

    def counted_as(self, kind: str, detail: str) -> Both:
        """Return the word that follows a detail's number: 元, 点, or nothing."""
        unit = self.unit_of(kind, detail)
        return self.counted_in(unit) if unit else ("", "")

    def unit_of(self, kind: str, detail: str) -> str:
        """Return what a detail's number is counted in: yuan, a kind of points, or nothing."""
        if detail in self.points:
            return detail
        term = self.facts.term(kind, detail)
        if term is not None and term.unit:
            return term.unit
        return YUAN if self.type_of(kind, detail) is DetailType.MONEY else ""

    def title_of(self, key: str) -> Both:
        """Return what a rule or the regulation is called, or its key when it is another's."""
        chinese, english = self.titles.get(key, (key, key))
        return chinese, english

    def value_of(self, kind: str, detail: str, value: object) -> Both:
        """Return a recorded value as people read it."""
        if detail in NAMED_BY_KEY and str(value) in self.titles:
            return self.title_of(str(value))
        term = self.facts.shown(kind, detail)
        if term is not None and term.type is DetailType.DEPARTMENT:
            name = self.departments.get(str(value), str(value))
            return name, name
        if term is not None and term.type is DetailType.MONEY:
            return self._sum(str(value))
        if term is not None:
            return term.value_labels(value)
        if isinstance(value, bool):
            return ("是", "yes") if value else ("否", "no")
        named = self.facts.values.get(detail, {})
        chinese, english = named.get(str(value), (str(value), str(value)))
        return chinese, english

    def _sum(self, said: str) -> Both:
        """Return a recorded sum as people read it; what is none, as it stands."""
        try:
            return quantity_texts(Quantity.parse(said), self, short=True)
        except AmountError:
            return said, said


def titles_of(slug: str, title: str, definitions: Mapping[str, Mapping[str, Any]]) -> Titles:
    """Return what a regulation and its rules are called, by slug and by id."""
    named = {key: str(one.get("title") or key) for key, one in definitions.items()}
    return {slug: (title, title)} | {
        key: (chinese, str(definitions[key].get("title_en") or chinese))
        for key, chinese in named.items()
    }


def values_of(
    names: NamesByDetail,
    points: Mapping[str, str],
    posts: Mapping[str, str],
    definitions: Iterable[Mapping[str, Any]],
) -> NamesByDetail:
    """Return what values that are keys are called, by the detail that holds them.

    ``definitions`` bring the items of conduct; ``names`` are those the front matter gives, and
    come before all others.
    """
    items = {
        str(item["item"]): (str(item["text"]), str(item.get("text_en") or item["text"]))
        for one in definitions
        for item in _items(one)
    }
    known: dict[str, Titles] = {
        "unit": {key: (label, key.replace("_", " ")) for key, label in points.items()},
        "post": {key: (label, label) for key, label in posts.items()},
        "item": items,
    }
    return known | {key: {**known.get(key, {}), **named} for key, named in names.items()}


def _items(definition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    items = definition.get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and item.get("item") and item.get("text"):
            yield item


def both(name: str, texts: Both) -> dict[str, Value]:
    """Return the two step values that a sentence reads as one ``{name}``."""
    return {f"{name}_zh": texts[0], f"{name}_en": texts[1]}


def quantity_texts(quantity: Quantity, words: Words, *, short: bool = False) -> Both:
    """Write a quantity: money with two decimals unless ``short``, points as short as they are."""
    if quantity.unit == YUAN and not short:
        number = f"{quantity.value:,.2f}"
    else:
        number = plain(quantity.value)
    chinese, english = words.counted_in(quantity.unit)
    return f"{number} {chinese}", f"{number} {english}"


def number_texts(number: Fraction, unit: Both) -> Both:
    """Write a plain number with the word that follows it, if any."""
    text = number_text(number)
    return f"{text} {unit[0]}".strip(), f"{text} {unit[1]}".strip()
