"""Who a matter is and where it stands: its category, its number, the case itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import (
    SETTLED,
    CallbackState,
    CaseType,
    Channel,
    Priority,
    Severity,
    State,
)


class Category(models.Model):
    """One place in the tree of matters (事项类别); the leaf's name is what a fact carries."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(pgettext_lazy("category", "Name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    # Where new cases of this category lie, and of those below it that name none.
    queue = models.ForeignKey("Queue", on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_category_is_named_once_below_its_parent",
                fields=["case_type", "parent", "name"],
                condition=Q(parent__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_top_category_is_named_once",
                fields=["case_type", "name"],
                condition=Q(parent__isnull=True),
            ),
            models.CheckConstraint(
                name="a_category_has_a_known_type", condition=Q(case_type__in=CaseType.values)
            ),
        ]

    def __str__(self) -> str:
        """Return the name as the house writes it."""
        return self.name


class NumberSeries(models.Model):
    """The last number given for one type of case on one day; the next one is ``last + 1``."""

    prefix = models.CharField(max_length=1)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_series_a_type_and_day", fields=["prefix", "day"]),
        ]

    def __str__(self) -> str:
        """Write the series the way its numbers begin."""
        return f"{self.prefix}{self.day:%Y%m%d}"


class Case(models.Model):
    """A matter a customer brought, from opening to callback.

    ``first_owner`` is the first-contact owner (首问责任人) and never changes; ``first_post`` and
    ``first_team`` say where that member stood then. ``handler`` works on it now. A blank severity
    or channel was not recorded. ``reference`` is the number another system or a paper form gave.
    """

    number = models.CharField(_("Number"), max_length=20, unique=True)
    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    severity = models.CharField(_("Severity"), max_length=10, choices=Severity, blank=True)
    channel = models.CharField(_("Channel"), max_length=10, choices=Channel, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("What the customer said"), blank=True)
    reference = models.CharField(_("Reference"), max_length=80, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, null=True, related_name="+"
    )
    contact = models.ForeignKey(
        "customers.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_post = models.CharField(max_length=80, blank=True)
    first_team = models.CharField(max_length=80, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    queue = models.ForeignKey("Queue", on_delete=models.PROTECT, null=True, related_name="+")
    responsible_department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.OPEN)
    priority = models.CharField(_("Priority"), max_length=10, choices=Priority, blank=True)
    # Which of the house's grading rules set severity or priority, in words.
    graded_because = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(_("Opened"))
    resolved_at = models.DateTimeField(_("Resolved"), null=True)
    closed_at = models.DateTimeField(_("Closed"), null=True)
    resolution = models.TextField(_("Resolution"), blank=True)
    callback = models.CharField(
        _("Callback"), max_length=12, choices=CallbackState, default=CallbackState.NOT_MADE
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # What the house's own fields say, by key, as facts tell it.
    fields = models.JSONField(default=dict, blank=True)
    snoozed_until = models.DateTimeField(_("Wakes at"), null=True)
    times_reopened = models.PositiveIntegerField(_("Times reopened"), default=0)
    # What made this case: a form's token or an import's row. The same one never makes two.
    opening_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001
    # The cell of the lists' counters in which this matter stands; none once it is closed.
    tally = models.ForeignKey(
        "Tally", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(name="cases_newest", fields=["-opened_at", "-id"]),
            models.Index(name="cases_by_state", fields=["state", "-opened_at", "-id"]),
            models.Index(name="cases_of_handler", fields=["handler", "-opened_at", "-id"]),
            models.Index(name="cases_of_first_owner", fields=["first_owner", "-opened_at"]),
            models.Index(
                name="cases_of_department", fields=["responsible_department", "-opened_at", "-id"]
            ),
            models.Index(name="cases_of_customer", fields=["customer", "-opened_at", "-id"]),
            models.Index(name="cases_by_severity", fields=["severity", "-opened_at", "-id"]),
            models.Index(name="cases_of_category", fields=["category", "-opened_at", "-id"]),
            # Few matters have a priority: the others cost this index nothing.
            models.Index(
                name="cases_by_priority",
                fields=["priority", "-opened_at", "-id"],
                condition=~Q(priority=""),
            ),
            models.Index(
                name="cases_by_reference", fields=["reference"], condition=~Q(reference="")
            ),
        ]
        constraints = [
            models.CheckConstraint(name="a_case_has_a_number", condition=~Q(number="")),
            models.CheckConstraint(name="a_case_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="a_case_has_a_known_type", condition=Q(case_type__in=CaseType.values)
            ),
            models.CheckConstraint(
                name="a_case_has_a_known_severity",
                condition=Q(severity__in=["", *Severity.values]),
            ),
            models.CheckConstraint(
                name="a_case_has_a_known_channel", condition=Q(channel__in=["", *Channel.values])
            ),
            models.CheckConstraint(
                name="a_case_has_a_known_priority",
                condition=Q(priority__in=["", *Priority.values]),
            ),
            models.CheckConstraint(
                name="a_case_stands_somewhere", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="a_forwarded_case_names_its_department",
                condition=~Q(state=State.FORWARDED) | Q(responsible_department__isnull=False),
            ),
            models.CheckConstraint(
                name="a_settled_case_says_when",
                condition=Q(state__in=SETTLED, resolved_at__isnull=False)
                | (~Q(state__in=SETTLED) & Q(resolved_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_closed_case_says_when",
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        """Return number and title."""
        return f"{self.number} {self.title}"

    @property
    def about(self) -> str:
        """The key of this matter in facts and obligations."""
        return f"case:{self.number}"
