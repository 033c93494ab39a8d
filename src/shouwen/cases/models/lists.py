"""The kept counters of the lists, and the lists somebody keeps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType, Shared, State
from shouwen.cases.models.matters import Category


class Tally(models.Model):
    """How many matters stand in one cell of the lists: the kept counter behind every view.

    ``key`` writes the cell down; what is closed is not counted. A matter names its own cell, so
    moving it twice changes nothing. What came in or went since the cell was last added up stands in
    rows of its own (``is_move``): whoever opens a matter adds one and waits for nobody. The number
    of matters is the sum of a cell's rows.
    """

    key = models.CharField(max_length=200)
    is_move = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State)
    case_type = models.CharField(max_length=16, choices=CaseType)
    severity = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    responsible_department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    queue = models.ForeignKey("Queue", on_delete=models.PROTECT, null=True, related_name="+")
    priority = models.CharField(max_length=10, blank=True)
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_cell_stands_once", fields=["key"], condition=Q(is_move=False)
            ),
            models.CheckConstraint(
                name="a_cell_never_holds_less_than_nothing",
                condition=Q(is_move=True) | Q(n__gte=0),
            ),
        ]
        indexes = [
            models.Index(name="moves_to_add_up", fields=["id"], condition=Q(is_move=True)),
        ]

    def __str__(self) -> str:
        """Return the cell and its number."""
        return f"{self.key}: {self.n}"


class View(models.Model):
    """A list somebody keeps: what it shows, as the address says it, and with whom it is shared."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(pgettext_lazy("view", "Name"), max_length=40)
    query = models.CharField(max_length=1000, blank=True)
    shared_with = models.CharField(
        _("Shared with"), max_length=10, choices=Shared, default=Shared.NOBODY
    )
    post = models.ForeignKey("people.Post", on_delete=models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="+")
    place = models.PositiveIntegerField(default=0)
    is_first = models.BooleanField(_("Shown first"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_view_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_view_is_shared_in_a_known_way", condition=Q(shared_with__in=Shared.values)
            ),
            models.UniqueConstraint(
                name="one_view_is_shown_first", fields=["owner"], condition=Q(is_first=True)
            ),
        ]
        indexes = [models.Index(name="views_in_order", fields=["owner", "place", "id"])]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
