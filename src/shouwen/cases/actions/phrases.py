"""Keeping replies for use again."""

from __future__ import annotations

from shouwen.cases.models import Phrase
from shouwen.people.models import Member, Post, Team


def keep_phrase(
    *, by: Member, name: str, text: str, own: bool, team: Team | None, post: Post | None
) -> Phrase:
    """Keep a reply for the member, for a team or a post, or for everybody."""
    return Phrase.objects.create(
        member=by if own else None, team=team, post=post, name=name, text=text, written_by=by
    )


def drop_phrase(*, pk: int, by: Member) -> bool:
    """Take a kept reply out; only whoever wrote it does. Return whether it was there."""
    dropped, _rows = Phrase.objects.filter(pk=pk, written_by=by).delete()
    return bool(dropped)
