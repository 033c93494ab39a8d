"""What the pages of quality ask: a card's lines, a plan's parts, marks, days, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.attaching import AttachingForm
from shouwen.people.forms import day_input
from shouwen.people.models import Member, Post
from shouwen.quality import cards, plans, seeing
from shouwen.quality.cards import Line
from shouwen.quality.models import Card, CardVersion

MOST_LINES, MOST_PARTS, BLANK_LINES = 60, 8, 3
LONGEST_NOTE = 500
SORTS = (
    (cards.ORDINARY, _("ordinary")),
    (cards.CRITICAL, _("critical: failed, the whole check is nought")),
    (cards.BONUS, _("bonus: earned on top")),
)
FROM = (
    ("case", pgettext_lazy("sample", "settled cases")),
    ("call", pgettext_lazy("sample", "recorded calls")),
    ("chat", pgettext_lazy("sample", "chats that have ended")),
)
OF_EACH = (
    ("all", _("of all together")), ("person", _("of each person")),
    ("channel", _("of each channel")),
)  # fmt: skip


class CardForm(forms.Form):
    """The head of a score card; its lines come beside it."""

    title = forms.CharField(label=_("Title"), max_length=80)
    title_en = forms.CharField(label=_("English title"), max_length=80, required=False)
    full = forms.DecimalField(label=_("Full score"), max_digits=7, decimal_places=2, min_value=0)
    most = forms.DecimalField(
        label=_("Most with bonus"), max_digits=7, decimal_places=2, min_value=0, required=False
    )


class LineForm(forms.Form):
    """One line of a card; a line without a name is left out."""

    section = forms.CharField(label=_("Section"), max_length=80, required=False)
    name = forms.CharField(label=_("What is looked at"), max_length=200, required=False)
    name_en = forms.CharField(label=_("In English"), max_length=200, required=False)
    weight = forms.DecimalField(
        label=_("Weight"), max_digits=6, decimal_places=2, min_value=0, required=False
    )
    sort = forms.ChoiceField(label=_("Sort"), choices=SORTS, required=False)
    rule = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def line(self) -> Line | None:
        """Return the line as it was written; None for an empty one and one taken off the card."""
        said = self.cleaned_data
        if not said["name"].strip() or (said["weight"] is None and said["sort"] != cards.CRITICAL):
            return None
        return Line(
            name=said["name"].strip(), name_en=said["name_en"].strip(),
            section=said["section"].strip(), weight=said["weight"] or Decimal(0),
            sort=said["sort"] or cards.ORDINARY, rule=said["rule"],
        )  # fmt: skip


LineSet = forms.formset_factory(LineForm, extra=BLANK_LINES, max_num=MOST_LINES)


def initial_of(lines: Sequence[Line], *, chosen: bool) -> list[dict[str, Any]]:
    """Return lines as the form begins with them; those not ``chosen`` yet have no weight."""
    return [
        {
            "section": line.section, "name": line.name, "name_en": line.name_en,
            "weight": line.weight if chosen else None, "sort": line.sort, "rule": line.rule,
        }
        for line in lines
    ]  # fmt: skip


class PartForm(forms.Form):
    """One part of a plan: of which conversations how many; one without a name is left out."""

    name = forms.CharField(label=_("What it is called"), max_length=60, required=False)
    sort = forms.ChoiceField(label=_("Drawn from"), choices=FROM, required=False)
    of_each = forms.ChoiceField(label=_("How many"), choices=OF_EACH, required=False)
    share = forms.DecimalField(
        label=_("Share in percent"), min_value=0, max_value=100, decimal_places=2, required=False
    )
    rule = forms.ChoiceField(label=_("Share as a clause sets it"), required=False)
    at_least = forms.IntegerField(
        label=_("At least"), min_value=0, max_value=10_000, required=False
    )
    newcomers = forms.BooleanField(label=_("only new employees"), required=False)
    unsatisfied = forms.BooleanField(label=_("only not satisfied"), required=False)
    seconds_up_to = forms.IntegerField(
        label=_("At most so long, seconds"), min_value=0, max_value=1_000_000, required=False
    )
    minutes_up_to = forms.IntegerField(
        label=_("Settled within, minutes"), min_value=0, max_value=1_000_000, required=False
    )
    minutes_from = forms.IntegerField(
        label=_("Took at least, minutes"), min_value=0, max_value=1_000_000, required=False
    )
    silence_from = forms.IntegerField(
        label=_("Customer waited at least, minutes"), min_value=0, max_value=1_000_000,
        required=False,
    )  # fmt: skip
    repeat_days = forms.IntegerField(
        label=_("Customer came again within, days"), min_value=0, max_value=1_000, required=False
    )

    def __init__(self, *args: Any, quotas: Sequence[plans.Quota] = (), **options: Any) -> None:
        """Offer the targets in force that set a share."""
        super().__init__(*args, **options)
        rule = cast(Any, self.fields["rule"])
        rule.choices = [
            ("", _("none")),
            *((q.key, f"《{q.book}》{q.number} {q.title} {q.percent}") for q in quotas),
        ]

    def part(self) -> plans.PlannedPart | None:
        """Return the part as it was written; None for an empty one."""
        said = self.cleaned_data
        if not said["name"].strip():
            return None
        names = ("seconds_up_to", "minutes_up_to", "minutes_from", "silence_from", "repeat_days")
        return plans.PlannedPart(
            name=said["name"].strip(),
            sort=cast(Literal["case", "call", "chat"], said["sort"] or "case"),
            of_each=cast(Literal["person", "channel", "all"], said["of_each"] or "all"),
            share=plans.exact(said["share"]), rule=said["rule"], at_least=said["at_least"] or 0,
            newcomers=said["newcomers"], unsatisfied=said["unsatisfied"],
            **{name: said[name] for name in names},
        )  # fmt: skip


PartSet = forms.formset_factory(PartForm, extra=BLANK_LINES, max_num=MOST_PARTS)


class PlanForm(forms.Form):
    """Which card, who checks, and whether anybody checks whom they lead."""

    title = forms.CharField(label=_("Title"), max_length=80)
    card = forms.ModelChoiceField(label=_("Score card"), queryset=Card.objects.none())
    checkers = forms.ModelChoiceField(
        label=_("Checked by holders of"), queryset=Post.objects.none()
    )
    spares_own = forms.BooleanField(
        label=_("Nobody checks whom they lead"), required=False, initial=True
    )
    newcomer_days = forms.IntegerField(
        label=_("Somebody is new for, days"), min_value=1, max_value=1_000, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the cards in use and the posts there are."""
        super().__init__(*args, **options)
        card, post = cast(Any, self.fields["card"]), cast(Any, self.fields["checkers"])
        card.queryset = Card.objects.filter(ended_at=None).order_by("key")
        card.label_from_instance = _title_of
        post.queryset = Post.objects.order_by("name", "pk")


def _title_of(card: Card) -> str:
    last = cards.latest_of(card)
    return last.title if last else card.key


class DrawForm(forms.Form):
    """The days whose conversations a sample is drawn from."""

    since = forms.DateField(label=pgettext_lazy("date", "From"), widget=day_input())
    until = forms.DateField(label=pgettext_lazy("date", "To"), widget=day_input())


class TrendForm(forms.Form):
    """Which weeks or months of which card and line a trend is drawn of."""

    by = forms.ChoiceField(
        label=_("Week or month"),
        choices=(("month", _("month")), ("week", _("week"))),
        required=False,
    )
    since = forms.DateField(label=pgettext_lazy("date", "From"), widget=day_input(), required=False)
    until = forms.DateField(label=pgettext_lazy("date", "To"), widget=day_input(), required=False)
    card = forms.ModelChoiceField(
        label=_("Score card"), queryset=Card.objects.none(), to_field_name="key", required=False,
        empty_label=_("all cards"),
    )  # fmt: skip
    line = forms.ChoiceField(label=pgettext_lazy("score card", "Line"), required=False)

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        """Offer the cards and the lines of the one that was chosen."""
        super().__init__(*args, **options)
        card, line = cast(Any, self.fields["card"]), cast(Any, self.fields["line"])
        card.queryset = Card.objects.order_by("key")
        card.label_from_instance = _title_of
        line.choices = [("", _("the whole score")), *lines]


class NoteForm(AttachingForm):
    """What somebody is to practise, and when one comes back to it."""

    text = forms.CharField(
        label=_("Coaching note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    follow_up = forms.DateField(
        label=_("Come back to it by"), widget=day_input(), required=False,
        help_text=_("Left empty, a clause in force sets the day, if there is one."),
    )  # fmt: skip


class FollowForm(forms.Form):
    """What was seen when somebody came back to a coaching note."""

    outcome = forms.CharField(
        label=_("What you saw"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class CalibrationForm(forms.Form):
    """Which conversations several checkers mark by one card."""

    title = forms.CharField(label=_("Title"), max_length=80)
    card = forms.ModelChoiceField(label=_("Score card"), queryset=Card.objects.none())
    checkers = forms.ModelMultipleChoiceField(
        label=_("Checkers"), queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    cases = forms.CharField(
        label=_("Case numbers"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Separated by spaces or lines."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the cards in use and everybody who may record facts."""
        super().__init__(*args, **options)
        card = cast(Any, self.fields["card"])
        card.queryset = Card.objects.filter(ended_at=None).order_by("key")
        card.label_from_instance = _title_of
        checkers = cast(Any, self.fields["checkers"])
        checkers.queryset = Member.objects.filter(is_active=True, is_system=False).order_by(
            "name", "pk"
        )

    def numbers(self) -> list[str]:
        """Return the case numbers that were written."""
        return list(dict.fromkeys(self.cleaned_data["cases"].replace(",", " ").split()))[:50]


def marks_from(posted: Mapping[str, str], version: CardVersion) -> dict[str, dict[str, str]]:
    """Return what was marked on a card's lines; whatever is no mark is left out."""
    return {key: said for key, said in _marks(posted, version) if said}


def _marks(posted: Mapping[str, str], version: CardVersion) -> Iterator[tuple[str, dict[str, str]]]:
    for place, line in enumerate(cards.lines_of(version)):
        earned = posted.get(f"earned-i{place}", "")
        note = posted.get(f"note-i{place}", "").strip()[:LONGEST_NOTE]
        at = posted.get(f"at-i{place}", "")
        said = {"earned": earned if earned in cards.EARNED else "", "note": note,
                "at": at if seeing.place_of(at) else ""}  # fmt: skip
        yield line.key, {name: value for name, value in said.items() if value}


def with_rules(lines: Sequence[Line], more: Sequence[Line]) -> list[Line]:
    """Return lines with those of further rules that are not there yet."""
    known = {line.key for line in lines}
    return [*lines, *(replace(line) for line in more if line.key not in known)]
