"""What may be typed about a case, and what a filter may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.access.sight import Sight
from shouwen.cases import categories, queries
from shouwen.cases import fields as own
from shouwen.cases.attaching import AttachingForm
from shouwen.cases.choices import (
    ORDINARY,
    CaseType,
    Channel,
    Priority,
    Severity,
    State,
)
from shouwen.cases.field_forms import OwnFields
from shouwen.cases.models import Category
from shouwen.cases.step_forms import member_choices
from shouwen.customers import queries as customers
from shouwen.customers.forms import PhoneField
from shouwen.customers.models import Contact, Customer
from shouwen.people.models import Department, Member

_ROWS = {"rows": 4}


class _Search(forms.TextInput):
    """Where known customers are looked for."""

    input_type = "search"

    def __init__(self) -> None:
        hint = _("Name, unit or telephone begins with")
        super().__init__(attrs={"autocomplete": "off", "placeholder": hint})


class CategoryChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """A choice from the tree of categories; the widget groups them by type of case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Category.objects.all(), required=False, **options)

    def grouped(self, case_type: str = "") -> list[Any]:
        """Return the choices as groups by type, each name indented by its depth."""
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in categories.category_tree(case_type):
            label = str(CaseType(row.case_type).label)
            groups.setdefault(label, []).append((row.pk, "\u3000" * row.depth + row.name))
        empty: list[Any] = [("", _("Not recorded"))]
        if case_type:
            return empty + [choice for rows in groups.values() for choice in rows]
        return empty + list(groups.items())


class CategoryForm(OwnFields):
    """The category alone, drawn anew when another type is chosen."""

    category = CategoryChoice(label=_("Category"))

    def __init__(self, *args: Any, case_type: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_own(case_type or CaseType.COMPLAINT)
        field: Any = self.fields["category"]
        field.widget.choices = field.grouped(case_type)


class SpeakerForm(forms.Form):
    """Who speaks for the chosen customer, drawn anew when another customer is chosen."""

    contact = forms.ModelChoiceField(
        label=pgettext_lazy("customer", "Contact"), queryset=Contact.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, customer: str = "", sight: Sight | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["contact"]
        field.empty_label = _("The customer in person")
        if customer.isdecimal():
            field.queryset = Contact.objects.filter(customer=int(customer)).order_by("pk")
            names = customers.contact_names(int(customer), sight or customers.nobody())
            field.choices = [("", field.empty_label), *names]


class NewCaseForm(CategoryForm, SpeakerForm, AttachingForm):
    """A new case: what it is, who came with it, and what they said."""

    field_order = ("token", "case_type", "severity", "channel", "title", "text", "category")
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    case_type = forms.ChoiceField(
        label=_("Type"), choices=CaseType.choices, widget=forms.RadioSelect
    )
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[*Severity.choices, ("", _("Not graded yet"))],
        required=False,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=Channel.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("What the customer said"), required=False, widget=forms.Textarea(attrs=_ROWS)
    )
    customer = forms.ModelChoiceField(queryset=Customer.objects.all(), required=False)
    customer_text = forms.CharField(
        label=_("Known customer"), max_length=200, required=False, widget=_Search
    )
    new_name = forms.CharField(
        label=pgettext_lazy("customer", "Name"), max_length=120, required=False
    )
    new_phone = PhoneField()
    new_unit = forms.CharField(label=_("Unit or address"), max_length=200, required=False)
    first_owner = forms.ModelChoiceField(
        label=_("First-contact owner"), queryset=Member.objects.none(), required=False
    )
    department = forms.ModelChoiceField(
        label=_("Responsible department"), queryset=Department.objects.none(), required=False
    )
    opened_at = forms.DateTimeField(
        label=_("When the customer came"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty means now."),
    )
    reference = forms.CharField(label=_("Reference"), max_length=80, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["first_owner"].queryset = member_choices()
        fields["first_owner"].empty_label = _("I myself")
        fields["department"].queryset = Department.objects.all()
        fields["department"].empty_label = _("Not known yet")

    def clean(self) -> dict[str, Any]:
        """Ask for whoever was looked for and not chosen, and for a new customer's name."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("customer"):
            return given
        if given.get("customer_text") and not given.get("new_name"):
            self.add_error(
                "customer_text",
                _("Choose the customer from the list, write a new customer below, or clear this."),
            )
        elif (given.get("new_phone") or given.get("new_unit")) and not given.get("new_name"):
            self.add_error("new_name", _("Write the new customer's name, or choose one above."))
        return given


class AddToForm(AttachingForm):
    """What was written for a new matter and goes to one that is there already."""

    token = forms.CharField(max_length=64, required=False)
    title = forms.CharField(max_length=200, required=False)
    text = forms.CharField(required=False)


# The columns a list can be shown in, in their order.
COLUMNS = [
    ("number", _("Number")),
    ("title", _("Title")),
    ("due", _("Due")),
    ("type", _("Type")),
    ("severity", _("Severity")),
    ("priority", _("Priority")),
    ("state", _("State")),
    ("handler", _("Handler")),
    ("team", pgettext_lazy("list", "Team")),
    ("customer", _("Customer")),
    ("category", _("Category")),
    ("channel", _("Channel")),
    ("department", _("Responsible department")),
    ("opened", pgettext_lazy("list", "Opened")),
]


# The orders of a list, as ``sorting`` names them.
ORDERS = [
    ("", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("due", _("Due soonest first")),
    ("severity", _("Most serious first")),
    ("priority", _("Most urgent first")),
    ("number", _("By number")),
    ("latest-number", _("By number, latest first")),
    ("customer", _("By customer")),
]
# The priorities from the highest down, with what was given none in its place.
RANKS = [
    *((each.value, each.label) for each in (Priority.URGENT, Priority.HIGH)),
    ORDINARY,
    (Priority.LOW.value, Priority.LOW.label),
]
# Before the key of one of the house's own fields in the name of its column.
OWN = "own-"
_FOLDED = (
    "priority",
    "handler",
    "team",
    "queue",
    "channel",
    "department",
    "category",
    "since",
    "until",
)
# And those that a phone folds away as well.
_IN_SIGHT = ("whose", "state", "type", "severity", "late")


class FilterForm(forms.Form):
    """What a list of cases can be narrowed by; anything not understood narrows nothing."""

    q = forms.CharField(
        label=_("Number, customer or telephone begins with"), required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), ("unsettled", _("Not settled")), *State.choices],
        required=False,
    )
    type = forms.ChoiceField(
        label=_("Type"), choices=[("", _("All")), *CaseType.choices], required=False
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("All")), *Severity.choices], required=False
    )
    priority = forms.ChoiceField(
        label=_("Priority"), choices=[("", _("All")), *RANKS], required=False
    )
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("All")), ("mine", _("Mine")), ("team", _("My team's"))],
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", _("All")), *Channel.choices], required=False
    )
    handler = forms.TypedChoiceField(
        label=_("Handler"), coerce=int, empty_value=None, required=False
    )
    team = forms.TypedChoiceField(
        label=pgettext_lazy("list", "Team"), coerce=int, empty_value=None, required=False
    )
    queue = forms.TypedChoiceField(
        label=pgettext_lazy("case", "Queue"), coerce=int, empty_value=None, required=False
    )
    department = forms.ChoiceField(label=_("Responsible department"), required=False)
    category = forms.TypedChoiceField(
        label=_("Category"), coerce=int, empty_value=None, required=False
    )
    customer = forms.IntegerField(required=False, max_value=2**63 - 1, widget=forms.HiddenInput)
    since = forms.DateField(
        label=_("Opened from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Opened to"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    late = forms.BooleanField(label=_("Overdue only"), required=False)
    order = forms.ChoiceField(
        label=_("Sort by"),
        choices=ORDERS,
        required=False,
    )
    col = forms.MultipleChoiceField(
        label=_("Columns"), choices=COLUMNS, required=False, widget=forms.CheckboxSelectMultiple
    )
    tight = forms.BooleanField(label=_("Close lines"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        mine = [(OWN + each.key, own.label_of(each)) for each in own.every_in_use()]
        fields["col"].choices = [*COLUMNS, *mine]
        everything = ("", _("All"))
        self.house = house = queries.house_choices()
        fields["handler"].choices = [everything, *((c.pk, c.name) for c in house.members)]
        fields["team"].choices = [everything, *((c.pk, c.name) for c in house.teams)]
        fields["queue"].choices = [
            everything, *((c.pk, queries.queue_name(c)) for c in house.queues)
        ]  # fmt: skip
        fields["department"].choices = [everything, *((c.key, c.name) for c in house.departments)]
        fields["category"].choices = [everything, *((c.pk, c.path) for c in house.categories)]

    def wanted(self) -> queries.Filter:
        """Return the filter; a value that is not understood is left out."""
        self.is_valid()
        given = self.cleaned_data
        return queries.Filter(
            state=given.get("state", ""),
            case_type=given.get("type", ""),
            severity=given.get("severity", ""),
            priority=given.get("priority", ""),
            channel=given.get("channel", ""),
            handler=given.get("handler"),
            team=given.get("team"),
            queue=given.get("queue"),
            customer=given.get("customer"),
            whose=given.get("whose", ""),
            late=bool(given.get("late")),
            department=given.get("department", ""),
            category=given.get("category"),
            since=given.get("since"),
            until=given.get("until"),
            text=given.get("q", ""),
        )

    @property
    def is_narrowed_further(self) -> bool:
        """Whether a filter is set that is folded away."""
        return any(self.cleaned_data.get(name) for name in _FOLDED)

    @property
    def count_set(self) -> int:
        """How many filters are set, for the button that unfolds them."""
        return sum(bool(self.cleaned_data.get(name)) for name in (*_IN_SIGHT, *_FOLDED))

    @property
    def order_chosen(self) -> str:
        """The order of the list, as ``sorting`` names it."""
        return str(self.cleaned_data.get("order") or "")


class RenameCategoryForm(forms.Form):
    """What a category is called."""

    name = forms.CharField(label=pgettext_lazy("category", "Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)


class AddCategoryForm(RenameCategoryForm):
    """A new category and its place in the tree."""

    case_type = forms.ChoiceField(label=_("Type"), choices=CaseType.choices)
    parent = CategoryChoice(label=_("Below"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["parent"]
        field.widget.choices = [("", _("At the top")), *field.grouped()[1:]]
