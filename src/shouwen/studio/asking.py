"""Asking the assistant in the background, and taking only what holds of what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shouwen.leases.holding import Lease, LostError, claim, kept
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.reading.quantities.numerals import NUMERAL, figure_of, plain
from shouwen.studio.assistant import AT_ONCE, Assistant, ask, assistant, to_send
from shouwen.studio.choices import AWAITED, Asked, Verdict, Way
from shouwen.studio.forms import RuleForm
from shouwen.studio.kinds import ASKED
from shouwen.studio.models import Asking, FoundText, Reshaping, Sentence, Suggestion
from shouwen.studio.sheet import cards_of

log = structlog.get_logger(__name__)
MOST = 5 * AT_ONCE


class Proposed(BaseModel):
    """One rule as the assistant answers it; anything else is no rule."""

    model_config = ConfigDict(extra="forbid")

    sentence: int
    kind: str
    quote: str = Field(min_length=2, max_length=2000)
    actor: str = Field(default="", max_length=100)
    params: dict[str, str | int | float | bool] = Field(default_factory=dict)


class NotTakenError(Exception):
    """What was answered does not hold; the code says why."""


def begin(*, text: FoundText, sentences: Sequence[int], by: Member, at: datetime) -> Asking:
    """Note that sentences shall be sent: those that were shown and may still be sent."""
    endpoint = assistant()
    if endpoint is None:
        raise RefusedError(_("No assistant is set up; nothing was sent."))
    shown = set(sentences)
    rows = [(row, words) for row, words in to_send(text).rows if row.pk in shown]
    if not rows:
        raise RefusedError(_("None of these sentences is open any more; nothing was sent."))
    sent = [
        {"number": number, "row": row.pk, "words": words}
        for number, (row, words) in enumerate(rows, 1)
    ]
    return Asking.objects.create(
        text=text, host=endpoint.host[:255], model=endpoint.model[:100], sent=sent, by=by, at=at
    )


@task(takes_context=True)
def ask_assistant(context: TaskContext, pk: int, at: str) -> None:
    """Send what was noted and keep what holds of the answer; asked again, it does nothing."""
    answer_for(pk, by=context.task_result.id, at=datetime.fromisoformat(at))


def answer_for(pk: int, *, by: str, at: datetime) -> None:
    """Send for a task; only the same task sends again what was lost with its worker."""
    mine = Asking.objects.filter(pk=pk, state__in=AWAITED)
    now = timezone.now()  # clock: the worker's own
    lease = claim(mine.filter(held_by__in=("", by)), by, now, state=Asked.SENT)
    if lease is None:
        return
    try:
        with kept(lease):
            _ask(lease, at)
    except LostError:
        return
    except Exception:
        log.exception("asking_failed", asking=pk)
        _failed(lease, "broken")


def _ask(lease: Lease, at: datetime) -> None:
    found = lease.rows.select_related("text__document", "by").get()
    endpoint = assistant()
    if endpoint is None:
        _failed(lease, "off")
        return
    answer, fault = _answer(endpoint, found)
    rules = answer.get("rules") if isinstance(answer, dict) else None
    if isinstance(rules, list):
        _keep(lease, found, rules[:MOST], at)
    else:
        _failed(lease, fault or "nonsense")


def _answer(endpoint: Assistant, found: Asking) -> tuple[Any, str]:
    return ask(endpoint, [(one["number"], one["words"]) for one in found.sent])


def _failed(lease: Lease, fault: str) -> None:
    lease.end(state=Asked.FAILED, fault=fault[:16])


@transaction.atomic
def _keep(lease: Lease, found: Asking, rules: Sequence[Any], at: datetime) -> None:
    """Keep the answers that hold, each in the place of its sentence; note why others do not."""
    sent = {one["number"]: one for one in found.sent}
    taken: dict[int, list[Suggestion]] = {}
    for told in rules:
        try:
            row = _checked(found.text, sent, told)
        except NotTakenError as why:
            number = told.get("sentence") if isinstance(told, dict) else None
            shown = number if isinstance(number, int) else 0
            found.refused.append({"number": shown, "why": str(why)})
        else:
            taken.setdefault(int(told["sentence"]), []).append(row)
    for number, rows in taken.items():
        found.proposed += _stand(found, sent[number]["row"], rows, at)
    lease.end(state=Asked.ANSWERED, proposed=found.proposed, refused=found.refused)


def _stand(found: Asking, sentence: int, rows: Sequence[Suggestion], at: datetime) -> int:
    """Let proposals stand where their sentence stood, if nobody decided about it meanwhile."""
    done = Reshaping.objects.create(text=found.text, way=Way.ASSISTED, by=found.by, at=at)
    open_ = Sentence.objects.filter(pk=sentence, verdict=Verdict.OPEN)
    if not open_.update(replaced_in=done):
        done.delete()
        return 0
    for row in rows:
        row.made_in = done
        row.save(force_insert=True)
    return len(rows)


# ── what holds ───────────────────────────────────────────────────────────────────────────────


def _checked(text: FoundText, sent: Mapping[int, Any], told: Any) -> Suggestion:
    """Return an answer as a proposal that nobody has looked at; NotTakenError where it is none."""
    try:
        said = Proposed.model_validate(told)
    except ValidationError:
        raise NotTakenError("shape") from None
    one = sent.get(said.sentence)
    if one is None or said.kind not in ASKED:
        raise NotTakenError("sentence" if one is None else "kind")
    at = one["words"].find(said.quote)
    if at < 0 or (said.actor and said.actor not in one["words"]):
        raise NotTakenError("quote")
    _check_figures(said.params, one["words"])
    place = Sentence.everything.filter(pk=one["row"], text=text).first()
    if place is None:
        raise NotTakenError("sentence")
    row = Suggestion(
        text=text, clause=place.clause, start=place.start + at,
        end=place.start + at + len(said.quote), kind=said.kind, quote=said.quote,
        actor=said.actor, sure="low", why="assistant",
    )  # fmt: skip
    row.params = row.params_read = _params(row, said)
    # A proposal that the file format cannot even say is no proposal.
    if cards_of(text, [row])[row.pk].read is None:
        raise NotTakenError("unreadable")
    return row


def _params(row: Suggestion, said: Proposed) -> dict[str, Any]:
    """Read the figures with the very form in which a person would enter them."""
    unknown = set(said.params) - {one.key for one in ASKED[said.kind]}
    form = RuleForm({**said.params, "actor": said.actor, "revision": 1}, row=row, kind=said.kind)
    if unknown or not form.is_valid():
        raise NotTakenError("params")
    return form.params()


def _check_figures(params: Mapping[str, Any], words: str) -> None:
    """Refuse a figure that does not stand in the sentence: nothing is invented."""
    there = {figure_of(match) for match in NUMERAL.finditer(plain(words))}
    for value in params.values():
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        figure = abs(Decimal(str(value)))
        if not {figure, figure * 100} & there:
            raise NotTakenError("figure")
