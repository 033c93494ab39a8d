"""What is tied to a regulation's classes, who asked to see what, and who looked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shouwen.access.choices import How, Level, State, What


class Tie(models.Model):
    """A word of the regulations that stands for something the product keeps.

    Without ``field``, ``word`` is a class of subject under which records of this kind and level
    fall. With it, ``word`` is what a regulation's masks call that field. A blank level is any.
    """

    record = models.CharField(max_length=30)
    level = models.CharField(max_length=10, choices=Level, blank=True)
    field = models.CharField(max_length=30, blank=True)
    word = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_word_is_tied_once", fields=["record", "level", "field", "word"]
            ),
            models.CheckConstraint(name="a_tie_names_a_word", condition=~Q(word="")),
            models.CheckConstraint(
                name="a_tie_has_a_known_level", condition=Q(level__in=["", *Level.values])
            ),
        ]

    def __str__(self) -> str:
        """Return what is tied to which word."""
        return f"{self.record} {self.level} {self.field} = {self.word}"


class Asking(models.Model):
    """Somebody asked to see covered fields, to tell them to somebody, or to export records.

    ``key`` is the record's own number, empty for an export of many; ``given`` are the details
    recorded with the fact. ``left`` are classes whose rules have not been asked yet. ``until``
    ends what was granted, or the wait for a second person.
    """

    what = models.CharField(max_length=10, choices=What)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    record = models.CharField(max_length=30)
    key = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    fields = models.JSONField(default=list)
    given = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State)
    why = models.TextField(blank=True)
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    second_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    request = models.BigIntegerField(null=True)
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # One form sent twice is one asking.
    token = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_asking_gives_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="an_asking_stands_somewhere", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="an_asking_is_of_a_known_kind", condition=Q(what__in=What.values)
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_second",
                condition=Q(second__isnull=True) | ~Q(second=F("member")),
            ),
            models.CheckConstraint(
                name="what_is_granted_ends", condition=~Q(state=State.OPEN) | Q(until__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="askings_of_a_member", fields=["member", "-asked_at"]),
            models.Index(name="askings_by_state", fields=["state", "until"]),
            models.Index(name="askings_of_a_request", fields=["request"]),
        ]

    def __str__(self) -> str:
        """Return what was asked of which record."""
        return f"{self.what} {self.subject}"


class Look(models.Model):
    """One look at a confidential record; rows are only ever added.

    ``subject`` is the record's number, never a value of it. ``seal`` is a keyed digest of the
    row, so that one altered past the product is found out; ``link`` one of the seal and the link
    before, so that one taken out is found out as well.
    """

    at = models.DateTimeField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    record = models.CharField(max_length=30)
    subject = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    how = models.CharField(max_length=10, choices=How)
    fields = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    asking = models.ForeignKey(
        Asking, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    seal = models.CharField(max_length=64)
    link = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_look_has_an_occasion", condition=Q(how__in=How.values)),
        ]
        indexes = [
            models.Index(name="looks_newest", fields=["-id"]),
            models.Index(name="looks_at_a_record", fields=["subject", "-id"]),
            models.Index(name="looks_of_a_member", fields=["member", "-id"]),
        ]

    def __str__(self) -> str:
        """Return which record was looked at."""
        return f"{self.subject} {self.how}"


class LookHead(models.Model):
    """The end of the looks, the only row of its table: how many there are, and the last link.

    ``seal`` is a keyed digest of both, so that an end that was cut off is found out.
    """

    count = models.PositiveBigIntegerField(default=0)
    link = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="looks_have_one_end", condition=Q(pk=1))]

    def __str__(self) -> str:
        """Return how many looks there are."""
        return str(self.count)
