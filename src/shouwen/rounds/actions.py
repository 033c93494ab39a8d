"""What is written on a round: how a line was found, a finding, that it is done, a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.proof import counted_for, place_of, refuse_own_review
from shouwen.enforcement.sent import Sent
from shouwen.files import actions as files
from shouwen.journal import queries as journal
from shouwen.obligations import actions as obligations
from shouwen.obligations.actions import ObligationRow
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.facts_of.rounds import ROUND_CHECKED, SENT_BACK
from shouwen.policy.kinds.conduct import CHECKED
from shouwen.policy.kinds.duty import DUTY_DONE
from shouwen.rounds.lines import Line
from shouwen.rounds.looking import RoundPage
from shouwen.rounds.models import Finding
from shouwen.rounds.queries import FINDING

FOUND = "finding"
RESULTS = ("ok", FOUND, "not_applicable")


@transaction.atomic
def begin(*, kind: str, details: Mapping[str, Detail], sent: Sent) -> Outcome:
    """Set out on a route; its first place is then owed, and each place after the one before."""
    return sent.offer(kind, f"{kind}:{sent.token}", details, "begin")


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
    details: dict[str, Detail] = {
        "obligation": str(obligation.pk),
        "line": line.key,
        "result": result,
        "note": note.strip(),
        **_where(line, scanned),
    }
    if obligation.ended_at is not None and sent.earlier("look") is None:
        raise RefusedError(_("This was already settled; reload the page."))
    _name_for(obligation, sent)
    outcome = sent.record(ROUND_CHECKED, obligation.about, details, "look")
    if line.item and not line.of_somebody and result != "not_applicable":
        checked: dict[str, Detail] = {
            "rule": line.rule,
            "item": line.item,
            "passed": result == "ok",
        }
        sent.record(CHECKED, obligation.about, checked, "checked")
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
            sent=sent.part(line.key),
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
) -> Outcome:
    """Record a finding as the fact the regulations know it as; its matter is its own.

    What has to be done about it, by when, and what it costs, follows from the rules that listen to
    the fact. A fact that waits for a signature has its finding already; one that a clause refuses
    has none.
    """
    about = f"{FINDING}:{sent.token}"
    outcome = sent.offer(kind, about, details, "found")
    if outcome.refused is not None:
        return outcome
    _found, is_new = Finding.objects.get_or_create(
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
    return outcome


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
    before = sent.earlier("round")
    if before is not None:
        return before
    if place_of(page.rule, obligation.pk):
        raise RefusedError(_("This is done by writing its paper; begin it from the desk."))
    refuse_own_review(obligation, sent.actor)
    photos = {file.key for file in page.work.photos} | {file.sha256 for file in sent.files}
    _refuse_unfinished(page, evidence, len(photos), obligation)
    details: dict[str, Detail] = {
        "obligation": str(obligation.pk),
        "evidence": evidence.strip(),
        "photos": len(photos) or None,
        **counts,
    }
    _name_for(obligation, sent)
    return sent.offer(DUTY_DONE, obligation.about, details, "round")


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
    return sent.offer(kind, obligation.about, details, "do")


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
    refuse_own_review(review, sent.actor)
    done = work.ended_by_fact_id
    if done is None or review.ended_at is not None:
        raise RefusedError(_("This was reviewed before; reload the page."))
    outcome = sent.record(SENT_BACK, work.about, details, "back")
    if journal.recorded_under(f"correct:{done}") is None:
        enforcement.correct_fact(
            number=done, reason=reason.strip(), actor=sent.actor, at=sent.received_at
        )
    return obligations.reopen(
        obligation=work, fact_row=outcome.row, why=reason.strip(), at=sent.received_at
    )
