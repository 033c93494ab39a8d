"""A new follow code for a customer, and what is written to whoever filed a matter."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shouwen.cases import actions as cases
from shouwen.cases.doors import Door
from shouwen.cases.gates import Standing
from shouwen.cases.models import Case
from shouwen.journal.actions import queue_message
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.portal import keys, queries, sms
from shouwen.portal.models import Filing
from shouwen.portal.visit import Receipt


@transaction.atomic
def renew_code(*, case: Case, by: Member, at: datetime) -> tuple[Receipt, bool]:
    """Make a new follow code and link for a matter; the old ones die.

    Returns them, and whether they could be sent to its customer. Only matters filed at the portal
    have one; RefusedError otherwise.
    """
    filing = Filing.objects.select_for_update().filter(case=case, forgotten_at=None).first()
    if filing is None:
        raise RefusedError(
            _("Only what was filed at the portal has a code; this customer confirms their number."),
            "number",
        )
    receipt = Receipt(number=case.number, code=keys.new_follow_code(), link=keys.new_link())
    filing.code_digest = keys.of_follow_code(case.number, receipt.code)
    filing.link_digest = keys.of_link(receipt.link)
    filing.save(update_fields=["code_digest", "link_digest"])
    sent = tell_filer(
        case, filing, at=at, is_secret=True,
        subject=gettext_noop("Your new follow code for %(number)s"),
        body=gettext_noop("%(house)s: the follow code of %(number)s is now %(code)s."),
        code=receipt.code,
    )  # fmt: skip
    with translation.override(settings.LANGUAGE_CODE):
        text = _("A new follow code was made for the customer; the old one is void.")
    cases.add_note(case=case, text=text, actor=by, at=at)
    return receipt, sent


def door_of(case: Case, where: Standing) -> Door | None:
    """Return the page that makes a new follow code, beside a case that has one."""
    if not where.works or not Filing.objects.filter(case=case, forgotten_at=None).exists():
        return None
    href = f"{reverse('portal:new_code')}?{urlencode({'number': case.number})}"
    return Door(href=href, label=_("New follow code"), icon="key")


def tell_filer(
    case: Case, filing: Filing, *, at: datetime, subject: str, body: str, code: str = "",
    is_secret: bool = False,
) -> bool:  # fmt: skip
    """Write to whoever filed a matter, by mail and by text message as they can be reached.

    Text messages are only written where a gateway sends them. Returns whether anything was.
    """
    house = queries.settings_of().name
    reached = [("mail", filing.mail), ("sms", _number_of(case) if sms.gateway() else "")]
    with translation.override(filing.language or settings.LANGUAGE_CODE):
        said = {"number": case.number, "house": house, "code": code}
        for channel, recipient in reached:
            if recipient:
                queue_message(
                    channel=channel, recipient=recipient, subject=_(subject) % said,
                    body=_(body) % said, at=at, is_secret=is_secret,
                )  # fmt: skip
    return any(recipient for _channel, recipient in reached)


def _number_of(case: Case) -> str:
    """Return the telephone number that the customer of a matter left, or an empty text."""
    return case.customer.phone if case.customer else ""
