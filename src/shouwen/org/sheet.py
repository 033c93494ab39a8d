"""What the rules in force say about each post, gathered once for every page.

Everything is kept in both languages; nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from shouwen.policy.clauses import Clause
from shouwen.policy.describe import describe
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.org import Headcount, Org, PostOf, Said
from shouwen.policy.kinds.words import Both

Definitions = Mapping[tuple[str, str], Mapping[str, Any]]
Loc = tuple[str | int, ...]
Lines = tuple[tuple[Both, Both], ...]

OWES, SIGNS, ACCESS, HEARS, BOUND = "owes", "signs", "access", "hears", "bound"
# Where in its rule a post stands says what the rule makes of it; the first that fits decides.
_BY_PLACE = (
    ("escalate", HEARS),
    ("owed_by", OWES),
    ("reviewer", OWES),
    ("tiers", SIGNS),
    ("signed_by", SIGNS),
    ("signatures", SIGNS),
    ("late", SIGNS),
    ("posts", ACCESS),
)
_SPOKEN = ("duties", "powers", "competences")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """The clause something rests on."""

    regulation: str
    title: str
    number: str
    address: str

    @property
    def href(self) -> str:
        """The address of the clause in the regulation's text."""
        page = reverse("regulations:current", args=[self.regulation])
        return f"{page}#{quote(self.address, safe='/()')}"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of a regulation with its clause."""

    texts: Both
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A rule that names a post; ``lines`` are (label, text) in plain language."""

    title: Both
    lines: Lines
    cite: Cite


@dataclass(frozen=True, slots=True)
class Demand:
    """How many must or may hold a post."""

    headcount: Headcount
    cite: Cite


@dataclass(slots=True)
class PostSheet:
    """Everything the rules in force say about one post.

    ``superiors`` are posts to which it reports; ``entries`` are rules by what they make of it.
    """

    duties: list[Text] = field(default_factory=list)
    powers: list[Text] = field(default_factory=list)
    competences: list[Text] = field(default_factory=list)
    superiors: dict[str, Cite] = field(default_factory=dict)
    demands: list[Demand] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def count(self, role: str) -> int:
        """Return how many rules make this of the post."""
        return len(self.entries.get(role, ()))


@dataclass(slots=True)
class RegulationSheet:
    """What one regulation is there for: scope and principles, functions by department."""

    title: str
    scope: list[Text] = field(default_factory=list)
    principles: list[Text] = field(default_factory=list)
    functions: dict[str, list[Text]] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """What the rules in force say about posts, and about whom they apply to."""

    posts: dict[str, PostSheet] = field(default_factory=dict)
    regulations: dict[str, RegulationSheet] = field(default_factory=dict)

    def of(self, key: str) -> PostSheet:
        """Return a post's sheet; empty when no rule names it."""
        return self.posts.get(key) or PostSheet()


def sheet_of(rules: Iterable[Rule], definitions: Definitions, day: date) -> Sheet:
    """Gather what rules say on a day; ``definitions`` are their blocks by regulation and id."""
    sheet = Sheet()
    for rule in rules:
        if not rule.is_in_force(day):
            continue
        if isinstance(rule, Org):
            _add_org(sheet, rule)
        else:
            _add_rule(sheet, rule, definitions)
    return sheet


def _cite(clause: Clause) -> Cite:
    return Cite(
        regulation=clause.regulation,
        title=clause.title,
        number=clause.number,
        address=clause.address,
    )


# ── org rules ────────────────────────────────────────────────────────────────────────────────


def _add_org(sheet: Sheet, rule: Org) -> None:
    cite = _cite(rule.clause)
    for one in rule.posts:
        _add_post(sheet.posts.setdefault(one.post, PostSheet()), one, cite)
    if not (rule.scope or rule.principles or rule.functions):
        return
    page = sheet.regulations.setdefault(cite.regulation, RegulationSheet(cite.title))
    _say(page.scope, (rule.scope,) if rule.scope else (), cite)
    _say(page.principles, rule.principles, cite)
    if rule.functions:
        department = rule.words.departments.get(rule.department, rule.department)
        _say(page.functions.setdefault(department, []), rule.functions, cite)


def _add_post(post: PostSheet, said: PostOf, cite: Cite) -> None:
    for name in _SPOKEN:
        _say(getattr(post, name), getattr(said, name), cite)
    if said.reports_to:
        post.superiors.setdefault(said.reports_to, cite)
    if said.headcount:
        post.demands.append(Demand(said.headcount, cite))


def _say(found: list[Text], lines: Iterable[Said], cite: Cite) -> None:
    known = {(text.texts[0], text.cite.regulation) for text in found}
    new = (line for line in lines if (line.text, cite.regulation) not in known)
    found.extend(Text(line.texts, cite) for line in new)


# ── every other rule ─────────────────────────────────────────────────────────────────────────


def _add_rule(sheet: Sheet, rule: Rule, definitions: Definitions) -> None:
    named = dict.fromkeys(
        (ref.name, _role(rule, ref.loc)) for ref in rule.references() if ref.sort == "post"
    )
    if not named:
        return
    definition = _definition(rule, definitions)
    for post, role in named:
        entries = sheet.posts.setdefault(post, PostSheet()).entries
        entries.setdefault(role, []).append(_entry(rule, definition, post))


def _role(rule: Rule, loc: Loc) -> str:
    found = next((role for key, role in _BY_PLACE if key in loc), BOUND)
    return ACCESS if rule.kind == "access" and found == BOUND else found


def _definition(rule: Rule, definitions: Definitions) -> Mapping[str, Any]:
    """Return the block a rule was written in: a step's is that of its workflow."""
    key = rule.id
    while (rule.clause.regulation, key) not in definitions and "." in key:
        key = key.rpartition(".")[0]
    return definitions.get((rule.clause.regulation, key), {})


def _entry(rule: Rule, definition: Mapping[str, Any], post: str) -> Entry:
    said = describe(definition, rule.words)
    own = (rule.title, rule.title_en or rule.title)
    title = said.title if rule.title in ("", said.title[0]) else _joined(said.title, own)
    lines = tuple((line.label, line.text) for line in said.lines)
    if definition.get("kind") == "workflow":
        lines = tuple(_of_the_step(lines, definition, rule.id))
    name = rule.words.posts.get(post, post)
    return Entry(title=title, lines=tuple(_worth_saying(lines, name)), cite=_cite(rule.clause))


def _worth_saying(lines: Lines, post: str) -> Iterator[tuple[Both, Both]]:
    """Leave out for whom it is, that this very post owes it, and how its clause was read."""
    for label, text in lines:
        if label[0] not in ("读法", "对象") and (label[0], text[0]) != ("责任人", post):
            yield label, text


def _joined(whole: Both, part: Both) -> Both:
    return f"{whole[0]}：{part[0]}", f"{whole[1]}: {part[1]}"


def _of_the_step(
    lines: Lines, definition: Mapping[str, Any], rule_id: str
) -> Iterator[tuple[Both, Both]]:
    steps = [str(one.get("step")) for one in definition.get("steps", ())]
    name = rule_id.removeprefix(f"{definition.get('id')}.").partition(".")[0]
    number = steps.index(name) + 1 if name in steps else 0
    is_step: Callable[[Both], bool] = lambda label: label[1].startswith("Step ")  # noqa: E731
    yield from (one for one in lines if not is_step(one[0]) or one[0][1] == f"Step {number}")
