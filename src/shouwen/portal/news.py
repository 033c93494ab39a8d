"""News for a customer who gave an e-mail address: that there is something to read, no more."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from shouwen.enforcement.outcome import Outcome
from shouwen.journal.actions import queue_message
from shouwen.journal.queries import FactRow
from shouwen.portal import queries
from shouwen.portal.models import Filing


def tell_customer(row: FactRow, _outcome: Outcome) -> None:
    """Write to whoever filed a matter by e-mail that it was answered or settled."""
    number = row.about.removeprefix("case:")
    filing = Filing.objects.filter(case__number=number).exclude(mail="").first()
    if filing is None:
        return
    with translation.override(filing.language or settings.LANGUAGE_CODE):
        queue_message(
            channel="mail",
            recipient=filing.mail,
            subject=_("News about your matter %(number)s") % {"number": number},
            body=_("%(house)s: open the portal with number and follow code to read it.")
            % {"house": queries.settings_of().name},
            at=row.recorded_at,
        )
