"""Whether a member may bring regulations in; to others drafts are not there."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.adoption.models import Draft
from shouwen.people.gates import may
from shouwen.people.models import Member

ADOPT = "regulations.adopt"


def draft_open_to(member: Member, pk: int, on: date) -> Draft:
    """Return a draft to whoever may adopt regulations."""
    if not may(member, ADOPT, on):
        raise Http404
    found = Draft.objects.select_related("created_by", "changed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
