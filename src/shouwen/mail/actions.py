"""What letters change: a matter is opened, added to or taken up again; an answer is written.

A letter, its facts and the row that says it came stand or fall together. The row's key is what
makes it come once, however often it is fetched.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shouwen.cases import actions as cases
from shouwen.cases.choices import SETTLED, Channel
from shouwen.cases.models import Case
from shouwen.enforcement import actions as enforcement
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.files.queries import DETAIL, told
from shouwen.journal.actions import queue_message
from shouwen.mail import queries
from shouwen.mail.choices import Became, Way, Why
from shouwen.mail.models import Letter, Mailbox, Signature
from shouwen.mail.reading import Attached, Read
from shouwen.people.actions import ensure_system_member
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions as portal

# How the outbox calls what goes to customers as an answer to their letters.
CHANNEL = "letter"
_TITLE = 60
_TOKEN_BYTES = 10

_CAME = gettext_noop("A customer wrote by e-mail: %(number)s")
_ADDED = gettext_noop("The customer wrote again about %(number)s")
_REOPENED = gettext_noop("The customer took %(number)s up again by e-mail")


def take(*, letter: Read, now: datetime) -> Letter:
    """Let a letter become what it becomes, once; return its row."""
    try:
        return _take(letter, now)
    except RefusedError as refusal:
        # Signatures, or a clause that forbids it: whoever keeps the mailbox is to see it.
        return leave(letter=letter, why=Why.RULED_OUT, said=str(refusal), now=now)


@transaction.atomic
def _take(letter: Read, now: datetime) -> Letter:
    enforcement.take_turn(None)
    known = Letter.objects.filter(key=letter.key).first()
    if known is not None:
        return known
    why = letter.why_not or _too_many(letter, now)
    if why:
        return _kept(letter, now, became=_left(why), why=why)
    with translation.override(settings.LANGUAGE_CODE):
        kept, refused = _keep_files(letter.files, now)
        case = queries.case_answered(tokens=letter.tokens, refers_to=letter.refers_to)
        text = "\n\n".join(filter(None, [letter.text, *refused]))
        if case is None:
            case, became = _open(letter, text, kept, now), Became.CASE
        else:
            became = _add(case, letter, text, kept, now)
    files.name_in(files=kept, about=case.about, at=now)
    row = _kept(letter, now, became=became, case=case)
    if became == Became.CASE:
        _acknowledge(row, case, now)
    portal.tell_handler(case, now, _NEWS[became])
    return row


_NEWS = {Became.CASE: _CAME, Became.ADDED: _ADDED, Became.REOPENED: _REOPENED}


def leave(*, letter: Read, why: str, now: datetime, said: str = "") -> Letter:
    """Write down that a letter was not taken, and why; it stays in the mailbox."""
    known = Letter.objects.filter(key=letter.key).first()
    return known or _kept(letter, now, became=_left(why), why=why, said=said[:300])


def _left(why: str) -> str:
    asked_for_nothing = (Why.AUTOMATIC, Why.LIST, Why.OURS)
    return Became.IGNORED if why in asked_for_nothing else Became.REFUSED


def _too_many(letter: Read, now: datetime) -> str:
    often = queries.how_often(letter.address, now - timedelta(hours=1))
    return Why.TOO_MANY if often >= settings.SHOUWEN_MAIL_PER_HOUR else ""


def _kept(
    letter: Read, now: datetime, *, became: str, why: str = "", said: str = "",
    case: Case | None = None,
) -> Letter:  # fmt: skip
    return Letter.objects.create(
        way=Way.IN, key=letter.key, message_id=letter.message_id, address=letter.address,
        refers_to=" ".join(letter.refers_to), subject=letter.subject, became=became, why=why,
        said=said, case=case, size=letter.size, at=letter.at, kept_at=now,
    )  # fmt: skip


def _keep_files(found: Sequence[Attached], now: datetime) -> tuple[list[StoredFile], list[str]]:
    """Keep what may be kept; of the rest return a sentence each."""
    kept, refused = [], []
    house = ensure_system_member()
    for each in found:
        upload = SimpleUploadedFile(each.name or "file", each.data)
        try:
            kept.append(files.keep(upload=upload, by=house, at=now))
        except RefusedError as refusal:
            said = _("Attached “%(name)s” was not kept: %(why)s It is in the mailbox.")
            refused.append(said % {"name": each.name, "why": refusal})
    return kept, refused


def _open(letter: Read, text: str, kept: Sequence[StoredFile], now: datetime) -> Case:
    box = queries.mailbox()
    known = queries.customer_of(letter.address)
    done = cases.open_case(
        case_type=box.case_type,
        title=letter.subject or text.partition("\n")[0][:_TITLE] or _("A letter by e-mail"),
        text=text,
        channel=Channel.MAIL,
        customer=known,
        new_customer=None if known else cases.NewCustomer(
            name=letter.name or letter.address.partition("@")[0], email=letter.address
        ),
        first_owner=portal.least_busy_of(box.taker, now),
        at=letter.at,
        recorded_at=now,
        actor=None,
        key=f"mail:{letter.key}",
        details={DETAIL: told(each.sha256 for each in kept)},
    )  # fmt: skip
    return done.case


def _add(case: Case, letter: Read, text: str, kept: Sequence[StoredFile], now: datetime) -> Became:
    """Take a settled matter up again where the rules let its customer; else add to it."""
    said = _signed(case, letter, text)
    key, names = f"mail:{letter.key}", told(each.sha256 for each in kept)
    add = partial(
        cases.add_from_customer, case=case, text=said, files=names, at=now, channel=Channel.MAIL
    )
    if case.state not in SETTLED:
        add(key=key)
        return Became.ADDED
    try:
        with transaction.atomic():
            done = cases.reopen_from_customer(
                case=case, reason=said or letter.subject or _("A letter by e-mail"), at=now,
                key=key, channel=Channel.MAIL,
            )  # fmt: skip
    except RefusedError:
        done = None
    if done is None or done.waits:
        add(key=f"{key}:wish")
        return Became.ADDED
    if names:
        add(text="", key=f"{key}:files")
    return Became.REOPENED


def _signed(case: Case, letter: Read, text: str) -> str:
    """Return what was written, with its writer where that is not the matter's customer."""
    if case.customer is None or case.customer.email == letter.address:
        return text
    who = _("Written by %(who)s") % {"who": f"{letter.name} <{letter.address}>".strip()}
    return f"{text}\n\n{who}"


# ── to the customer ──────────────────────────────────────────────────────────────────────────


def write(
    *, case: Case, key: str, text: str, now: datetime, author: Member | None = None,
    files: str = "", is_automatic: bool = False,
) -> Letter | None:  # fmt: skip
    """Write a letter about a matter to whoever wrote about it last, else to its customer's address.

    It leaves by the outbox after the commit. None where nobody can be written to.
    """
    last = queries.last_from_customer(case)
    address = last.address if last else (case.customer.email if case.customer else "")
    if not address:
        return None
    token = secrets.token_hex(_TOKEN_BYTES)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _subject(case, last)
    row, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "way": Way.OUT, "message_id": f"<{token}@{_house()}>", "token": token,
            "refers_to": " ".join(queries.references_of(case)), "address": address,
            "subject": subject, "text": _with_signature(text, author, now), "files": files,
            "is_automatic": is_automatic, "case": case, "author": author,
            "became": Became.SENT, "at": now, "kept_at": now,
        },
    )  # fmt: skip
    if is_new:
        queue_message(channel=CHANNEL, recipient=address, subject=subject, body=str(row.pk), at=now)
    return row


def _subject(case: Case, last: Letter | None) -> str:
    about = last.subject if last and last.subject else case.title
    plain = " ".join(about.replace(f"[{case.number}]", "").split())
    while plain[:3].lower() == "re:":
        plain = plain[3:].strip()
    return f"Re: {plain[:150]} [{case.number}]"


def _house() -> str:
    return settings.SHOUWEN_MAIL_ADDRESS.partition("@")[2] or "localhost"


def _with_signature(text: str, author: Member | None, now: datetime) -> str:
    below = queries.signature_of(author, timezone.localdate(now))
    return f"{text.strip()}\n\n-- \n{below.strip()}" if below.strip() else text.strip()


def _acknowledge(row: Letter, case: Case, now: datetime) -> None:
    box = queries.mailbox()
    if not box.acknowledges or queries.acknowledged_lately(row.address, now):
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "We have your letter; its number is %(number)s. To add something, answer this letter."
        )
    write(
        case=case, key=f"received:{row.pk}", text=text % {"number": case.number}, now=now,
        is_automatic=True,
    )  # fmt: skip


# ── how the mailbox is kept ──────────────────────────────────────────────────────────────────


def claim(*, now: datetime, every: timedelta) -> bool:
    """Take it on oneself to ask the mailbox, unless somebody did within ``every``."""
    due = Mailbox.objects.filter(pk=1, is_on=True)
    due = due.filter(asked_at=None) | due.filter(asked_at__lte=now - every)
    return bool(due.update(asked_at=now))


def note_asked(*, now: datetime, fault: str = "") -> None:
    """Write down that the mailbox was asked, and why it could not be."""
    heard = {} if fault else {"heard_at": now}
    Mailbox.objects.filter(pk=1).update(asked_at=now, fault=fault[:300], **heard)


@transaction.atomic
def keep_signature(*, signature: Signature) -> Signature:
    """Keep a signature; a post and team have one."""
    same = Signature.objects.filter(post=signature.post, team=signature.team)
    if same.exclude(pk=signature.pk).exists():
        raise RefusedError(_("There is a signature for these already; change that one."), "text")
    signature.save()
    return signature


@transaction.atomic
def drop_signature(*, pk: int) -> bool:
    """Remove a signature; return whether it was there."""
    gone, _rows = Signature.objects.filter(pk=pk).delete()
    return bool(gone)
