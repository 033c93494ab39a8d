"""What the rules in force are still waiting to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class OpenQuestion(models.Model):
    """A rule could not be decided because something about a fact was not recorded.

    ``missing`` lists the names of the details; a name that begins with ``figure:`` is a figure the
    regulation itself leaves blank. Once somebody supplies them the rule is judged again and
    ``answered_by`` holds the fact that did it.
    """

    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("regulations.Version", on_delete=models.PROTECT, related_name="+")
    rule_id = models.CharField(max_length=120)
    clause_number = models.CharField(max_length=80)
    about = models.CharField(max_length=200)
    missing = models.JSONField()
    steps = models.JSONField(default=list)
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "journal.FactRow", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """A rule asks once about a fact; open questions are found by whom they were asked of."""

        constraints = (
            models.UniqueConstraint(
                name="a_rule_asks_once_about_a_fact", fields=["fact", "version", "rule_id"]
            ),
        )
        indexes = (
            models.Index(
                name="open_question_by_member",
                fields=["asked_of", "-asked_at"],
                condition=Q(answered_by__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Say which rule waits for what."""
        return f"{self.rule_id} waits for {', '.join(self.missing)}"


class GivenNumber(models.Model):
    """A running number that a register gave out: the ``place``-th of its series, since ``fact``.

    A series is a register and the period over which it counts. The database itself lets no place
    and no number be taken twice. The table can be written anew from the journal at any time.
    """

    regulation = models.CharField(max_length=100)
    rule_id = models.CharField(max_length=120)
    period = models.CharField(max_length=30, blank=True)
    place = models.PositiveBigIntegerField()
    number = models.CharField(max_length=200)
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        """Places follow each other; how many there were before a fact is found by an index."""

        constraints = (
            models.UniqueConstraint(
                name="a_place_is_taken_once", fields=["regulation", "rule_id", "period", "place"]
            ),
            models.UniqueConstraint(
                name="a_number_is_given_once", fields=["regulation", "rule_id", "period", "number"]
            ),
        )
        indexes = (
            models.Index(
                name="numbers_given_before_a_fact",
                fields=["regulation", "rule_id", "period", "fact"],
            ),
        )

    def __str__(self) -> str:
        """Say which register gave which number."""
        return f"{self.regulation}/{self.rule_id} {self.number}"


class StockItem(models.Model):
    """One item of a stock that forms add to and take from, and how much there is of it.

    ``details`` are those that tell the item from others, empty where a stock has one item only;
    ``key`` is made of their values. ``level`` is an exact number as text. The table can be written
    anew from the journal at any time.
    """

    regulation = models.CharField(max_length=100)
    stock = models.CharField(max_length=100)
    key = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    level = models.CharField(max_length=80, blank=True)

    class Meta:
        """An item is there once in its stock."""

        constraints = (
            models.UniqueConstraint(
                name="an_item_is_there_once", fields=["regulation", "stock", "key"]
            ),
        )

    def __str__(self) -> str:
        """Say what there is how much of."""
        return f"{self.stock}/{self.key} {self.level}"


class StockMove(models.Model):
    """What one fact added to an item of a stock (or took from it), and the level it left.

    ``begins`` where the entry says what there was before. A counter-entry's move ``undoes`` that
    of the entry. The level is empty where nothing is left that stands.
    """

    item = models.ForeignKey(
        StockItem, on_delete=models.PROTECT, related_name="moves", db_index=False
    )
    fact = models.ForeignKey("journal.FactRow", on_delete=models.PROTECT, related_name="+")
    rule_id = models.CharField(max_length=120)
    change = models.CharField(max_length=80)
    level = models.CharField(max_length=80, blank=True)
    begins = models.BooleanField(default=False)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        """The level before a fact is found by an index."""

        indexes = (models.Index(name="moves_of_an_item", fields=["item", "fact", "id"]),)

    def __str__(self) -> str:
        """Say what moved."""
        return f"{self.item_id} {self.change}"
