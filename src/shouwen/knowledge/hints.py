"""What a text still lacks or must not say, while somebody is writing it.

The judge of the facts decides here as well: the text is judged as if it had been said now. Nothing
is written down, and the text is neither kept nor logged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from shouwen.enforcement.book import always
from shouwen.enforcement.words import of_language, refusal_text
from shouwen.knowledge import queries
from shouwen.knowledge.queries import Cited, Composing
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.policy import judge
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers, ClausesDisagreeError
from shouwen.policy.kinds.conduct import SPOKEN, Conduct, check_text
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.phrases import TextFinding
from shouwen.policy.kinds.questions import PostsOf, Question
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Measure, Permission, Ruling
from shouwen.regulations.queries import rulebook_on

# So much stands around a phrase where it is shown, in characters.
AROUND = 10
SHOWN, EXAMPLES = 8, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One thing to mend. ``code`` is forbidden, missing or early.

    Of a forbidden phrase ``before`` and ``after`` are the text around it, ``times`` how often it
    stands there. What is missing has ``examples`` of which one is enough.
    """

    code: str
    words: str
    cited: Cited
    before: str = ""
    after: str = ""
    times: int = 1
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Everything to mend in a text; ``refused`` says which clause would refuse it."""

    forbidden: tuple[Hint, ...] = ()
    missing: tuple[Hint, ...] = ()
    refused: str = ""
    more: int = field(default=0)

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.forbidden or self.missing or self.refused)


def spoken(member: Member, text: str, situation: str, at: datetime) -> Fact:
    """Return a text as the fact that a member said it in a situation."""
    return Fact(
        kind=SPOKEN,
        about=f"member:{member.username}",
        happened_at=at,
        details={"person": member.username, "situation": situation, "text": text},
        actor=member.username,
    )


def composing_on(member: Member, day: date) -> Composing:
    """Return what a reply that this member writes on this day is looked at for."""
    posts = standing_today(member, day).own.posts
    return queries.composing(rulebook_on(day), day, posts)


def hints_for(fact: Fact, book: Rulebook, posts: Iterable[str]) -> Hints:
    """Say what is to mend in a text, by the rules in force; ``posts`` are the writer's own.

    Nothing is asked of the database. A clause that would need to know more says nothing yet.
    """
    text = str(fact.detail("text") or "")
    if not text.strip():
        return Hints()
    rulings = _rulings(fact, book, frozenset(posts))
    found = list(_found(rulings, book, text, str(fact.detail("situation") or "")))
    forbidden = [hint for hint in found if hint.code == "forbidden"]
    missing = [hint for hint in found if hint.code != "forbidden"]
    return Hints(
        forbidden=tuple(forbidden[:SHOWN]),
        missing=tuple(missing[:SHOWN]),
        refused=_refusal(rulings),
        more=len(forbidden[SHOWN:]) + len(missing[SHOWN:]),
    )


def _rulings(fact: Fact, book: Rulebook, posts: frozenset[str]) -> tuple[Ruling, ...]:
    def answer(question: Question) -> object:
        return posts if isinstance(question, PostsOf) else UNANSWERED

    try:
        return judge.judge(book, fact, Answers(answer), lambda _name: always(), brief=True)
    except ClausesDisagreeError:
        return ()


def _refusal(rulings: Iterable[Ruling]) -> str:
    permissions = (r for r in rulings if isinstance(r, Permission) and r.state == "refused")
    return next((refusal_text(each) for each in permissions), "")


def _found(rulings: Iterable[Ruling], book: Rulebook, text: str, situation: str) -> Iterator[Hint]:
    for ruling in rulings:
        if not isinstance(ruling, Measure) or ruling.met is not False:
            continue
        rule = book.find(ruling.cites.regulation, ruling.rule)
        if isinstance(rule, Conduct):
            # The judge has found it wanting; where exactly is for the writer to see.
            findings = check_text(rule, text, situation)
            times = Counter((one.code, one.key) for one in findings)
            first = {(one.code, one.key): one for one in reversed(findings)}
            for key, count in times.items():
                yield _hint(first[key], rule, text, count)


def _hint(finding: TextFinding, rule: Conduct, text: str, times: int) -> Hint:
    cited = queries.cited(rule)
    if finding.code == "forbidden":
        return Hint(
            code="forbidden",
            words=text[finding.start : finding.end],
            cited=cited,
            before=text[max(0, finding.start - AROUND) : finding.start],
            after=text[finding.end : finding.end + AROUND],
            times=times,
        )
    wanted = next((one.any_of for one in rule.must_say if one.group == finding.key), ())
    return Hint(
        code=finding.code,
        words=of_language(finding.names),
        cited=cited,
        examples=tuple(map(queries.printed, wanted[:EXAMPLES])),
    )
