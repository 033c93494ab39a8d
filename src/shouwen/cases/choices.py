"""The words a case's columns may hold; the same words stand in its facts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseType(models.TextChoices):
    """What the customer came with."""

    COMPLAINT = "complaint", _("Complaint")
    REPAIR = "repair", _("Repair request")
    CONSULTATION = "consultation", _("Consultation")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")
    SERVICE = "service", _("Service request")


class Severity(models.TextChoices):
    """How grave the matter is; what follows from it is for the regulation to say."""

    MINOR = "minor", pgettext_lazy("severity", "Minor")
    GENERAL = "general", pgettext_lazy("severity", "General")
    MAJOR = "major", pgettext_lazy("severity", "Major")


class Priority(models.TextChoices):
    """What the house takes in hand first; no time limit follows from it."""

    URGENT = "urgent", pgettext_lazy("priority", "Urgent")
    HIGH = "high", pgettext_lazy("priority", "High")
    LOW = "low", pgettext_lazy("priority", "Low")


# What is asked for of matters that were given no priority; their column is blank.
ORDINARY = ("ordinary", pgettext_lazy("priority", "Ordinary"))


class Channel(models.TextChoices):
    """The way the matter reached us."""

    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Front desk")
    WECHAT = "wechat", _("WeChat")
    WEB = "web", _("Website")
    MAIL = "mail", pgettext_lazy("channel", "Mail")
    VISIT = "visit", pgettext_lazy("channel", "Visit")
    APP = "app", pgettext_lazy("channel", "App")


class State(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("In hand")
    FORWARDED = "forwarded", _("With the department")
    PAUSED = "paused", _("Paused")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged")


class CallbackState(models.TextChoices):
    """What the last callback (回访) brought."""

    NOT_MADE = "not_made", _("Not called back")
    NOT_REACHED = "not_reached", _("Not reached")
    REACHED = "reached", _("Reached")
    SATISFIED = "satisfied", _("Satisfied")
    UNSATISFIED = "unsatisfied", _("Not satisfied")


class CallbackResult(models.TextChoices):
    """Whether somebody answered a callback."""

    REACHED = "reached", _("Reached")
    NOT_REACHED = "not_reached", _("Not reached")


class RunState(models.TextChoices):
    """Where an import stands."""

    PREPARED = "prepared", _("Being prepared")
    RUNNING = "running", _("Under way")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Finished")


class Tie(models.TextChoices):
    """How two cases belong together; of a child and what was merged or split, who came first."""

    RELATED = "related", pgettext_lazy("tie", "Related")
    CHILD = "child", pgettext_lazy("tie", "Child")
    MERGED = "merged", pgettext_lazy("tie", "Merged into this")
    SPLIT = "split", pgettext_lazy("tie", "Split off")


class FieldKind(models.TextChoices):
    """What a field of the house's own holds."""

    TEXT = "text", pgettext_lazy("field", "Text")
    NUMBER = "number", pgettext_lazy("field", "Number")
    MONEY = "money", pgettext_lazy("field", "Amount of money")
    DATE = "date", pgettext_lazy("field", "Date")
    CHOICE = "choice", pgettext_lazy("field", "One of several")
    CHOICES = "choices", pgettext_lazy("field", "Some of several")
    YES_NO = "yes_no", pgettext_lazy("field", "Yes or no")
    MEMBER = "member", pgettext_lazy("field", "Member")
    CUSTOMER = "customer", pgettext_lazy("field", "Customer")


class LinkedAs(models.TextChoices):
    """What another case is to this one; the same words stand in the fact."""

    RELATED = "related", pgettext_lazy("linked", "A related matter")
    PARENT = "parent", pgettext_lazy("linked", "The matter above this one")
    CHILD = "child", pgettext_lazy("linked", "A part of this matter")


class Shared(models.TextChoices):
    """With whom a kept list is shared."""

    NOBODY = "nobody", pgettext_lazy("view", "Nobody")
    POST = "post", pgettext_lazy("view", "My post")
    TEAM = "team", pgettext_lazy("view", "My team")
    ALL = "all", pgettext_lazy("view", "Everybody")


class BulkState(models.TextChoices):
    """Where a step for many matters stands."""

    JUDGING = "judging", pgettext_lazy("bulk", "Being looked at")
    JUDGED = "judged", pgettext_lazy("bulk", "Waits for your word")
    DOING = "doing", pgettext_lazy("bulk", "Under way")
    DONE = "done", pgettext_lazy("bulk", "Finished")


class BulkOutcome(models.TextChoices):
    """What would become of one matter in it, and what did."""

    WAITING = "waiting", pgettext_lazy("bulk", "waiting")
    POSSIBLE = "possible", pgettext_lazy("bulk", "possible")
    SIGNED = "signed", pgettext_lazy("bulk", "waits for signatures")
    REFUSED = "refused", pgettext_lazy("bulk", "refused")
    DONE = "done", pgettext_lazy("bulk", "done")


class Every(models.TextChoices):
    """What a recurring case's distance is counted in."""

    DAY = "day", pgettext_lazy("every", "days")
    WEEK = "week", pgettext_lazy("every", "weeks")
    MONTH = "month", pgettext_lazy("every", "months")


class Mailed(models.TextChoices):
    """What members have mailed to themselves."""

    LIST = "list", pgettext_lazy("mailed", "A kept list")
    TARGETS = "targets", pgettext_lazy("mailed", "Targets")
    CALLS = "calls", pgettext_lazy("mailed", "Calls by interval")


class Unsent(models.TextChoices):
    """Why something was not mailed when its time came."""

    UNSEEN = "unseen", _("Not sent: this is no longer shared with you.")
    NO_ADDRESS = "no_address", _("Not sent: your settings hold no e-mail address.")
    LEFT = "left", _("Not sent: the account is closed.")


class Shift(models.TextChoices):
    """What becomes of a recurring case whose day is not a working day."""

    STAYS = "stays", _("It stays on its day")
    NEXT = "next", _("It moves to the next working day")
    BEFORE = "before", _("It moves to the working day before")


ACTIVE = (State.OPEN, State.FORWARDED)
UNSETTLED = (State.OPEN, State.FORWARDED, State.PAUSED)
SETTLED = (State.RESOLVED, State.CLOSED)
# A merged case is read, and nothing is done with it any more.
STANDING = (*UNSETTLED, *SETTLED)
