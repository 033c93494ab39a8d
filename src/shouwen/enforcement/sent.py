"""A form as it was sent: its key, by whom, when it was filled in, and what it brings along."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from shouwen.approvals.actions import Request
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.files.queries import DETAIL, told
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.ui.offline import sending

KEY_FIELD = "idempotency_key"
MOST_FILES = 12
LONGEST_KEY = 200  # as the journal keeps it
_KEY = re.compile(r"[A-Za-z0-9:_-]{1,120}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form as it was sent: its key, by whom, when it was filled in and when it arrived.

    ``marks`` are details for every fact of the form: that it came later, and how far its clock is
    off. ``files`` are named in every fact as well.
    """

    token: str
    actor: Member
    done_at: datetime
    received_at: datetime
    marks: Mapping[str, Detail] = field(default_factory=dict)
    files: Sequence[StoredFile] = ()

    @classmethod
    def at_once(cls, actor: Member, at: datetime, *, token: str = "") -> Sent:
        """Return a form that arrives as it is filled in, for what programs do for a member."""
        return cls(token=token or fresh_key(), actor=actor, done_at=at, received_at=at)

    def happened(self, named: datetime) -> datetime:
        """Return a time the form itself names; a fast device clock does not put it ahead of us."""
        return min(named, self.received_at) if self.marks else named

    def part(self, name: str) -> Sent:
        """Return one of several deeds of the form, with a key of its own and without its files."""
        return replace(self, token=f"{self.token}:{name}", files=())

    def key(self, part: str) -> str:
        """Return the key under which a fact of the form is recorded once, each member's own."""
        whole = f"form:{part}:{self.actor.pk}:{self.token}"
        return whole if len(whole) <= LONGEST_KEY else f"form:{sha256(whole.encode()).hexdigest()}"

    def earlier(self, part: str) -> Outcome | None:
        """Return what the same form led to when it came before, or None."""
        return enforcement.earlier_outcome(self.key(part))

    def offer(
        self,
        kind: str,
        about: str,
        details: Mapping[str, Detail],
        part: str,
        *,
        happened_at: datetime | None = None,
        once: str = "",
        asking: bool = False,
    ) -> Outcome:
        """Record a fact of this form once; what a clause refuses is the outcome's to say.

        ``part`` tells the facts of one form apart. ``happened_at`` is the time the form names,
        where that is another than when it was filled in. ``once`` is the key of a deed that is
        done once by whatever form, whoever sends it. ``asking`` asks for signatures beforehand.
        """
        key = once or self.key(part)
        before = enforcement.earlier_outcome(key)
        if before is not None:
            return before
        outcome = enforcement.record_fact(
            self._fact(kind, about, details, happened_at),
            actor=self.actor,
            recorded_at=self.received_at,
            idempotency_key=key,
            asking=asking,
        )
        if outcome.refused is None:
            files.name_in(files=self.files, about=about, at=self.received_at)
        return outcome

    def record(
        self,
        kind: str,
        about: str,
        details: Mapping[str, Detail],
        part: str,
        *,
        happened_at: datetime | None = None,
        once: str = "",
    ) -> Outcome:
        """Record a fact as :meth:`offer` does; raise RefusedError where a clause refuses it."""
        outcome = self.offer(kind, about, details, part, happened_at=happened_at, once=once)
        if outcome.refused is not None:
            raise RefusedError(refusal_text(outcome.refused))
        return outcome

    def _fact(
        self, kind: str, about: str, details: Mapping[str, Detail], named: datetime | None
    ) -> Fact:
        own = {DETAIL: told(file.sha256 for file in self.files)} if self.files else {}
        whole = {**details, **own, **self.marks}
        return Fact(
            kind=kind,
            about=about,
            happened_at=self.happened(named) if named else self.done_at,
            details={name: value for name, value in whole.items() if value not in (None, "")},
            actor=self.actor.username,
        )


def decided(
    *,
    request: Request,
    verdict: str,
    sent: Sent,
    comment: str = "",
    acting_for: Member | None = None,
) -> Outcome:
    """Sign a tier of a request with a form; it counts when it was filled in.

    Raises the refusals of :func:`shouwen.approvals.actions.decide`.
    """
    return enforcement.decide_request(
        request=request,
        member=sent.actor,
        verdict=verdict,
        comment=comment,
        at=sent.received_at,
        done_at=sent.done_at,
        marks=sent.marks,
        acting_for=acting_for,
    )


def fresh_key() -> str:
    """Return a key for one rendered form: sent twice, it is one deed."""
    return uuid.uuid4().hex


def key_of(posted: Mapping[str, str]) -> str:
    """Return the key for a form that is shown: the one it came with, else a new one."""
    given = posted.get(KEY_FIELD, "")
    return given if _KEY.fullmatch(given) else fresh_key()


def sent_by(
    member: Member,
    posted: Mapping[str, str],
    received_at: datetime,
    *,
    uploads: MultiValueDict[str, Any] | None = None,
    token: str = "",
) -> Sent:
    """Return what every form brings along; keep its files.

    ``token`` is the key of a deed that can be done once in any case, whatever form says so.
    Raises RefusedError for a form without its key and for files that are not kept.
    """
    token = token or posted.get(KEY_FIELD, "")
    if not _KEY.fullmatch(token):
        raise RefusedError(_("The form came without its key; reload the page and send it again."))
    when = sending(posted, received_at=received_at)
    return Sent(
        token=token,
        actor=member,
        done_at=when.done_at,
        received_at=received_at,
        marks=when.marks,
        files=_kept(member, uploads, received_at) if uploads else (),
    )


def _kept(
    member: Member, uploads: MultiValueDict[str, Any], received_at: datetime
) -> list[StoredFile]:
    sent = [*uploads.getlist("photo"), *uploads.getlist("files")]
    if len(sent) > MOST_FILES:
        sentence = _("Send at most %(most)s files at a time.") % {"most": MOST_FILES}
        raise RefusedError(sentence, "files")
    return [files.keep(upload=upload, by=member, at=received_at) for upload in sent]
