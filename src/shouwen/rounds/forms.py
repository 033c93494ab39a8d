"""What comes with a form of this room: its key, its files, and the fields of a fact."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from shouwen.enforcement.forms import FactForm
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import DetailType, FactKind, Term
from shouwen.rounds.actions import Sent
from shouwen.ui.offline import sending

MOST_FILES = 12
_KEY = re.compile(r"[A-Za-z0-9:_-]{8,120}")
PLACES = ("place", "zone", "area", "location", "where")


def fresh_key() -> str:
    """Return a key for one rendered form: sent twice, it is one deed."""
    return uuid.uuid4().hex


def sent_by(
    member: Member,
    posted: Mapping[str, str],
    uploads: MultiValueDict[str, Any],
    received_at: datetime,
) -> Sent:
    """Return what every form of this room brings along; keep its files.

    Raises RefusedError for a form without its key and for files that are not kept.
    """
    token = posted.get("idempotency_key", "")
    if not _KEY.fullmatch(token):
        raise RefusedError(_("The form came without its key; reload the page and send it again."))
    when = sending(posted, received_at=received_at)
    return Sent(
        token=token,
        actor=member,
        done_at=when.done_at,
        received_at=received_at,
        marks=when.marks,
        files=_kept(member, uploads, received_at),
    )


def _kept(
    member: Member, uploads: MultiValueDict[str, Any], received_at: datetime
) -> list[StoredFile]:
    sent = [*uploads.getlist("photo"), *uploads.getlist("files")]
    if len(sent) > MOST_FILES:
        sentence = _("Send at most %(most)s files at a time.") % {"most": MOST_FILES}
        raise RefusedError(sentence, "files")
    return [files.keep(upload=upload, by=member, at=received_at) for upload in sent]


class DeedForm(FactForm):
    """Asks for the details of a fact that is recorded as it happens; what is fixed is not asked."""

    def __init__(
        self, *args: Any, kind: FactKind, fixed: Mapping[str, Detail] | None = None, **kwargs: Any
    ) -> None:
        """Make the fields of the kind, without the moment, which the form brings along."""
        super().__init__(*args, kind=kind, **kwargs)
        self.fixed = dict(fixed or {})
        del self.fields["happened_at"]
        for name in self.fixed:
            self.fields.pop(f"detail-{name}", None)
        self.terms = [term for term in self.terms if term.name not in self.fixed]

    def details(self) -> dict[str, Detail]:
        """Return what was filled in, with what is fixed."""
        return {**super().details(), **self.fixed}


def initial_for(
    kind: FactKind, member: Member, now: datetime, *, place: str = ""
) -> dict[str, object]:
    """Return what a new form begins with: who, when and where, as far as that is known."""
    found = {f"detail-{t.name}": _known(t, member, now, place) for t in kind.details.values()}
    return {name: value for name, value in found.items() if value}


def _known(term: Term, member: Member, now: datetime, place: str) -> object:
    if term.type is DetailType.MEMBER and term.name in ("person", "finder", "found_by", "guard"):
        return member.username
    if term.type is DetailType.MOMENT and not term.name.startswith(("limit", "due", "promised")):
        return timezone.localtime(now).replace(tzinfo=None)
    if term.type is DetailType.TEXT and term.name in PLACES:
        return place
    return None


class ReviewForm(forms.Form):
    """Asks what a reviewer says to what was done."""

    reason = forms.CharField(required=False, max_length=500, widget=forms.Textarea({"rows": 2}))
