"""The tables of channels: the official account, who writes there, and what was taken already."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OfficialAccount(models.Model):
    """The house's WeChat official account; there is one row.

    Its secrets and the access token lie sealed with the house's key. ``fault`` is what WeChat
    answered to the last call that failed; whoever holds ``lease_until`` sends.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_on = models.BooleanField(_("Customers may write by WeChat"), default=False)
    app_id = models.CharField(_("AppID"), max_length=64, blank=True)
    secret = models.CharField(max_length=400, blank=True)
    token = models.CharField(max_length=400, blank=True)
    aes_key = models.CharField(max_length=400, blank=True)
    access = models.CharField(max_length=1200, blank=True)
    access_until = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)
    fault_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_account", condition=Q(id=1))]

    def __str__(self) -> str:
        """Return its AppID."""
        return self.app_id


class Thread(models.Model):
    """Which conversation belongs to whom of the account's followers.

    ``told`` is the number of the last message that needs no more telling; ``tries`` are those for
    the next one. The follower's id is dropped when the conversation is forgotten.
    """

    conversation = models.OneToOneField(
        "chat.Conversation", on_delete=models.CASCADE, related_name="+"
    )
    follower = models.CharField(max_length=64, blank=True, db_index=True)
    wrote_at = models.DateTimeField(db_index=True)
    told = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return which conversation it is; the follower is nobody's business."""
        return f"chat:{self.conversation_id}"


class Taken(models.Model):
    """A message that was taken: told again, it changes nothing."""

    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return its key."""
        return self.key
