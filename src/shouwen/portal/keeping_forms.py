"""What the department says about its own door: settings, sorts of matters, questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from shouwen.cases.forms import CategoryChoice
from shouwen.people.models import Post
from shouwen.portal.choices import QuestionKind
from shouwen.portal.forms import PlainField
from shouwen.portal.models import Offer, Portal, RatingForm

_LONG = {"rows": 4}
MOST_QUESTIONS, MOST_FIELDS = 10, 6


class NewCodeForm(forms.Form):
    """The matter whose customer gets a new follow code."""

    number = PlainField(label=_("Number of the matter"), max_length=40)

    def clean_number(self) -> str:
        """Return the number as it is kept."""
        return str(self.cleaned_data["number"]).strip().upper()


class PortalForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """What customers see of the department, and the privacy notice they agree to."""

    notice = PlainField(
        label=_("Privacy notice"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "What you keep of customers, why, how long, who sees it, and how they have it "
            "corrected or removed. A change is a new version; each consent names its version."
        ),
    )
    notice_en = PlainField(
        label=_("Privacy notice in English"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    keep_months = forms.IntegerField(
        label=_("Months after which contact data is removed"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=_(
            "Counted from the day a matter was settled; the notice must say the same. Empty: it is "
            "never removed. Customers keep the period they agreed to, or a shorter one set later. "
            "Facts stay in the journal under a number, with the words colleagues wrote."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Portal
        fields = (
            "is_on", "name", "name_en", "accent", "hotline", "taker", "languages", "welcome",
            "welcome_en",
        )  # fmt: skip
        widgets = {
            "accent": forms.RadioSelect,
            "welcome": forms.Textarea(attrs=_LONG),
            "welcome_en": forms.Textarea(attrs=_LONG),
        }
        help_texts = {
            "taker": _(
                "What comes in goes to whoever of them has the fewest matters open; they are its "
                "first-contact owner."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the posts there are."""
        super().__init__(*args, **kwargs)
        taker: Any = self.fields["taker"]
        taker.queryset = Post.objects.order_by("name", "key")

    def values(self) -> dict[str, Any]:
        """Return the settings without the notice."""
        own = self.Meta.fields
        return {name: value for name, value in self.cleaned_data.items() if name in own}


class OfferForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """A sort of matter that customers may file."""

    category = CategoryChoice(label=_("Category"))

    class Meta:
        model = Offer
        fields = (
            "is_shown", "name", "name_en", "case_type", "category", "hint", "hint_en", "place",
            "place_label", "place_label_en", "takes_photos", "order",
        )  # fmt: skip
        widgets = {"place": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the tree of categories by type."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.widget.choices = field.grouped()


class FieldForm(forms.Form):
    """One further short question of a sort of matter; empty, there is none."""

    label = PlainField(label=_("Question"), max_length=60, required=False)
    label_en = PlainField(label=_("In English"), max_length=80, required=False)
    required = forms.BooleanField(label=_("Must be filled in"), required=False)


class QuestionForm(forms.Form):
    """One question of a rating; without text there is none."""

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=QuestionKind.choices)
    text = PlainField(label=_("Question"), max_length=120, required=False)
    text_en = PlainField(label=_("In English"), max_length=160, required=False)
    choices = PlainField(
        label=_("Answers to choose from, one per line"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    choices_en = PlainField(
        label=_("The same in English"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for answers where one is chosen, in as many words in either language."""
        given = super().clean() or {}
        if given.get("text") and given.get("kind") == QuestionKind.CHOICE:
            own, english = lines(given.get("choices", "")), lines(given.get("choices_en", ""))
            if len(set(own)) < 2 or len(set(own)) != len(own):  # noqa: PLR2004 - a choice has two
                self.add_error("choices", _("Write at least two different answers."))
            if english and len(english) != len(own):
                self.add_error("choices_en", _("Write as many answers as in Chinese, or none."))
        return given


class LineForm(forms.Form):
    """Where dissatisfaction begins."""

    unsatisfied_at = forms.IntegerField(
        label=_("So many stars or fewer mean not satisfied"),
        min_value=1,
        max_value=4,
        help_text=_(
            "It decides what “satisfied” says in the recorded fact, by which the rules in force "
            "go. A rule may name its own number of stars instead."
        ),
    )


class _Questions(BaseFormSet):  # type: ignore[type-arg] # generic in the stubs only
    """The questions of a rating."""

    def clean(self) -> None:
        """Refuse a form that cannot tell whether a customer is satisfied."""
        if any(self.errors):
            return
        kinds = {each["kind"] for each in questions_in(self)}
        if kinds and not kinds & {QuestionKind.STARS, QuestionKind.YES_NO}:
            raise ValidationError(
                _("Ask for stars or for yes or no at least once: it says who is satisfied.")
            )
        if not kinds:
            raise ValidationError(_("Write at least one question."))


QuestionSet = formset_factory(
    QuestionForm, formset=_Questions, extra=2, max_num=MOST_QUESTIONS, validate_max=True
)
FieldSet = formset_factory(FieldForm, extra=2, max_num=MOST_FIELDS, validate_max=True)


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def questions_in(formset: Any) -> list[dict[str, Any]]:
    """Return the questions that were written, as a rating form keeps them."""
    written = [each.cleaned_data for each in formset if each.cleaned_data.get("text")]
    return [
        {
            "kind": each["kind"],
            "text": each["text"],
            "text_en": each["text_en"],
            "choices": lines(each["choices"]) if each["kind"] == QuestionKind.CHOICE else [],
            "choices_en": lines(each["choices_en"]) if each["kind"] == QuestionKind.CHOICE else [],
            "required": each["required"],
        }
        for each in written
    ]


def fields_in(formset: Any) -> list[dict[str, Any]]:
    """Return the further short questions that were written."""
    written = [each.cleaned_data for each in formset if each.cleaned_data.get("label")]
    return [{name: each[name] for name in ("label", "label_en", "required")} for each in written]


def shown_questions(form: RatingForm | None) -> Sequence[Mapping[str, Any]]:
    """Return the questions as the page begins with them."""
    if form is None:
        return []
    joined = ("choices", "choices_en")
    return [
        {name: "\n".join(value) if name in joined else value for name, value in each.items()}
        for each in form.questions
    ]
