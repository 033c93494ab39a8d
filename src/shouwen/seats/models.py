"""One row for each member who ever sat at a seat: what they do there, and how long that holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from shouwen.seats.choices import BreakKind, SeatState


class Seat(models.Model):
    """What somebody does at their seat, however many windows they have open.

    ``since`` is when the state began. ``lease_until`` is until when the seat counts without being
    heard of again. ``lapsed_from`` is what it goes back to when it is: empty after signing out.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seat"
    )
    state = models.CharField(max_length=10, choices=SeatState.choices, default=SeatState.OFFLINE)
    break_kind = models.CharField(max_length=10, choices=BreakKind.choices, blank=True)
    since = models.DateTimeField()
    lease_until = models.DateTimeField()
    lapsed_from = models.CharField(max_length=10, choices=SeatState.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_seat_has_a_known_state", condition=Q(state__in=SeatState.values)
            ),
            models.CheckConstraint(
                name="only_a_break_has_a_kind",
                condition=Q(state=SeatState.ON_BREAK)
                | Q(lapsed_from=SeatState.ON_BREAK)
                | Q(break_kind=""),
            ),
        ]
        indexes = [
            models.Index(
                name="seats_whose_lease_may_end",
                fields=["lease_until"],
                condition=~Q(state=SeatState.OFFLINE),
            ),
        ]

    def __str__(self) -> str:
        """Return whose seat it is and what they do there."""
        return f"{self.member_id} {self.state}"
