"""The tables of mail: how the mailbox is kept, every letter once, and who signs with what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType
from shouwen.mail.choices import NOT_TAKEN, Became, Way, Why


class Mailbox(models.Model):
    """What becomes of letters, and when the mailbox was last asked; there is one row.

    ``fault`` is why it could not be asked the last time; empty when it could.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_on = models.BooleanField(_("Letters become matters"), default=False)
    case_type = models.CharField(
        pgettext_lazy("mail", "Type of the matter"), max_length=20, choices=CaseType.choices,
        default=CaseType.CONSULTATION,
    )  # fmt: skip
    taker = models.ForeignKey(
        "people.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=pgettext_lazy("mail", "Post that takes them"),
    )  # fmt: skip
    acknowledges = models.BooleanField(
        pgettext_lazy("mail", "Tell the customer the number of a new matter"), default=False
    )
    asked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_mailbox", condition=Q(id=1))]

    def __str__(self) -> str:
        """Return whether letters become matters."""
        return "on" if self.is_on else "off"


class Signature(models.Model):
    """What stands below answers of a post's or a team's members; without either, of everybody."""

    post = models.ForeignKey(
        "people.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=pgettext_lazy("mail", "Post"),
    )  # fmt: skip
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=pgettext_lazy("mail", "Team"),
    )  # fmt: skip
    text = models.TextField(pgettext_lazy("mail", "Text"), max_length=1000)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_signature_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        """Return its first line."""
        return self.text.partition("\n")[0]


class Letter(models.Model):
    """One letter; ``key`` makes it come once, ``message_id`` is how others refer to it.

    ``address`` is the customer's. What a customer wrote stands in the facts of its matter; only
    what goes out is kept here, until it has left. ``token`` stands in the address that answers to
    a letter of ours go to. ``size`` is in bytes.
    """

    way = models.CharField(max_length=3, choices=Way.choices)
    key = models.CharField(max_length=64, unique=True)
    message_id = models.CharField(max_length=255, blank=True, db_index=True)
    token = models.CharField(max_length=32, null=True, unique=True)  # noqa: DJ001 most have none
    refers_to = models.TextField(blank=True)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    files = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    became = models.CharField(max_length=10, choices=Became.choices)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    said = models.CharField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_letter_has_a_way", condition=Q(way__in=Way.values)),
            models.CheckConstraint(
                name="a_letter_became_something", condition=Q(became__in=Became.values)
            ),
            models.CheckConstraint(
                name="a_letter_not_taken_says_why",
                condition=~Q(became__in=NOT_TAKEN) | Q(why__in=Why.values),
            ),
            models.CheckConstraint(
                name="a_letter_taken_has_its_matter",
                condition=Q(became__in=NOT_TAKEN) | Q(case__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="letters_by_sender", fields=["address", "kept_at"]),
            models.Index(
                name="letters_not_taken", fields=["id"], condition=Q(became__in=NOT_TAKEN)
            ),
        ]

    def __str__(self) -> str:
        """Return its number; neither address nor subject belongs into a log."""
        return f"L{self.pk:07d}"
