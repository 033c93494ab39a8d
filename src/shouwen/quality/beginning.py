"""Beginning a calibration by its form, for the page and for programs."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.quality import actions, gates
from shouwen.quality.forms import CalibrationForm
from shouwen.quality.models import Calibration


def begun(form: CalibrationForm, *, by: Member, at: datetime) -> Calibration:
    """Begin what a filled form says; raise RefusedError for a case that is not there."""
    said, numbers = form.cleaned_data, form.numbers()
    cases = list(Case.objects.filter(number__in=numbers).order_by("pk"))
    gone = sorted(set(numbers) - {case.number for case in cases})
    if gone:
        raise RefusedError(_("There is no case %(number)s.") % {"number": gone[0]}, "cases")
    return actions.begin_calibration(
        title=said["title"], version=gates.card_known(said["card"].key), cases=cases,
        checkers=list(said["checkers"]), by=by, at=at,
    )  # fmt: skip
