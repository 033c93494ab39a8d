"""The forms of the steps that are taken with a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Case, F, QuerySet, When
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.attaching import AttachingForm
from shouwen.cases.categories import category_tree
from shouwen.cases.choices import ORDINARY, CallbackResult, CaseType, Channel, Priority, Severity
from shouwen.cases.models import Case as Matter
from shouwen.cases.models import Category, Queue
from shouwen.people.asking import Rows
from shouwen.people.models import Department, Member

_ROWS = {"rows": 4}
_SHORT = {"rows": 2}


def member_choices() -> Any:
    """Return whom a case may be given to, by name."""
    return Member.objects.filter(is_active=True, is_system=False).order_by("name", "pk")


class Names(BaseChoiceIterator):
    """The choices of a select: keys and names, read when it is drawn."""

    def __init__(
        self, field: Any, read: Callable[[], Iterable[tuple[Any, ...]]], without: int | None = None
    ) -> None:
        self._field, self._read, self._without = field, read, without

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        """Yield the empty choice, if there is one, and every key with its name."""
        if self._field.empty_label is not None:
            yield "", self._field.empty_label
        yield from ((pk, name) for pk, name in self._read() if pk != self._without)


def _asking_colleagues() -> QuerySet[Member, Any]:
    named = Case(When(name="", then=F("username")), default=F("name"))
    found: QuerySet[Member, Any] = member_choices().values_list("pk", named)
    return found


_COLLEAGUES = Rows(_asking_colleagues)
_DEPARTMENTS = Rows(lambda: Department.objects.values_list("pk", "name"))


def _colleagues(case: Matter | None) -> Sequence[tuple[Any, ...]]:
    if case is None:
        return _COLLEAGUES.ask()
    # What was read for this page goes with its case.
    found: Sequence[tuple[Any, ...]] = vars(case).setdefault("_colleagues", ())
    if not found:
        found = vars(case)["_colleagues"] = _COLLEAGUES.ask()
    return found


class StepForm(forms.Form):
    """What every step with a case carries: a token, so that a second click changes nothing."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, case: Matter | None = None, **options: Any) -> None:
        # Several of these stand on one page; each needs names of its own for its labels.
        options.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **options)
        self.case = case


class WriteForm(AttachingForm, StepForm):
    """An answer to the customer or a note for colleagues."""

    mode = forms.ChoiceField(
        label=_("Kind of entry"),
        choices=[("reply", _("Answer to the customer")), ("note", _("Note for colleagues"))],
        initial="reply",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("What to write"), widget=forms.Textarea(attrs=_ROWS))
    channel = forms.ChoiceField(
        label=_("Answered by"),
        choices=[("", _("As the customer came")), *Channel.choices],
        required=False,
    )
    # The newest record the writer had on the page; the page sends it along.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Which one of a regulation's situations the words are for; the page lists them.
    situation = forms.RegexField(r"^[a-z0-9_]*$", max_length=100, required=False)


class ToMemberForm(StepForm):
    """Whom the case goes to."""

    to = forms.ModelChoiceField(label=_("Who takes it"), queryset=Member.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["to"]
        handler = self.case.handler_id if self.case else None
        field.queryset = member_choices().exclude(pk=handler)
        # Half a dozen selects of a page offer the same names: they are read once, without the rest.
        field.widget.choices = Names(field, lambda: _colleagues(self.case), without=handler)


class HandOverForm(ToMemberForm):
    """Whom the case goes to, and why it changes hands."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=_SHORT))


class ForwardForm(StepForm):
    """Which department is responsible."""

    department = forms.ModelChoiceField(
        label=_("Responsible department"), queryset=Department.objects.none()
    )
    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs=_SHORT))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["department"]
        field.queryset = Department.objects.all()
        field.widget.choices = Names(field, _DEPARTMENTS.ask)


class ReasonForm(StepForm):
    """Why a case is paused or taken up again."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=_SHORT))


class ResolveForm(StepForm):
    """How the matter was settled."""

    resolution = forms.CharField(label=_("How it was settled"), widget=forms.Textarea(attrs=_ROWS))


class SeverityForm(StepForm):
    """A new severity and why."""

    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=_SHORT))


class PriorityForm(StepForm):
    """What is taken in hand first."""

    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[("", ORDINARY[1]), *Priority.choices],
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs=_SHORT))


class QueueForm(StepForm):
    """Where the case lies next."""

    queue = forms.ModelChoiceField(
        label=pgettext_lazy("case", "Queue"), queryset=Queue.objects.none(), required=False
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs=_SHORT))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["queue"]
        field.queryset = Queue.objects.filter(ended_at=None).order_by("name")
        field.empty_label = _("no queue")


class CategoryStepForm(StepForm):
    """Which place of the tree the case belongs to; of its own type, where there is a case."""

    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = category_tree(self.case.case_type if self.case else "")
        field: Any = self.fields["category"]
        field.queryset = Category.objects.all()
        names = ((row.pk, row.path) for row in rows)
        types = {} if self.case else {row.pk: CaseType(row.case_type).label for row in rows}
        field.widget.choices = [
            ("", _("Not recorded")), *((pk, _typed(types.get(pk), name)) for pk, name in names),
        ]  # fmt: skip


def _typed(label: object, name: str) -> str:
    return f"{label} · {name}" if label else name


def _yes_no(value: Any) -> bool | None:
    return {"yes": True, "no": False}.get(str(value))


class YesNo(forms.TypedChoiceField):
    """Yes, no, or not asked; what nobody asked is neither."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not asked"))],
            coerce=_yes_no,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **options,
        )


class CallbackForm(StepForm):
    """What came of calling the customer back."""

    result = forms.ChoiceField(
        label=_("Result"), choices=CallbackResult.choices, widget=forms.RadioSelect
    )
    satisfied = YesNo(label=_("Is the customer satisfied?"))
    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction"),
        choices=[
            ("", _("Not asked")),
            ("5", _("5 very satisfied")),
            ("4", "4"),
            ("3", "3"),
            ("2", "2"),
            ("1", _("1 very dissatisfied")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    signed = YesNo(label=_("Did the customer sign?"))
    recording = forms.CharField(label=_("Recording number"), max_length=120, required=False)
    remark = forms.CharField(
        label=_("What the customer said"), required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    then_reopen = forms.TypedChoiceField(
        label=_("If not satisfied"),
        choices=[
            ("yes", _("Take the matter up again")),
            ("no", _("Leave it resolved")),
        ],
        coerce=_yes_no,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
