"""Checking quality in the demonstration: a card, samples week by week, appeals, coaching.

It has chances of its own, so that the rest of the story stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from django.utils import timezone

from shouwen.appeals import actions as appeals
from shouwen.appeals import lines
from shouwen.approvals import queries as approvals
from shouwen.enforcement.actions import decide_request
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.ledger import queries as ledger
from shouwen.people.models import Post
from shouwen.policy.kinds.conduct import CHECKED
from shouwen.quality import actions, cards, coaching, contacts, drawing
from shouwen.quality.cards import Line, Written
from shouwen.quality.models import Calibration, CardVersion, Item, Marking, Note, Plan
from shouwen.quality.plans import PlannedPart
from shouwen.site.demo.house import Coached, QualityOf
from shouwen.site.demo.recording import signer_of
from shouwen.site.demo.story import SEED, Stage, midnight

WEEK = timedelta(days=7)
MOST_WEEKS, ROUND_CASES = 6, 4
# So many conversations of the last sample still wait for their checkers.
WAITING = 2
# How often somebody marks a line of a calibration otherwise than the rest, first and last round.
ASTRAY = (0.15, 0.06)


def plan_quality(stage: Stage) -> None:
    """Write a card and a plan; draw and check week by week, calibrate, coach and appeal."""
    said = stage.house.quality
    if said is None:
        return
    chance = Random(SEED)  # noqa: S311 - a story, no secret
    version = _card(stage, said)
    plan = _plan(stage, said, version)
    weeks = min(MOST_WEEKS, max(stage.length // 7, 1))
    for week in range(weeks):
        drawn_at = midnight(stage.now) - WEEK * (weeks - 1 - week) + timedelta(hours=0.5)
        done = (week + 1) / weeks
        stage.plan(drawn_at, partial(_draw, stage, said, plan, chance, done))
    for place, back in enumerate((4 * WEEK, timedelta(days=1))):
        begun_at = midnight(stage.now) - back + timedelta(hours=11)
        if begun_at > stage.begin() + timedelta(days=3):
            stage.plan(begun_at, partial(_calibrate, stage, said, version, chance, place))
    for each in said.coached:
        _plan_coaching(stage, each)


def _card(stage: Stage, said: QualityOf) -> CardVersion:
    written = Written(
        title=said.title, title_en=said.title_en, full=Decimal(100), most=None,
        lines=[
            Line(
                name=one.name, name_en=one.name_en, section=one.section,
                weight=Decimal(one.weight), sort=one.sort, rule=one.rule,
            )
            for one in said.lines
        ],
    )  # fmt: skip
    return cards.write(card=None, written=written, by=stage.members[said.manager], at=stage.begin())


def _plan(stage: Stage, said: QualityOf, version: CardVersion) -> Plan:
    return actions.make_plan(
        title=said.plan, card=version.card, checkers=Post.objects.get(key=said.checkers),
        parts=[PlannedPart(name=said.plan, of_each="person", at_least=1)], spares_own=True,
        newcomer_days=None, by=stage.members[said.manager], at=stage.begin(),
    )  # fmt: skip


def _draw(
    stage: Stage, said: QualityOf, plan: Plan, chance: Random, done: float, at: datetime
) -> None:
    day = timezone.localdate(at)
    sample = drawing.begin(
        plan=plan, since=day - WEEK, until=day - timedelta(days=1),
        by=stage.members[said.manager], at=at, seed=f"demo-{day - stage.begin().date()}",
    )  # fmt: skip
    found = list(sample.items.exclude(checker=None).order_by("pk").values_list("pk", flat=True))
    for pk in found[: -WAITING if done == 1 else None]:
        later = midnight(at) + timedelta(hours=chance.uniform(9, 14))
        stage.plan(later, partial(_check, stage, said, pk, chance, done))


def _check(
    stage: Stage, said: QualityOf, pk: int, chance: Random, done: float, at: datetime
) -> None:
    related = ("sample__version__card", "case", "person", "checker")
    item = Item.objects.select_related(*related).get(pk=pk)
    if item.checker is None:
        return
    marks = _marks(said, item, chance, said.passed + said.better * done)
    sent = Sent.at_once(item.checker, at, token=f"quality-{pk}")
    checked = actions.send_check(item=item, marks=marks, sent=sent)
    _question(stage, said, checked, at)


def _marks(said: QualityOf, item: Item, chance: Random, passed: float) -> dict[str, dict[str, str]]:
    weak = said.weak.get(item.person.username, "")
    found = {}
    for line in cards.lines_of(item.sample.version):
        often = passed / 2 if line.name == weak else passed
        often = max(often, 0.99) if line.sort == cards.CRITICAL else often
        earned = "1" if chance.random() < often else "0"
        note = chance.choice(said.notes) if earned == "0" and said.notes else ""
        found[line.key] = {"earned": earned, "note": note} if note else {"earned": earned}
    return found


# ── appeals ──────────────────────────────────────────────────────────────────────────────────


def _question(stage: Stage, said: QualityOf, item: Item, at: datetime) -> None:
    """Let the first line that cost something be won back, and the latest ones stand questioned."""
    questioned = stage.kept.get("quality_questioned", 0)
    if not said.questions or (questioned and stage.now - at > WEEK):
        return
    cost = _line_that_cost(item)
    if cost is None or not isinstance(questioned, int) or questioned >= len(said.questions):
        return
    stage.kept["quality_questioned"] = questioned + 1
    asked = at + timedelta(hours=2)
    stage.plan(asked, partial(_ask, stage, item, cost, said.questions[questioned], questioned == 0))


def _line_that_cost(item: Item) -> int | None:
    token = f":quality-{item.pk}:"
    about = f"member:{item.person.username}"
    facts = [
        one.number
        for one in journal.facts_of_kind(CHECKED, about=about, details={"passed": False})
        if token in str(getattr(journal.find(one.number), "idempotency_key", ""))
    ]
    moved = [one.fact_id for one in ledger.moved_by_any(facts)]
    return min(moved, default=None)


def _ask(stage: Stage, item: Item, number: int, reason: str, won: bool, at: datetime) -> None:  # noqa: FBT001 as the story has it
    sent = Sent.at_once(item.person, at)
    appeal = appeals.question(line=lines.of_fact(number), reason=reason, sent=sent)
    if won:
        later = at + timedelta(hours=20)
        stage.plan(later, partial(_uphold, stage, appeal.request_id))


def _uphold(stage: Stage, pk: int, at: datetime) -> None:
    request = approvals.find(pk)
    judge = signer_of(request, at) if request else None
    if request is not None and judge is not None and stage.house.quality is not None:
        comment = stage.house.quality.upheld
        decide_request(request=request, member=judge, verdict="granted", comment=comment, at=at)


# ── calibration and coaching ─────────────────────────────────────────────────────────────────


def _calibrate(
    stage: Stage, said: QualityOf, version: CardVersion, chance: Random, place: int, at: datetime
) -> None:
    who = [stage.members[key] for key in said.calibrators]
    day = timezone.localdate(at)
    found = contacts.cases_between(day - WEEK, day - timedelta(days=1))
    cases = [case for case in found if case.handler not in who][-ROUND_CASES:]
    if not cases:
        return
    made = actions.begin_calibration(
        title=f"{said.round} {timezone.localtime(at):%m-%d}", version=version, cases=cases,
        checkers=who,
        by=stage.members[said.manager], at=at,
    )  # fmt: skip
    _mark(made, cases, chance, ASTRAY[place], at)


def _mark(
    made: Calibration, cases: Sequence[object], chance: Random, astray: float, at: datetime
) -> None:
    keys = [line.key for line in cards.lines_of(made.version)]
    agreed = {
        getattr(case, "pk", 0): {key: "1" if chance.random() < 0.75 else "0" for key in keys}
        for case in cases
    }
    related = ("calibration__version__card", "case", "checker")
    for each in Marking.objects.filter(calibration=made).select_related(*related).order_by("pk"):
        marks = {
            key: {"earned": _turned(earned) if chance.random() < astray else earned}
            for key, earned in agreed[each.case_id].items()
        }
        actions.send_marking(marking=each, marks=marks, at=at + timedelta(minutes=each.pk % 50))


def _turned(earned: str) -> str:
    return "1/2" if earned == "1" else "1"


def _plan_coaching(stage: Stage, each: Coached) -> None:
    given_at = midnight(stage.now) - timedelta(days=each.days_ago) + timedelta(hours=9)
    if given_at > stage.begin():
        stage.plan(given_at, partial(_coach, stage, each))


def _coach(stage: Stage, each: Coached, at: datetime) -> None:
    days = timedelta(days=each.comes_back) if each.comes_back else None
    note = coaching.give(
        person=stage.members[each.person], text=each.text,
        follow_up=timezone.localdate(at) + days if days else None,
        sent=Sent.at_once(stage.members[each.by], at),
    )  # fmt: skip
    if each.read:
        stage.plan(at + timedelta(hours=5), partial(_read, stage, note, each))
    if each.seen and days:
        later = at + days - timedelta(hours=1)
        stage.plan(later, partial(_come_back, stage, note, each))


def _read(stage: Stage, note: Note, each: Coached, at: datetime) -> None:
    coaching.acknowledge(note=note, sent=Sent.at_once(stage.members[each.person], at))


def _come_back(stage: Stage, note: Note, each: Coached, at: datetime) -> None:
    sent = Sent.at_once(stage.members[each.by], at)
    coaching.follow_up(note=note, outcome=each.seen, sent=sent)
