"""Org (岗位职责): posts with their duties, how many hold them, and to whom they report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shouwen.policy.amounts import AmountError
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Condition
from shouwen.policy.kinds.figures import Count, number_text, read_number, wrong
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.questions import HoldersOf, PostsOf, SuperiorOf
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.words import Both
from shouwen.policy.rulings import Measure, Ruling, Unknown
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]
COUNTED, REPORTS = "headcount_counted", "reporting_line_set"


class Said(BaseModel):
    """A duty, a competence, a function or a principle in the regulation's own words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)
    text_en: str = ""

    @property
    def texts(self) -> Both:
        """The words in both languages."""
        return self.text, self.text_en or self.text


def _spelled_out(value: Any) -> Any:
    """Let bare words stand for ``{text: words}``."""
    return {"text": value} if isinstance(value, str) else value


Line = Annotated[Said, BeforeValidator(_spelled_out)]


class Headcount(BaseModel):
    """How many must or may hold a post; a figure that is None was left blank."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: Count = None
    at_most: Count = None
    exactly: Count = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        given = self.model_fields_set
        if not given or ("exactly" in given and len(given) > 1):
            raise wrong(
                "The headcount has no bound, or several that say the same.",
                "Write `{exactly: 3}`, or `{at_least: 1, at_most: 2}`.",
            )
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise wrong("No number is both.", "Let `at_most` be no smaller than `at_least`.")
        return self

    @property
    def blank(self) -> str:
        """The bound that was left blank, or an empty string."""
        return next((n for n in sorted(self.model_fields_set) if getattr(self, n) is None), "")

    @property
    def least(self) -> Any:
        """The fewest there must be, None without such a bound."""
        return self.at_least if self.exactly is None else self.exactly

    @property
    def most(self) -> Any:
        """The most there may be, None without such a bound."""
        return self.at_most if self.exactly is None else self.exactly

    def bounds(self) -> dict[str, str]:
        """Return the bounds that are given, each as a plain number."""
        given = ((name, getattr(self, name)) for name in ("exactly", "at_least", "at_most"))
        return {name: number_text(bound) for name, bound in given if bound is not None}

    def written(self) -> str:
        """Write the bounds in signs: ``≥ 1, ≤ 2``."""
        signs = {"at_least": "≥", "at_most": "≤", "exactly": "="}
        bounds = ((sign, getattr(self, name)) for name, sign in signs.items())
        return ", ".join(
            f"{sign} {number_text(bound)}" for sign, bound in bounds if bound is not None
        )


class PostOf(BaseModel):
    """One post: what it does and must be able to do, how many hold it, whom it reports to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    post: str
    reports_to: str = ""
    headcount: Headcount | None = None
    duties: tuple[Line, ...] = ()
    powers: tuple[Line, ...] = ()
    competences: tuple[Line, ...] = ()


class Org(Rule):
    """What a regulation says about posts and about whom it applies to.

    Headcounts are judged on ``headcount_counted``, reporting lines on ``reporting_line_set``;
    everything else is there to be listed.
    """

    kind: Literal["org"]
    scope: Line | None = None
    department: str = ""
    posts: tuple[PostOf, ...] = ()
    principles: tuple[Line, ...] = ()
    functions: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.scope or self.posts or self.principles or self.functions):
            raise wrong(
                "The rule lists nothing.", "Add `scope:`, `posts:`, `principles:` or `functions:`."
            )
        if self.when:
            raise wrong("An org rule has no `when`.", "Leave it out; posts are always listed.")
        return self

    def conditions(self) -> tuple[Condition, ...]:
        """The facts on which headcounts and reporting lines are judged; none for a mere list."""
        judged = {
            COUNTED: any(post.headcount for post in self.posts),
            REPORTS: any(post.reports_to for post in self.posts),
        }
        return tuple(Condition(fact=kind) for kind, is_judged in judged.items() if is_judged)

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        if self.department:
            yield Reference(("department",), "department", self.department)
        for position, post in enumerate(self.posts):
            yield Reference(("posts", position, "post"), "post", post.post)
            if post.reports_to:
                yield Reference(("posts", position, "reports_to"), "post", post.reports_to)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List posts given twice, and reporting lines that run in a circle."""
        names = [post.post for post in self.posts]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield ("posts",), f"The post `{name}` is given twice.", "Give it once."
        for position, post in enumerate(self.posts):
            if post.post in line_above([self], post.post):
                what = f"`{post.post}` reports to itself in the end."
                yield ("posts", position, "reports_to"), what, "Correct one of the lines."

    def listed(self) -> Mapping[str, Any]:
        """Return everything the rule lists; what it does not speak of is left out."""
        above = {one.post: list(line_above([self], one.post)) for one in self.posts}
        found: dict[str, Any] = {
            "scope": self.scope.text if self.scope else "",
            "department": self.department,
            "principles": _texts(self.principles),
            "functions": _texts(self.functions),
            "posts": [one.post for one in self.posts],
            "headcount": {p.post: p.headcount.bounds() for p in self.posts if p.headcount},
            "reports_to": {one.post: one.reports_to for one in self.posts if one.reports_to},
            "above": {post: line for post, line in above.items() if line},
        }
        for name in ("duties", "powers", "competences"):
            lines = {one.post: _texts(getattr(one, name)) for one in self.posts}
            found[name] = {post: texts for post, texts in lines.items() if texts}
        return {name: value for name, value in found.items() if value}

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Judge one headcount, or one reporting line."""
        if matter.fact.kind == COUNTED:
            return (self._counted(matter, steps),)
        return (self._line(matter, steps),)

    def _missing(self, name: str, fact: Fact, steps: Steps) -> Unknown:
        return self.unknown((name,), (*steps, self._detail_step("detail_missing", fact, name)))

    # ── headcount ────────────────────────────────────────────────────────────────────────────

    def _counted(self, matter: Matter, steps: Steps) -> Ruling:
        fact, key = matter.fact, matter.fact.detail("post")
        if key is None:
            return self._missing("post", fact, steps)
        post = next((one for one in self.posts if one.post == key), None)
        if post is None or post.headcount is None:
            return self.nothing((*steps, Step("post_not_counted", {"post": self._name(str(key))})))
        if post.headcount.blank:
            place = f"posts.{self.posts.index(post)}.headcount.{post.headcount.blank}"
            return self.needs_figure(place, steps)
        people = self._people(matter, post.post)
        if isinstance(people, Unknown):
            return self.unknown(people.missing, (*steps, *people.steps))
        return self._compared(post.post, post.headcount, people, steps)

    def _people(self, matter: Matter, post: str) -> Any:
        """Return how many hold the post: as recorded, else as the house answers."""
        if matter.fact.detail("people") is not None:
            try:
                return read_number(matter.fact.detail("people"))
            except AmountError:
                return self._missing("people", matter.fact, ())
        holders = matter.ask(HoldersOf(post))
        if holders is UNANSWERED:
            step = Step("holders_unknown", {"post": self._name(post)})
            return self.unknown((str(HoldersOf(post)),), (step,))
        return read_number(holders)

    def _compared(self, post: str, wanted: Headcount, people: Any, steps: Steps) -> Measure:
        values = {
            "post": self._name(post),
            "people": number_text(people),
            "wanted": wanted.written(),
        }
        short = wanted.least is not None and people < wanted.least
        over = wanted.most is not None and people > wanted.most
        step = Step("headcount_met", values)
        if short or over:
            step = Step("headcount_short", values) if short else Step("headcount_over", values)
        findings = ("too_few",) if short else ("too_many",) if over else ()
        return self._measured((*steps, step), values["people"], values["wanted"], findings)

    # ── reporting lines ──────────────────────────────────────────────────────────────────────

    def _line(self, matter: Matter, steps: Steps) -> Ruling:
        fact = matter.fact
        for name in ("person", "superior"):
            if fact.detail(name) is None:
                return self._missing(name, fact, steps)
        person, superior = str(fact.detail("person")), str(fact.detail("superior"))
        held = [matter.ask(PostsOf(one)) for one in (person, superior)]
        for who, posts in zip((person, superior), held, strict=True):
            if posts is UNANSWERED:
                step = Step("posts_unknown", {"person": who})
                return self.unknown((str(PostsOf(who)),), (*steps, step))
        own, above = ({str(post) for post in posts} for posts in held)  # type: ignore[attr-defined]
        wanted = [one.reports_to for one in self.posts if one.post in own and one.reports_to]
        if not wanted:
            return self.nothing((*steps, Step("no_line_for", {"person": person})))
        met = bool(above & set(wanted))
        names = "、".join(dict.fromkeys(self._name(post) for post in wanted))
        values = {"person": person, "superior": superior, "posts": names}
        step = Step("line_kept", values) if met else Step("line_not_kept", values)
        findings: tuple[str, ...] = () if met else ("reports_to",)
        steps = (*steps, step)
        if self._comes_back(matter, person, superior):
            steps = (*steps, Step("line_in_a_circle", values))
            findings += ("circle",)
        return self._measured(steps, superior, names, findings)

    def _comes_back(self, matter: Matter, person: str, superior: str) -> bool:
        """Tell whether the superiors above lead back to the person; nobody known ends the walk."""
        seen = {superior}
        while superior != person:
            answer = matter.ask(SuperiorOf(superior))
            if answer is UNANSWERED or answer is None or answer in seen:
                return False
            superior = str(answer)
            seen.add(superior)
        return True

    def _name(self, post: str) -> str:
        return self.words.posts.get(post, post)

    def _measured(
        self, steps: Steps, value: str, threshold: str, findings: tuple[str, ...]
    ) -> Measure:
        return Measure(
            rule=self.id,
            cites=self.clause,
            steps=steps,
            met=not findings,
            value=value,
            threshold=threshold,
            findings=findings,
        )


def _texts(lines: Iterable[Said]) -> list[str]:
    return [one.text for one in lines]


# ── lists ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post as one regulation describes it, with the rule to quote."""

    rule: Org
    post: PostOf

    @property
    def name(self) -> str:
        """The post's name in the regulation's words."""
        return self.rule.words.posts.get(self.post.post, self.post.post)


def posts_in(rules: Iterable[Rule]) -> tuple[PostLine, ...]:
    """Return every post that the rules describe, in their order; one may stand there often."""
    orgs = (rule for rule in rules if isinstance(rule, Org))
    return tuple(PostLine(rule, post) for rule in orgs for post in rule.posts)


def duties_of(rules: Iterable[Rule], post: str) -> tuple[tuple[Org, Said], ...]:
    """Return what the holders of a post have to do, each with the rule to quote."""
    mine = (line for line in posts_in(rules) if line.post.post == post)
    return tuple((line.rule, duty) for line in mine for duty in line.post.duties)


def headcounts(rules: Iterable[Rule]) -> tuple[tuple[PostLine, Headcount], ...]:
    """Return how many must or may hold each post."""
    return tuple((one, one.post.headcount) for one in posts_in(rules) if one.post.headcount)


def line_above(rules: Iterable[Rule], post: str) -> tuple[str, ...]:
    """Return the posts above a post, nearest first; a circle ends where it began."""
    above: dict[str, str] = {}
    for line in posts_in(rules):
        if line.post.reports_to:
            above.setdefault(line.post.post, line.post.reports_to)
    found: list[str] = []
    while (post := above.get(post, "")) and post not in found:
        found.append(post)
    return tuple(found)


def understaffed(rules: Iterable[Rule], holders: Mapping[str, int]) -> tuple[PostLine, ...]:
    """Return the posts that fewer people hold than must; nobody counted is nobody there."""
    return tuple(
        line
        for line, count in headcounts(rules)
        if count.least is not None and holders.get(line.post.post, 0) < count.least
    )
