"""Addresses of knowledge: hints while somebody writes, and scripts."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.knowledge import gates
from shouwen.knowledge import hints as hinting
from shouwen.knowledge.choices import WRITTEN_REPLY
from shouwen.knowledge.hints import Hint
from shouwen.regulations import queries as regulations

router = Router("knowledge")
LONGEST = 5_000


class Draft(Body):
    """A text that somebody is writing, and in which situation."""

    text: str = Field(max_length=LONGEST)
    situation: str = Field(WRITTEN_REPLY, max_length=100, pattern=r"^[a-z0-9_]*$")


class HintOut(BaseModel):
    """Something to mend: forbidden, missing or early words, and the clause that says so."""

    code: str
    words: str
    clause: str
    times: int
    examples: list[str]


class HintsOut(BaseModel):
    """Everything to mend in a text; ``refused`` says which clause would refuse it."""

    hints: list[HintOut]
    refused: str


@router.do("/hints", HintsOut, verb="read")
def hints(request: ApiRequest, body: Draft) -> HintsOut:
    """Say what to mend in a text; the text goes no further."""
    now = timezone.now()
    # What somebody is writing is not kept for repeats.
    request.keep_answer = False
    if not gates.has_turn(request.member, now):
        said = _("Too many looks within a minute; go on writing.")
        raise Problem(type="too-many-requests", detail=said, headers={"Retry-After": "60"})
    today = timezone.localdate(now)
    found = hinting.hints_for(
        hinting.spoken(request.member, body.text, body.situation or WRITTEN_REPLY, now),
        regulations.rulebook_on(today),
        gates.posts_of(request.member, today),
    )
    rows = [_out(one) for one in (*found.forbidden, *found.missing)]
    return HintsOut(hints=rows, refused=found.refused)


def _out(one: Hint) -> HintOut:
    return HintOut(
        code=one.code, words=one.words, clause=one.cited.number, times=one.times,
        examples=list(one.examples),
    )  # fmt: skip
