"""The words a written regulation adds while its rules are written: posts, events, points, ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PERSON = {"type": "member", "label": "当事人", "label_en": "Person concerned"}
VALUE = {"type": "number", "label": "数值", "label_en": "Value"}
AMOUNT = {"type": "money", "label": "金额", "label_en": "Amount"}
MOMENT = {"type": "moment", "label": "时间", "label_en": "Moment"}
TEXT = {"type": "text", "label": "内容", "label_en": "Content"}


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of fact that people record for the rules of one text: its end of key and labels."""

    ending: str
    label: str
    label_en: str
    details: Mapping[str, Any]


BREACH = Event("breach", "违规登记", "Breach recorded", {"person": PERSON})
MERIT = Event("merit", "表现登记", "Merit recorded", {"person": PERSON})
_POST_FILLER = re.compile("部门|本部门|公司|中心|[部科室处的]|值班|当班|分管")
_RANK = 2
MATTER = Event("matter", "事项发生", "Matter arose", {"person": PERSON})
REQUEST = Event("request", "提出申请", "Asked for", {"person": PERSON, "amount": AMOUNT})
FIGURE = Event("figure", "指标登记", "Figure reported", {"person": PERSON, "value": VALUE})


@dataclass(slots=True)
class Words:
    """Keys for what the text names; the same words always get the same key.

    `prefix` begins the kinds of facts of this text, so that two texts never share one, and
    `title` stands in their labels;
    `posts` are the house's own, by name; `key_of` turns Chinese words into small letters.
    """

    prefix: str
    title: str
    posts: Mapping[str, str]
    key_of: Callable[[str], str]
    named_posts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def rule_id(self, words: str) -> str:
        """Return an id that no rule of the text has yet."""
        return self._free(self._plain(words, "rule").replace("_", "-"))

    def post(self, name: str) -> str:
        """Return the key of a post that the text names, the house's own where it has one."""
        known = name if name in self.posts else self._alike(name)
        key = self.posts.get(known) or self._plain(name, "post")
        self.named_posts.setdefault(key, known or name)
        return key

    def _alike(self, name: str) -> str:
        """Return the only post of the house that a text means by a longer or shorter name."""
        said = _POST_FILLER.sub("", name)
        ours = {post: _POST_FILLER.sub("", post) for post in self.posts}
        same = [post for post, plain in ours.items() if plain == said]
        near = [post for post, plain in ours.items() if plain and said and _ends_in(plain, said)]
        found = same or near
        return found[0] if len(found) == 1 else ""

    def point(self, name: str = "分") -> str:
        """Return the unit of the text's points."""
        unit = f"{self.prefix}_points"
        self.points.setdefault(unit, name)
        return unit

    def event(self, kind: Event, item: str) -> dict[str, str]:
        """Return the condition under which a rule listens to one item of an event."""
        key = f"{self.prefix}_{kind.ending}"
        fact = self.facts.setdefault(key, _fact(kind, self.title))
        choices = fact["details"]["item"]["type"]["one_of"]
        known = next((k for k, words in choices.items() if words == item), "")
        return {"fact": key, "item": known or self._choice(choices, item)}

    def detail(self, kind: Event, name: str, definition: Mapping[str, Any]) -> str:
        """Let an event carry one more detail, and return its name."""
        self.facts[f"{self.prefix}_{kind.ending}"]["details"].setdefault(name, dict(definition))
        return name

    def form_field(self, name: str, definition: Mapping[str, Any]) -> None:
        """Let forms carry one more field."""
        fields = self.facts.setdefault("form_filled", {"details": {}})["details"]
        fields.setdefault(name, dict(definition))

    def shift(self, name: str) -> str:
        """Return the key of a shift that the text names."""
        return self._plain(name, "shift")

    def _choice(self, choices: dict[str, str], item: str) -> str:
        begun = self._plain(item, "item")
        key = next(k for k in _numbered(begun, "_") if k not in choices)
        choices[key] = item
        return key

    def _free(self, begun: str) -> str:
        found = next(key for key in _numbered(begun, "-") if key not in self._taken)
        self._taken.add(found)
        return found

    def _plain(self, words: str, otherwise: str) -> str:
        key = self.key_of(words)
        return key if key[:1].isalpha() else f"{otherwise}_{key}".rstrip("_")


def _ends_in(ours: str, said: str) -> bool:
    """Say whether one name ends in the other, which is more than a rank such as 组长."""
    short, long = sorted((ours, said), key=len)
    return len(short) > _RANK and long.endswith(short)


def _fact(kind: Event, title: str) -> dict[str, Any]:
    item = {"type": {"one_of": {}}, "label": "事由", "label_en": "What"}
    details = {"item": item, **{name: dict(term) for name, term in kind.details.items()}}
    label, label_en = f"{kind.label}（{title}）", f"{kind.label_en} ({title})"
    return {"label": label, "label_en": label_en, "details": details}


def _numbered(begun: str, mark: str) -> Iterator[str]:
    yield begun
    number = 2
    while True:
        yield f"{begun}{mark}{number}"
        number += 1
