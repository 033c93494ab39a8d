"""Customers, who speaks for them, their contracts, and the visits paid to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.access.choices import Level
from shouwen.customers.choices import Channel, Grade, Kind, VisitState


class Customer(models.Model):
    """Somebody the house serves: a person or a company (客户、业户).

    ``phone`` holds digits with an optional leading ``+``, ``email`` an address in small letters;
    ``unit`` is the address as people say it (A 座 1203). ``number`` is what the journal knows the
    customer by. ``secrecy`` says who sees how much; ``grade`` how the house treats the customer.
    """

    name = models.CharField(pgettext_lazy("customer", "Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.PERSON)
    unit = models.CharField(_("Unit or address"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=20, blank=True)
    email = models.CharField(_("E-mail"), max_length=254, blank=True)
    grade = models.CharField(
        pgettext_lazy("customer", "Class"), max_length=10, choices=Grade, default=Grade.ORDINARY
    )
    secrecy = models.CharField(_("Secrecy"), max_length=10, choices=Level, default=Level.ORDINARY)
    note = models.TextField(_("Note"), blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="customers_by_phone", fields=["phone"], condition=~Q(phone="")),
            models.Index(name="customers_by_email", fields=["email"], condition=~Q(email="")),
            models.Index(name="customers_by_name", fields=["name", "id"]),
        ]
        constraints = [
            models.CheckConstraint(name="a_customer_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_customer_is_a_person_or_a_company", condition=Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(
                name="a_customer_has_a_known_class", condition=Q(grade__in=Grade.values)
            ),
            models.CheckConstraint(
                name="a_customer_has_a_known_secrecy", condition=Q(secrecy__in=Level.values)
            ),
        ]

    def __str__(self) -> str:
        """Return the number: the name is shown only as far as its reader may see it."""
        return self.number

    @property
    def number(self) -> str:
        """The customer's number in facts. A name stays out of a record kept for ever."""
        return f"C{self.pk:06d}"

    @property
    def about(self) -> str:
        """The key of this customer in facts and obligations."""
        return f"customer:{self.number}"


class CustomerVersion(models.Model):
    """What was known of a customer up to a moment; the journal only says that it changed."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    values = models.JSONField()
    until = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_customer_has_each_version_once", fields=["customer", "number"]
            ),
        ]

    def __str__(self) -> str:
        """Return which version of whom."""
        return f"C{self.customer_id:06d} v{self.number}"


class Tag(models.Model):
    """A word a customer is marked with (标签), to find those of a kind."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tags")
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_customer_bears_a_tag_once", fields=["customer", "word"]
            ),
            models.CheckConstraint(name="a_tag_is_a_word", condition=~Q(word="")),
        ]
        indexes = [models.Index(name="customers_by_tag", fields=["word", "customer"])]

    def __str__(self) -> str:
        """Return the word."""
        return self.word


class Contact(models.Model):
    """A person who speaks for a customer (联系人)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(pgettext_lazy("customer", "Name"), max_length=120)
    phone = models.CharField(_("Telephone"), max_length=20, blank=True)
    channel = models.CharField(
        _("Reached by"), max_length=10, choices=Channel, default=Channel.PHONE
    )

    class Meta:
        indexes = [
            models.Index(name="contacts_by_phone", fields=["phone"], condition=~Q(phone="")),
        ]
        constraints = [
            models.CheckConstraint(name="a_contact_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_contact_is_reached_somehow", condition=Q(channel__in=Channel.values)
            ),
        ]

    def __str__(self) -> str:
        """Return which contact this is; the name is shown as far as its reader may see it."""
        return f"contact {self.pk}"


class Contract(models.Model):
    """A contract with a customer; ``remind_on`` is the day its owner is reminded of its end."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(_("Title"), max_length=200)
    reference = models.CharField(_("Number of the contract"), max_length=80, blank=True)
    begins = models.DateField(_("From"))
    ends = models.DateField(_("Until"), null=True)
    remind_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    secrecy = models.CharField(_("Secrecy"), max_length=10, choices=Level, default=Level.ORDINARY)
    note = models.TextField(_("Note"), blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_contract_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="a_contract_ends_after_it_begins",
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
            ),
            models.CheckConstraint(
                name="who_is_reminded_knows_of_what",
                condition=Q(remind_on__isnull=True) | Q(ends__gte=F("remind_on")),
            ),
            models.CheckConstraint(
                name="a_contract_has_a_known_secrecy", condition=Q(secrecy__in=Level.values)
            ),
        ]
        indexes = [
            models.Index(
                name="contracts_to_remind_of",
                fields=["remind_on"],
                condition=Q(reminded_at__isnull=True, ended_at__isnull=True),
            ),
            models.Index(name="contracts_by_end", fields=["ends", "id"]),
        ]

    def __str__(self) -> str:
        """Return the contract's number in facts."""
        return self.number

    @property
    def number(self) -> str:
        """The contract's number in facts."""
        return f"K{self.pk:06d}"


class Visit(models.Model):
    """A visit planned, and what became of it; ``fact`` is how it was recorded."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="visits")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    planned_on = models.DateField(_("Planned for"))
    purpose = models.CharField(_("Purpose"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    made_at = models.DateTimeField(null=True)
    fact = models.ForeignKey(
        "journal.FactRow", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_visit_stands_somewhere", condition=Q(state__in=VisitState.values)
            ),
            models.CheckConstraint(
                name="a_visit_that_was_made_is_on_record",
                condition=~Q(state=VisitState.MADE) | Q(fact__isnull=False, made_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="visits_of_a_member", fields=["member", "planned_on"])]

    def __str__(self) -> str:
        """Return to whom, and when."""
        return f"C{self.customer_id:06d} {self.planned_on}"
