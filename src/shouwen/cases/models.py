"""Cases: who a matter is, and where it stands. Due times, money and signatures live elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import (
    SETTLED,
    BulkOutcome,
    BulkState,
    CallbackState,
    CaseType,
    Channel,
    FieldKind,
    RunState,
    Severity,
    Shared,
    State,
    Tie,
)


class Category(models.Model):
    """One place in the tree of matters (事项类别); the leaf's name is what a fact carries."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(pgettext_lazy("category", "Name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
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
    responsible_department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.OPEN)
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
            models.Index(name="cases_of_category", fields=["category", "-opened_at", "-id"]),
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


class CaseField(models.Model):
    """A field of the house's own, asked for in every case of a type while it has no ``until``.

    ``choices`` are pairs of key and label. With ``shown_if`` it is asked for only while that field
    holds one of ``shown_if_values``.
    """

    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    key = models.CharField(max_length=40)
    label = models.CharField(pgettext_lazy("category", "Name"), max_length=60)
    label_en = models.CharField(_("English name"), max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=FieldKind)
    choices = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    shown_if = models.CharField(max_length=40, blank=True)
    shown_if_values = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_field_has_each_version_once", fields=["case_type", "key", "version"]
            ),
            models.UniqueConstraint(
                name="a_field_is_asked_for_once",
                fields=["case_type", "key"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="a_known_kind_of_field", condition=Q(kind__in=FieldKind.values)
            ),
        ]

    def __str__(self) -> str:
        """Return the key with its version."""
        return f"{self.key} v{self.version}"


class Relation(models.Model):
    """Two cases that belong together, for as long as the fact that tied them stands.

    ``case`` is the parent of a child, what another was merged into, or what one was split from.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10, choices=Tie)
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")
    # Where a merged case stood, so that it can stand there again.
    state_before = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="two_cases_are_tied_once_a_sort", fields=["case", "other", "sort"]
            ),
            models.CheckConstraint(
                name="no_case_is_tied_to_itself", condition=~Q(case=models.F("other"))
            ),
            models.CheckConstraint(name="a_known_tie", condition=Q(sort__in=Tie.values)),
        ]

    def __str__(self) -> str:
        """Name both cases by their keys."""
        return f"{self.case_id} {self.sort} {self.other_id}"


class Share(models.Model):
    """A colleague who works on a case beside its handler, with their share in percent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_share_a_member", fields=["case", "member"]),
            models.CheckConstraint(
                name="a_share_is_a_part", condition=Q(percent__gte=1, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        """Return the percentage."""
        return f"{self.percent} %"


class Checklist(models.Model):
    """What is gone through in every case of a type; ``items`` are the lines in their order."""

    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    name = models.CharField(pgettext_lazy("category", "Name"), max_length=80)
    items = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="checklists_of_a_type", fields=["case_type", "id"])]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Tick(models.Model):
    """An item of a checklist that was done in a case, for as long as its fact stands."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    checklist = models.CharField(max_length=80)
    item = models.CharField(max_length=200)
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_item_is_ticked_once_a_case", fields=["case", "checklist", "item"]
            ),
        ]

    def __str__(self) -> str:
        """Return list and item."""
        return f"{self.checklist}: {self.item}"


class Following(models.Model):
    """A member who wants to hear of what happens in a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_case_is_followed_once", fields=["case", "member"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"


class Presence(models.Model):
    """A member who has a case's page open; the lease ends unless the page renews it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_lease_a_member_and_case", fields=["case", "member"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"


class Draft(models.Model):
    """What a member has begun to write in a case and not sent yet."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_draft_a_member_and_case", fields=["case", "member"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.case_id} {self.member_id}"


class Phrase(models.Model):
    """A reply kept for use: a member's own, a team's, a post's, or everybody's."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(_("Short name"), max_length=40)
    text = models.TextField(pgettext_lazy("phrase", "Text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(name="phrases_by_name", fields=["name"])]

    def __str__(self) -> str:
        """Return the short name."""
        return self.name


class Macro(models.Model):
    """Steps that are taken one after the other; each is a verb and what its form is given."""

    name = models.CharField(pgettext_lazy("category", "Name"), max_length=80)
    steps = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="macros_by_name", fields=["name"])]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class ImportRun(models.Model):
    """One reading of a case file: how far it is, so that it can go on after an interruption.

    ``committed_row`` is the last line of data (from 1) whose batch has been committed.
    """

    source = models.CharField(_("Source"), max_length=80)
    file_name = models.CharField(_("File"), max_length=255)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(_("State"), max_length=10, choices=RunState, default=RunState.RUNNING)
    committed_row = models.PositiveIntegerField(_("Rows read"), default=0)
    opened = models.PositiveIntegerField(_("Opened"), default=0)
    repeated = models.PositiveIntegerField(_("Already there"), default=0)
    faulty = models.PositiveIntegerField(_("With errors"), default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("Started"))
    touched_at = models.DateTimeField(_("Last batch"))
    why_stopped = models.TextField(_("Why it stopped"), blank=True)

    class Meta:
        indexes = [
            models.Index(name="imports_newest", fields=["-started_at"]),
            models.Index(name="imports_by_file", fields=["source", "fingerprint", "-started_at"]),
        ]

    def __str__(self) -> str:
        """Name the source and the file."""
        return f"{self.source}: {self.file_name}"


class ImportFault(models.Model):
    """A row that could not become a case, with its line in the file and the reason."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField(_("Line"))
    reason = models.TextField(_("Reason"))
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(name="faults_in_order", fields=["run", "id"])]

    def __str__(self) -> str:
        """Return line and reason."""
        return f"{self.line}: {self.reason}"


class Tally(models.Model):
    """How many matters stand in one cell of the lists: the kept counter behind every view.

    ``key`` writes the cell down; what is closed is not counted. A matter names its own cell, so
    moving it twice changes nothing.
    """

    key = models.CharField(max_length=200, unique=True)
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
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_counter_is_never_below_nothing", condition=Q(n__gte=0)),
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


class BulkRun(models.Model):
    """The same step for many matters: first judged one by one, then taken one by one."""

    verb = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.JUDGING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        indexes = [models.Index(name="bulk_runs_newest", fields=["by", "-started_at"])]

    def __str__(self) -> str:
        """Return the verb and the number."""
        return f"{self.verb} {self.pk}"


class BulkItem(models.Model):
    """One matter of a run: what would become of it, and what did; ``clause`` refuses it."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    former = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=BulkOutcome, default=BulkOutcome.WAITING)
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_matter_is_once_in_a_run", fields=["run", "case"]),
        ]

    def __str__(self) -> str:
        """Return both keys."""
        return f"{self.run_id} {self.case_id}"
