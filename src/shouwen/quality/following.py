"""What a check that was taken back means for its score: a won appeal, or a correction by hand."""

from __future__ import annotations

import re
from datetime import datetime

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.actions import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.policy.facts_of.quality import SCORED
from shouwen.policy.kinds.conduct import CHECKED
from shouwen.quality import cards, lines
from shouwen.quality.actions import scored_details
from shouwen.quality.models import Item

_KEY = re.compile(r"check:\d+:quality-(\d+):\d+|rescored:(\d+):\d+")


def follow_corrected(row: FactRow, _outcome: Outcome) -> None:
    """Score a check anew without a line that was taken back: it counts as earned from then on.

    The former score is taken back as well, with whatever rules made of it.
    """
    taken = journal.find(int(str(row.details.get("number") or 0)))
    found = _KEY.fullmatch(taken.idempotency_key or "") if taken else None
    if taken is None or found is None or row.actor is None:
        return
    related = ("sample__version__card", "case", "person")
    item = Item.objects.select_related(*related).get(pk=int(found[1] or found[2]))
    if taken.kind == SCORED:
        Item.objects.filter(pk=item.pk).update(points=None, zeroed=False)
    elif taken.kind == CHECKED:
        _score_anew(item, taken, str(row.details.get("reason") or ""), row.actor, row)


def _score_anew(item: Item, taken: FactRow, reason: str, by: Member, row: FactRow) -> None:
    ending = f"/{taken.details.get('rule')}/{taken.details.get('item')}"
    marks = {
        key: {**said, "earned": "1", "overturned": "yes"} if key.endswith(ending) else said
        for key, said in item.marks.items()
    }
    _take_back_score(item, reason, by, row.recorded_at)
    score = cards.score_of(item.sample.version, marks)
    fact = Fact(
        kind=SCORED, about=f"member:{item.person.username}", happened_at=item.happened_at,
        details=scored_details(item, item.sample.version, score), actor=by.username,
    )  # fmt: skip
    enforcement.record_fact(
        fact, actor=by, recorded_at=row.recorded_at,
        idempotency_key=f"rescored:{item.pk}:{taken.number}",
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(
        marks=marks, points=cards.decimal(score.points), zeroed=bool(score.zeroed_by)
    )
    item.refresh_from_db()
    lines.keep(item)


def _take_back_score(item: Item, reason: str, by: Member, at: datetime) -> None:
    matter = {"case": item.case.number} if item.case else {"conversation": item.conversation}
    own = {**matter, "card": item.sample.version.card.key}
    about = f"member:{item.person.username}"
    for score in journal.facts_of_kind(SCORED, about=about, details=own):
        known = journal.find(score.number)
        found = _KEY.fullmatch(known.idempotency_key or "") if known else None
        if found is not None and int(found[1] or found[2]) == item.pk:
            enforcement.correct_fact(number=score.number, reason=reason, actor=by, at=at)
