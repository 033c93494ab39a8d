"""Whether a member may try drafts, and whose amounts they may see; to others it is not there."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.adoption.gates import ADOPT, draft_open_to
from shouwen.adoption.models import Draft
from shouwen.adoption.queries import signing_of
from shouwen.enforcement.gates import request_open_to
from shouwen.people.gates import may
from shouwen.people.models import Member
from shouwen.trial.models import Trial

EVERYBODYS = "ledger.view_all"


def trial_open_to(member: Member, pk: int, on: date) -> Trial:
    """Return a trial to whoever may adopt regulations."""
    if not may(member, ADOPT, on):
        raise Http404
    found = Trial.objects.select_related("asked_by").defer("text").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def draft_to_read(member: Member, pk: int, on: date) -> Draft:
    """Return a draft to whoever may adopt regulations or may read what it waits for."""
    if may(member, ADOPT, on):
        return draft_open_to(member, pk, on)
    found = Draft.objects.select_related("created_by", "changed_by").filter(pk=pk).first()
    signing = signing_of(found) if found else None
    if found is None or signing is None:
        raise Http404
    request_open_to(member, signing.request, on)
    return found


def may_try(member: Member, on: date) -> bool:
    """Tell whether a member may try drafts on past facts."""
    return may(member, ADOPT, on)


def sees_people(member: Member, on: date) -> bool:
    """Tell whether a member may see what each person would gain or lose."""
    return may(member, EVERYBODYS, on)
