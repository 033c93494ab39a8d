"""What is written on a round: how a line was found, a finding, that it is done, a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.proof import counted_for
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.files.queries import DETAIL, told
from shouwen.journal import queries as journal
from shouwen.obligations import actions as obligations
from shouwen.obligations.actions import ObligationRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.facts_of.rounds import ROUND_CHECKED, SENT_BACK
from shouwen.policy.kinds.conduct import CHECKED
from shouwen.policy.kinds.duty import DUTY_DONE
from shouwen.rounds.lines import Line
from shouwen.rounds.looking import RoundPage
from shouwen.rounds.models import Finding
from shouwen.rounds.queries import FINDING

FOUND = "finding"
RESULTS = ("ok", FOUND, "not_applicable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form as it was sent: its key, by whom, when it was done and when it arrived."""

    token: str
    actor: Member
    done_at: datetime
    received_at: datetime
    marks: Mapping[str, Detail] = field(default_factory=dict)
    files: Sequence[StoredFile] = ()

    def record(self, kind: str, about: str, details: Mapping[str, Detail], key: str) -> Outcome:
        """Record a fact with the files of the form, once however often the form is sent."""
        before = enforcement.earlier_outcome(key)
        if before is not None:
            return before
        named = {DETAIL: told(file.sha256 for file in self.files)}
        plain = {n: v for n, v in {**details, **named, **self.marks}.items() if v not in (None, "")}
        fact = Fact(
            kind=kind,
            about=about,
            happened_at=self.done_at,
            details=plain,
            actor=self.actor.username,
        )
        outcome = enforcement.record_fact(
            fact, actor=self.actor, recorded_at=self.received_at, idempotency_key=key
        )
        if outcome.refused is None:
            files.name_in(files=self.files, about=about, at=self.received_at)
        return outcome


@transaction.atomic
def begin(*, kind: str, details: Mapping[str, Detail], sent: Sent) -> Outcome:
    """Set out on a route; its first place is then owed, and each place after the one before."""
    return sent.record(kind, f"{kind}:{sent.token}", details, f"begin:{sent.token}")


@transaction.atomic
def look(
    *,
    obligation: ObligationRow,
    line: Line,
    result: str,
    note: str,
    scanned: str,
    sent: Sent,
) -> Outcome:
    """Write down how one line of a round was found; the last time it was looked at counts.

    ``scanned`` is the place whose code was scanned on the spot. Raises RefusedError for an unknown
    result, and for a finding without a word or a photograph.
    """
    if result not in RESULTS:
        raise RefusedError(_("Choose: in order, a finding, or not applicable."), "result")
    if result == FOUND and not note.strip() and not sent.files:
        raise RefusedError(_("Say what was found, or take a photograph."), "note")
    key = f"look:{sent.token}"
    details: dict[str, Detail] = {
        "obligation": str(obligation.pk),
        "line": line.key,
        "result": result,
        "note": note.strip(),
        **_where(line, scanned),
    }
    if obligation.ended_at is not None and enforcement.earlier_outcome(key) is None:
        raise RefusedError(_("This was already settled; reload the page."))
    _name_for(obligation, sent)
    outcome = sent.record(ROUND_CHECKED, obligation.about, details, key)
    if line.item and not line.of_somebody and result != "not_applicable":
        checked: dict[str, Detail] = {
            "rule": line.rule,
            "item": line.item,
            "passed": result == "ok",
        }
        sent.record(CHECKED, obligation.about, checked, f"{key}:checked")
    return outcome


def _where(line: Line, scanned: str) -> dict[str, Detail]:
    if not scanned or not line.is_place:
        return {}
    return {"scanned": True} if scanned == line.place else {"place_differs": True}


def _name_for(obligation: ObligationRow, sent: Sent) -> None:
    """Let whoever may read the obligation, and whoever reviews it, see the files."""
    files.name_in(files=sent.files, about=f"obligation:{obligation.pk}", at=sent.received_at)


@transaction.atomic
def look_at_the_rest(
    *, obligation: ObligationRow, lines: Sequence[Line], sent: Sent
) -> list[Outcome]:
    """Write down that every line left on a round is in order."""
    return [
        look(
            obligation=obligation,
            line=line,
            result="ok",
            note="",
            scanned="",
            sent=Sent(
                token=f"{sent.token}:{line.key}",
                actor=sent.actor,
                done_at=sent.done_at,
                received_at=sent.received_at,
                marks=sent.marks,
            ),
        )
        for line in lines
    ]


@transaction.atomic
def find(
    *,
    kind: str,
    details: Mapping[str, Detail],
    obligation: ObligationRow | None,
    line: Line | None,
    sent: Sent,
) -> tuple[Finding | None, Outcome]:
    """Record a finding as the fact the regulations know it as; its matter is its own.

    What has to be done about it, by when, and what it costs, follows from the rules that listen to
    the fact. A fact that waits for a signature has its finding already. Return None where a clause
    refuses it.
    """
    about = f"{FINDING}:{sent.token}"
    outcome = sent.record(kind, about, details, f"found:{sent.token}")
    if outcome.refused is not None:
        return None, outcome
    found, is_new = Finding.objects.get_or_create(
        about=about,
        defaults={
            "fact": outcome.fact,
            "fact_kind": kind,
            "found_on": obligation,
            "line": line.key if line else "",
            # In the words of the regulation, whatever language the page is read in.
            "place": line.names[0][:200] if line else "",
            "found_by": sent.actor,
            "found_at": sent.done_at,
        },
    )
    if obligation is not None and line is not None and is_new:
        note = _words(details)
        look(obligation=obligation, line=line, result=FOUND, note=note, scanned="", sent=sent)
    return found, outcome


def _words(details: Mapping[str, Detail]) -> str:
    """Return what was said most fully, as the note of the line."""
    said = (value for value in details.values() if isinstance(value, str) and value.strip())
    plain = [text for text in said if " " in text or not text.isascii()]
    return max(plain, key=len, default="—")


@transaction.atomic
def finish(
    *,
    obligation: ObligationRow,
    page: RoundPage,
    evidence: str,
    counts: Mapping[str, Detail],
    sent: Sent,
) -> Outcome:
    """Report a round or task as done, with what proves it.

    Raises RefusedError while a line was not looked at, or what the duty wants as proof is missing.
    """
    key = f"round:{sent.token}"
    before = enforcement.earlier_outcome(key)
    if before is not None:
        return before
    photos = {file.key for file in page.work.photos} | {file.sha256 for file in sent.files}
    _refuse_unfinished(page, evidence, len(photos), obligation)
    details: dict[str, Detail] = {
        "obligation": str(obligation.pk),
        "evidence": evidence.strip(),
        "photos": len(photos) or None,
        **counts,
    }
    _name_for(obligation, sent)
    return sent.record(DUTY_DONE, obligation.about, details, key)


def _refuse_unfinished(
    page: RoundPage, evidence: str, photos: int, obligation: ObligationRow
) -> None:
    left = page.work.left
    if left:
        sentence = _("Not looked at yet: %(lines)s. Say how each was found, or that it does not "
                     "apply.")  # fmt: skip
        names = _(", ").join(row.line.text for row in left[:3])
        raise RefusedError(sentence % {"lines": names + ("…" if left[3:] else "")}, "lines")
    rule = rule_of(obligation)
    wanted = {one.name: one.wanted for one in counted_for(rule)}.get(
        "photos", int(page.wants_photo)
    )
    if photos < wanted:
        sentence = _("Photographs needed: %(wanted)s, taken so far: %(taken)s.")
        raise RefusedError(sentence % {"wanted": wanted, "taken": photos}, "files")
    if page.wants_text and not evidence.strip():
        raise RefusedError(_("Say what was done."), "evidence")


@transaction.atomic
def do(
    *, obligation: ObligationRow, kind: str, details: Mapping[str, Detail], sent: Sent
) -> Outcome:
    """Record the fact that does what is owed, about the matter in which it is owed."""
    _name_for(obligation, sent)
    return sent.record(kind, obligation.about, details, f"do:{sent.token}")


@transaction.atomic
def send_back(
    *, review: ObligationRow, work: ObligationRow, reason: str, sent: Sent
) -> ObligationRow:
    """Send back what was done: it does not count, and is owed again with its old due time.

    The review falls away with it; the next time it is done there is a new one. Raises RefusedError
    without a reason, and where it was sent back before.
    """
    if not reason.strip():
        raise RefusedError(_("Say what is missing."), "reason")
    details: dict[str, Detail] = {
        "obligation": str(work.pk),
        "person": work.owner.username if work.owner else None,
        "duty": work.duty,
        "reason": reason.strip(),
    }
    done = work.ended_by_fact_id
    if done is None or review.ended_at is not None:
        raise RefusedError(_("This was reviewed before; reload the page."))
    outcome = sent.record(SENT_BACK, work.about, details, f"back:{sent.token}")
    if journal.recorded_under(f"correct:{done}") is None:
        enforcement.correct_fact(
            number=done, reason=reason.strip(), actor=sent.actor, at=sent.received_at
        )
    return obligations.reopen(
        obligation=work, fact_row=outcome.row, why=reason.strip(), at=sent.received_at
    )
