"""News for whoever filed a matter: that there is something to read, no more."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_noop

from shouwen.enforcement.kept import kept_here, matters_with
from shouwen.enforcement.outcome import Outcome
from shouwen.journal.queries import FactRow
from shouwen.portal import telling
from shouwen.portal.models import Filing


def tell_customer(row: FactRow, _outcome: Outcome) -> None:
    """Write to whoever filed a matter that it was answered or settled, by mail and text message."""
    matters = matters_with(row.about)
    filings = kept_here().once(("filings", matters), lambda: _filings(matters))
    filing = filings.get(row.about)
    if filing is None:
        return
    telling.tell_filer(
        filing.case,
        filing,
        at=row.recorded_at,
        subject=gettext_noop("News about your matter %(number)s"),
        body=gettext_noop(
            "%(house)s: news about %(number)s. Open the portal with number and follow code to read "
            "it."
        ),
    )


def _filings(matters: Collection[str]) -> dict[str, Filing]:
    """Return how each of these matters was filed, in one query."""
    numbers = [about.removeprefix("case:") for about in matters]
    found = Filing.objects.select_related("case__customer").filter(case__number__in=numbers)
    return {filing.case.about: filing for filing in found}
