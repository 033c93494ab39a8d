"""The portal's tables: what the department shows, who filed what, and how it was rated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType
from shouwen.portal.choices import Accent, Need, Way


class Portal(models.Model):
    """What the department says of itself at its own door; there is one row.

    ``taker`` is the post whose holders take what comes in. ``languages`` are codes of languages.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_on = models.BooleanField(_("Customers may use the portal"), default=False)
    name = models.CharField(_("Name shown to customers"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    accent = models.CharField(_("Colour"), max_length=10, choices=Accent, default=Accent.BLUE)
    welcome = models.TextField(_("Welcome"), blank=True)
    welcome_en = models.TextField(_("Welcome in English"), blank=True)
    hotline = models.CharField(_("Service telephone"), max_length=40, blank=True)
    taker = models.ForeignKey(
        "people.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Post that takes new matters"),
    )  # fmt: skip
    languages = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(name="there_is_one_portal", condition=Q(id=1)),
            models.CheckConstraint(
                name="an_open_portal_has_a_name", condition=Q(is_on=False) | ~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PrivacyNotice(models.Model):
    """What is kept, why and how long, in the words a customer agreed to; never edited.

    ``keep_months`` after a matter was settled its contact data is removed; None names no period.
    """

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    keep_months = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.CheckConstraint(name="a_notice_says_it", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"notice {self.number}"


class Offer(models.Model):
    """A sort of matter that customers may file, and what they are asked about it.

    ``fields`` are further short questions: ``[{"label", "label_en", "required"}]``.
    """

    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    category = models.ForeignKey(
        "cases.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("Name shown to customers"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    hint = models.CharField(_("What it is for"), max_length=120, blank=True)
    hint_en = models.CharField(_("What it is for, in English"), max_length=160, blank=True)
    place = models.CharField(
        _("Address, room or order number"), max_length=10, choices=Need, default=Need.OPTIONAL
    )
    place_label = models.CharField(_("How it is called"), max_length=40, blank=True)
    place_label_en = models.CharField(_("How it is called in English"), max_length=60, blank=True)
    takes_photos = models.BooleanField(_("Photographs may be sent"), default=True)
    fields = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(pgettext_lazy("place", "Order"), default=0)
    is_shown = models.BooleanField(_("Shown to customers"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_offer_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="an_offer_is_of_a_known_type", condition=Q(case_type__in=CaseType.values)
            ),
            models.CheckConstraint(
                name="an_offer_asks_for_a_place_or_not", condition=Q(place__in=Need.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Filing(models.Model):
    """How the customer of a matter is known at the door: digests only, and what they agreed to.

    ``contact_digest`` is a keyed digest of the number or address that was confirmed. ``mail`` is
    where news is sent when the customer gave an address; a number stands in the archive of
    customers. The follow code and the link are kept as digests. Once the period of the notice is
    over, ``forgotten_at``, none of it is there any more.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    contact_digest = models.CharField(max_length=64, db_index=True)
    mail = models.CharField(max_length=254, blank=True)
    code_digest = models.CharField(max_length=64)
    link_digest = models.CharField(max_length=64, unique=True)
    notice = models.ForeignKey(
        PrivacyNotice, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    consented_at = models.DateTimeField()
    language = models.CharField(max_length=16)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_filing_says_how_it_was_confirmed", condition=Q(way__in=Way.values)
            ),
        ]

    def __str__(self) -> str:
        return f"filing {self.pk}"


class Proof(models.Model):
    """A code sent to a number or an address: for one use, a short time and a few tries."""

    way = models.CharField(max_length=10, choices=Way)
    contact_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_code_ends", condition=Q(ends_at__gt=F("asked_at"))),
        ]

    def __str__(self) -> str:
        return f"proof {self.pk}"


class Tally(models.Model):
    """How often something was tried from one place within a span of time; see ``limits``."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"


class RatingForm(models.Model):
    """The questions a customer is asked about one type of matter; a change is a new version.

    ``questions`` are ``[{"kind", "text", "text_en", "choices", "choices_en", "required"}]``. The
    first that asks for stars, else the first that asks for yes or no, says whether the customer is
    satisfied: so many stars as ``unsatisfied_at``, or fewer, mean that they are not.
    """

    case_type = models.CharField(max_length=16, choices=CaseType)
    number = models.PositiveIntegerField()
    questions = models.JSONField()
    unsatisfied_at = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_rating_form_has_each_version_once", fields=["case_type", "number"]
            ),
            models.CheckConstraint(
                name="a_rating_form_has_a_line_to_draw",
                condition=Q(unsatisfied_at__gte=1, unsatisfied_at__lte=4),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_type} v{self.number}"


class Rating(models.Model):
    """What a customer said of a settled matter, with the questions as they read and who served.

    ``answers`` are ``[{"kind", "text", "text_en", "value"}]``; ``served`` holds the handler's and
    first-contact owner's keys with post, team and department of that moment. Neither changes.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    # A matter that was taken up again may be rated again.
    times_reopened = models.PositiveIntegerField()
    form = models.ForeignKey(RatingForm, on_delete=models.PROTECT, related_name="+", db_index=False)
    answers = models.JSONField()
    served = models.JSONField()
    stars = models.PositiveSmallIntegerField(null=True)
    satisfied = models.BooleanField(null=True)
    given_at = models.DateTimeField(db_index=True)
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_settled_matter_is_rated_once", fields=["case", "times_reopened"]
            ),
            models.CheckConstraint(
                name="a_rating_has_one_to_five_stars",
                condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"
