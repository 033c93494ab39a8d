"""What people read when clauses apply together and differ."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shouwen.people.refusals import RefusedError
from shouwen.policy.judge import ClausesDisagreeError


class ClausesDifferError(RefusedError):
    """Nothing was recorded because clauses differ about the fact; the sentence names them."""

    def __init__(self, disagreement: ClausesDisagreeError) -> None:
        """Name the clauses and who can mend it."""
        clauses = dict.fromkeys(str(ruling.cites) for ruling in disagreement.rulings)
        super().__init__(
            _(
                "%(clauses)s differ about this, so nothing was recorded; ask whoever keeps the "
                "regulations to mark one as an exception to the other."
            )
            % {"clauses": _(", ").join(clauses)}
        )
