"""Tokens, answers kept for repeats, and how much of a minute's requests is spent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Token(models.Model):
    """A key with which a program acts for one member; only its hash is kept.

    ``prefix`` is the beginning of the secret, shown so that people can tell their tokens apart.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(pgettext_lazy("token", "Name"), max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("Valid until"))
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="a_token_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_token_expires_after_it_was_made",
                condition=Q(expires_at__gt=models.F("made_at")),
            ),
        )
        indexes = (models.Index(name="tokens_of_member", fields=["member", "-id"]),)

    def __str__(self) -> str:
        """Return the name and the beginning of the secret."""
        return f"{self.name} ({self.prefix}…)"


class KeptAnswer(models.Model):
    """What a request with an idempotency key was answered; a repeat gets the same.

    It is written in the transaction of the request itself, so that either both stand or neither.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_key_is_answered_once", fields=["member", "key"]),
        )

    def __str__(self) -> str:
        """Return the key and the status."""
        return f"{self.key}: {self.status}"


class Spent(models.Model):
    """How many requests one caller has taken of one minute; processes take some at a time."""

    caller = models.CharField(max_length=40, unique=True)
    minute = models.BigIntegerField()
    taken = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return the caller and the number."""
        return f"{self.caller}: {self.taken}"
