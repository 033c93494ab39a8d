"""Customers and the people who speak for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.customers.choices import Channel, Grade, Kind


class Customer(models.Model):
    """Somebody the house serves: a person or a company (客户、业户).

    ``phone`` holds digits with an optional leading ``+``; ``unit`` is the address as people say it
    (A 座 1203). ``number`` is what the journal knows the customer by.
    """

    name = models.CharField(pgettext_lazy("customer", "Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.PERSON)
    unit = models.CharField(_("Unit or address"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=20, blank=True)
    grade = models.CharField(
        pgettext_lazy("customer", "Class"), max_length=10, choices=Grade, default=Grade.ORDINARY
    )
    note = models.TextField(_("Note"), blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="customers_by_phone", fields=["phone"], condition=~Q(phone="")),
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
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def number(self) -> str:
        """The customer's number in facts. A name stays out of a record kept for ever."""
        return f"C{self.pk:06d}"


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
        """Return the name."""
        return self.name
