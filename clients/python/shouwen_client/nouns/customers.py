"""The noun customers; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import Made, Rows
from shouwen_client.transport import Transport, place


class ContactOut(TypedDict):
    """Somebody who speaks for a customer."""

    channel: str
    id: int
    name: str
    phone: str


class ContractOut(TypedDict):
    """A contract, covered as its reader may see it."""

    begins: str
    ends: str | None
    id: int
    is_over: bool
    reference: str
    title: str


class CustomerLine(TypedDict):
    """One customer in a list; the telephone number is always covered."""

    grade: str
    id: int
    kind: str
    name: str
    number: str
    phone: str
    secrecy: str
    tags: list[str]
    unit: str


class CustomerOut(TypedDict):
    """One customer; ``covered`` names the fields that are not shown whole."""

    contacts: list[ContactOut]
    covered: list[str]
    email: str
    grade: str
    id: int
    kind: str
    name: str
    note: str
    number: str
    phone: str
    secrecy: str
    tags: list[str]
    unit: str


class CustomersContact(TypedDict):
    """Somebody who speaks for a customer."""

    channel: Literal["phone", "wechat", "mail", "visit"]
    name: str
    phone: NotRequired[str | None]


class CustomersContactChange(TypedDict):
    """Somebody who speaks for a customer."""

    channel: NotRequired[Literal["phone", "wechat", "mail", "visit"] | None]
    name: NotRequired[str | None]
    phone: NotRequired[str | None]


class CustomersContract(TypedDict):
    """A contract with a customer, and when its owner is reminded."""

    begins: str
    ends: NotRequired[str | None]
    note: NotRequired[str | None]
    owner: str
    reference: NotRequired[str | None]
    remind_days: NotRequired[int | None]
    secrecy: Literal["ordinary", "secret", "top"]
    title: str


class CustomersCustomer(TypedDict):
    """A customer's own particulars."""

    email: NotRequired[str | None]
    grade: Literal["ordinary", "important", "vip"]
    kind: Literal["person", "company"]
    name: str
    note: NotRequired[str | None]
    phone: NotRequired[str | None]
    secrecy: NotRequired[Literal["ordinary", "secret", "top"] | None]
    tags: NotRequired[str | None]
    unit: NotRequired[str | None]


class CustomersCustomerChange(TypedDict):
    """A customer's own particulars."""

    email: NotRequired[str | None]
    grade: NotRequired[Literal["ordinary", "important", "vip"] | None]
    kind: NotRequired[Literal["person", "company"] | None]
    name: NotRequired[str | None]
    note: NotRequired[str | None]
    phone: NotRequired[str | None]
    secrecy: NotRequired[Literal["ordinary", "secret", "top"] | None]
    tags: NotRequired[str | None]
    unit: NotRequired[str | None]


class CustomersPlan(TypedDict):
    """A visit to come."""

    member: str
    planned_on: str
    purpose: NotRequired[str | None]


class Customers:
    """Operations on customers."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        q: str | None = None,
        tag: str | None = None,
        kind: Literal["", "person", "company"] | None = None,
        grade: Literal["", "ordinary", "important", "vip"] | None = None,
        sort: Literal["-added", "added", "name", "-name"] | None = None,
        limit: int | None = None,
    ) -> Iterator[CustomerLine]:
        """List customers, latest first; ``q`` begins a name, a unit or a number."""
        return self._transport.pages(
            "/api/v1/customers",
            query={"q": q, "tag": tag, "kind": kind, "grade": grade, "sort": sort, "limit": limit},
        )

    def create(
        self, *, idempotency_key: str | None = None, **body: Unpack[CustomersCustomer]
    ) -> CustomerOut:
        """Add a customer."""
        return self._transport.call("POST", "/api/v1/customers", body=body, key=idempotency_key)

    def same_phone(self, *, phone: str) -> Rows[CustomerLine]:
        """List the customers already known under a number, so that none is added twice."""
        return self._transport.call("GET", "/api/v1/customers/same-phone", query={"phone": phone})

    def show(self, pk: int | str, /) -> CustomerOut:
        """Show one customer; the ETag lets you change it only if it is still the same."""
        return self._transport.call("GET", place("customers", pk))

    def change(
        self,
        pk: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[CustomersCustomerChange],
    ) -> CustomerOut:
        """Correct a customer's particulars; what is covered has to be revealed first."""
        return self._transport.call("PATCH", place("customers", pk), body=body, if_match=if_match)

    def add_contact(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CustomersContact],
    ) -> Made:
        """Add somebody who speaks for the customer."""
        return self._transport.call(
            "POST",
            place("customers", pk, "contacts"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def change_contact(
        self,
        pk: int | str,
        contact: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[CustomersContactChange],
    ) -> Made:
        """Correct a contact; what is covered has to be revealed first."""
        return self._transport.call(
            "PATCH", place("customers", pk, "contacts", contact), body=body, if_match=if_match
        )

    def contracts(self, pk: int | str, /) -> Rows[ContractOut]:
        """List a customer's contracts."""
        return self._transport.call("GET", place("customers", pk, "contracts"))

    def add_contract(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CustomersContract],
    ) -> Made:
        """Enter a contract."""
        return self._transport.call(
            "POST",
            place("customers", pk, "contracts"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def end_contract(
        self,
        pk: int | str,
        contract: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Made:
        """Settle a contract; nobody is reminded of it any more."""
        return self._transport.call(
            "POST",
            place("customers", pk, "contracts", contract, "end"),
            key=idempotency_key,
            if_match=if_match,
        )

    def plan_visit(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CustomersPlan],
    ) -> Made:
        """Plan a visit."""
        return self._transport.call(
            "POST",
            place("customers", pk, "visits"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def drop_visit(
        self, pk: int | str, visit: int | str, /, *, if_match: str | None = None
    ) -> Made:
        """Drop a planned visit."""
        return self._transport.call(
            "DELETE", place("customers", pk, "visits", visit), if_match=if_match
        )
