"""Forms of the directory and of a member's own settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.people.models import Department, Member, Post, Team
from shouwen.people.permissions import PERMISSIONS
from shouwen.people.refusals import RefusedError

T = TypeVar("T")


def day_input() -> forms.DateInput:
    """Return the browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input() -> forms.TimeInput:
    """Return the browser's own field for a time of day."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def say_refusal(form: forms.Form, refusal: RefusedError) -> None:
    """Put a refusal beside the field it names, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def taken(form: forms.Form, do: Callable[[], T]) -> T | None:
    """Do what a form asks for; None for one that is not filled in, or refused, which it shows."""
    if not form.is_valid():
        return None
    try:
        return do()
    except RefusedError as refusal:
        say_refusal(form, refusal)
        return None


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """A choice of members, each with name and key."""

    def label_from_instance(self, obj: Any) -> str:
        """Return how a member stands in the list."""
        return f"{obj.name} ({obj.username})"


def _members() -> Any:
    return Member.objects.filter(is_active=True, is_system=False).order_by("name", "pk")


class AddMemberForm(forms.Form):
    """Somebody new: who they are and what they do from which day on."""

    name = forms.CharField(label=_("Name"), max_length=80)
    key = forms.CharField(
        label=_("Member key"),
        max_length=60,
        help_text=_("Used to sign in and in the record; it never changes. Latin letters, digits."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    password = forms.CharField(
        label=_("First password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Without one they cannot sign in yet."),
    )
    post = forms.ModelChoiceField(label=_("Post"), queryset=Post.objects.none(), required=False)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False)
    superior = MemberChoice(label=_("Superior"), queryset=Member.objects.none(), required=False)
    since = forms.DateField(label=_("First day"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the posts, teams and members there are now."""
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.all()  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]
        self.fields["superior"].queryset = _members()  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    """A post for a member from a day on."""

    post = forms.ModelChoiceField(label=_("Post"), queryset=Post.objects.none())
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False)
    since = forms.DateField(label=_("First day"), widget=day_input())
    until = forms.DateField(
        label=_("Ends on"),
        required=False,
        widget=day_input(),
        help_text=_("The first day on which it no longer holds."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the posts and teams there are now."""
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.all()  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]


class AppointToForm(forms.Form):
    """A member for a post from a day on."""

    member = MemberChoice(label=_("Person"), queryset=Member.objects.none())
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False)
    since = forms.DateField(label=_("First day"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the members and teams there are now."""
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = _members()  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]


class SuperiorForm(forms.Form):
    """Whom a member answers to from a day on."""

    superior = MemberChoice(label=_("Superior"), queryset=Member.objects.none())
    since = forms.DateField(label=_("First day"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the members there are now."""
        super().__init__(*args, **kwargs)
        self.fields["superior"].queryset = _members()  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The first day on which something no longer holds."""

    until = forms.DateField(label=_("Ends on"), widget=day_input())


class SubstituteForm(forms.Form):
    """Who stands in while a member is away."""

    substitute = MemberChoice(label=_("Substitute"), queryset=Member.objects.none())
    since = forms.DateField(label=_("First day"), widget=day_input())
    until = forms.DateField(
        label=_("Ends on"),
        required=False,
        widget=day_input(),
        help_text=_("The first day on which you are back."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        """Offer everybody else."""
        super().__init__(*args, **kwargs)
        others = _members().exclude(pk=member.pk)
        self.fields["substitute"].queryset = others  # type: ignore[attr-defined]


class LanguageForm(forms.Form):
    """In which language a member reads."""

    language = forms.ChoiceField(label=_("Language"), choices=Member.Language.choices)


class ContactForm(forms.Form):
    """How a member is reached."""

    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class AddPartForm(forms.Form):
    """A post, a team or a department that the house does not have yet."""

    POST, TEAM, DEPARTMENT = "post", "team", "department"

    part = forms.ChoiceField(
        label=_("What"),
        choices=((POST, _("Post")), (TEAM, _("Team")), (DEPARTMENT, _("Department"))),
    )
    name = forms.CharField(label=_("Its name"), max_length=80)
    key = forms.CharField(
        label=_("Key in regulations"),
        max_length=60,
        help_text=_("As regulations name it: small Latin letters, digits and “_”."),
    )
    department = forms.ModelChoiceField(
        label=_("Department of the team"), queryset=Department.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the departments there are now."""
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """What the holders of a post may do."""

    permission = forms.MultipleChoiceField(
        choices=tuple(PERMISSIONS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


class QuietForm(forms.Form):
    """When mail to the holders of a post waits; both times, or neither."""

    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=time_input())
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=time_input())
