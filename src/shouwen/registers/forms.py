"""The form a person fills in, made from a rule's fields and the vocabulary's types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from shouwen.enforcement.forms import FactForm, as_detail
from shouwen.enforcement.words import refusal_text
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.details import of_kind
from shouwen.policy.kinds.form import FieldOf
from shouwen.policy.rulings import Permission
from shouwen.policy.vocabulary import DetailType
from shouwen.registers.register import Register, asked_kind, fixed_details, main_names


class EntryForm(FactForm):
    """Asks for the fields of a register; a field asked for in some cases only comes with its case.

    What the form needs is required, unless the rule lets it be asked for later and whoever fills
    it in says so (``incomplete``).
    """

    incomplete = forms.BooleanField(
        label=_("Record it without what is missing; the rule will ask for it"), required=False
    )

    def __init__(self, *args: Any, register: Register, fact_kind: str, **kwargs: Any) -> None:
        """Make the fields, then leave out those whose case it is not."""
        super().__init__(*args, kind=asked_kind(register, fact_kind), **kwargs)
        self.register, self.fact_kind = register, fact_kind
        # The rule is asked before anything is required: cases depend on what was chosen.
        self.so_far = {**self._typed(), **fixed_details(register, fact_kind)}
        cases = {one.field: self._case(one) for one in register.rule.fields_ if one.only}
        self.only = frozenset(name for name in cases if f"detail-{name}" in self.fields)
        for name in self.only:
            if cases[name] is not True:
                del self.fields[f"detail-{name}"]
        self.terms = [t for t in self.terms if f"detail-{t.name}" in self.fields]
        self._require(self._may_wait())
        if register.rule.incomplete == "refuse" or not self.is_bound:
            del self.fields["incomplete"]

    def _may_wait(self) -> bool:
        later = self.register.rule.incomplete == "ask"
        return later and self.is_bound and bool(self.data.get("incomplete"))

    def _typed(self) -> dict[str, Detail]:
        """Return what was filled in so far, passing over what cannot be read yet."""
        found: dict[str, Detail] = {}
        for term in self.terms:
            bound = self[f"detail-{term.name}"]
            try:
                value = as_detail(bound.field.clean(bound.value()))
            except ValidationError:
                continue
            if value not in ("", None):
                found[term.name] = value
        return found

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Return a moment as a moment: a browser shows nothing of one that names its offset."""
        value = super().get_initial_for_field(field, field_name)
        if isinstance(field, forms.DateTimeField) and isinstance(value, str):
            return parse_datetime(value) or value
        return value

    def _case(self, field: FieldOf) -> bool | None:
        fact = self.fact()
        tests = of_kind(field.only, self.fact_kind) if field.only else None
        return tests.check(fact, self.register.rule.words).holds if tests else True

    def fact(self) -> Fact:
        """Return the fact as far as it is filled in, for the rule to look at."""
        return Fact(
            kind=self.fact_kind,
            about="register:new",
            happened_at=self._moment(),
            details=self.so_far,
        )

    def _moment(self) -> datetime:
        value = self.data.get("happened_at") if self.is_bound else None
        try:
            return timezone.make_aware(datetime.fromisoformat(str(value)))
        except ValueError:
            return timezone.now()  # clock: nothing is recorded with this moment

    def _require(self, may_wait: bool) -> None:  # noqa: FBT001 - one yes or no, used above
        rule = self.register.rule
        needed = {one.field for one in rule.fields_} | set(rule.signed)
        for one in rule.fields_:
            needed |= set(one.only.tests) if one.only else set()
        for balance in rule.balances:
            needed |= {*balance.left, *balance.right}
        for stock in rule.stocks:
            needed |= {*stock.item, *stock.of}
        for computed in rule.computed.values():
            needed |= set(computed.of)
        for name in needed:
            field = self.fields.get(f"detail-{name}")
            if field is not None and not may_wait:
                field.required = True

    def _bound(self, names: Iterator[str]) -> list[BoundField]:
        return [self[f"detail-{name}"] for name in names]

    def main_fields(self) -> list[BoundField]:
        """Return the form's own fields, in its order."""
        own = main_names(self.register, self.fact_kind) - self.only
        return self._bound(t.name for t in self.terms if t.name in own)

    def case_fields(self) -> list[BoundField]:
        """Return the fields asked for because of what was filled in."""
        return self._bound(t.name for t in self.terms if t.name in self.only)

    def further_fields(self) -> list[BoundField]:
        """Return what the kind of fact may say besides, for other rules."""
        own = main_names(self.register, self.fact_kind) | self.only
        return self._bound(t.name for t in self.terms if t.name not in own)

    def depends(self) -> bool:
        """Tell whether something on the page follows from what is filled in."""
        rule = self.register.rule
        return bool(self.only or rule.computed or rule.balances or rule.stocks)

    def refuse(self, refused: Permission) -> None:
        """Put a refusal of the rule beside the field it is about, or above the form."""
        field, sentence = f"detail-{self._concerned(refused)}", refusal_text(refused)
        self.add_error(field if field in self.fields else None, sentence)

    def _concerned(self, refused: Permission) -> str:
        rule = self.register.rule
        if (refused.cites.regulation, refused.rule) != (self.register.slug, rule.id):
            return ""
        if refused.reason == "form_unsigned":
            unsigned = (n for n in rule.signed if self.so_far.get(n) in (False, ""))
            return next(unsigned, "")
        if refused.reason == "form_unbalanced":
            wrong = (b for b in rule.balances if b.difference(rule.completed(self.fact())))
            return next((b.right[-1] for b in wrong), "")
        if refused.reason in ("stock_short", "stock_over", "stock_opening_differs"):
            return self._of_stock(refused.reason)
        return ""

    def _of_stock(self, reason: str) -> str:
        """Return the field with which the stock goes wrong: the opening, or what is moved."""
        for stock in self.register.rule.stocks:
            if reason == "stock_opening_differs":
                return stock.opening
            moved = stock.out if reason == "stock_short" else stock.in_
            return next((name for name in (*moved, *stock.item) if not name.isdecimal()), "")
        return ""


def initial_of(form_kind: str, register: Register, member: str, now: datetime) -> dict[str, Any]:
    """Return what a new form begins with: now, and whoever fills it in."""
    kind = asked_kind(register, form_kind)
    found: dict[str, Any] = {"happened_at": timezone.localtime(now)}
    person = kind.details.get("person")
    if person is not None and person.type is DetailType.MEMBER:
        found["detail-person"] = member
    return found


def initial_like(details: dict[str, Detail]) -> dict[str, Any]:
    """Return the fields of an earlier entry as a new form shows them."""
    return {
        f"detail-{name}": ("yes" if value else "no") if isinstance(value, bool) else value
        for name, value in details.items()
    }
