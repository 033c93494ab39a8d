"""Form (表单台账): what a register or voucher must hold, reckon, and be signed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.conditions import Condition
from shouwen.policy.kinds.details import DetailTests, facts_of, names_in_tests, of_kind
from shouwen.policy.kinds.figures import Span, number_text
from shouwen.policy.kinds.figuring import AsDetails
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.numbering import Numbering
from shouwen.policy.kinds.papers import Paper
from shouwen.policy.kinds.parties import Owner
from shouwen.policy.kinds.questions import Question, Stocked
from shouwen.policy.kinds.reckoning import Balance, Computed, number_in, without_number
from shouwen.policy.kinds.references import PEOPLE, YES_NO, Loc, Reference
from shouwen.policy.kinds.runs import Run, in_short
from shouwen.policy.kinds.signing import Tiers, hold, names_of, unsigned, who_signs
from shouwen.policy.kinds.stock import Stock, signed_text
from shouwen.policy.kinds.words import Both, both
from shouwen.policy.rulings import Permission, Ruling
from shouwen.policy.steps import Step
from shouwen.policy.vocabulary import DetailType

Steps = tuple[Step, ...]
FILLED, CHANGED = "form_filled", "form_changed"


class FieldOf(BaseModel):
    """A field that must be filled in; ``only`` says in which case, always without it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str
    only: DetailTests | None = None


def _spelled_out(value: Any) -> Any:
    """Let the bare name of a detail stand for ``{field: name}``."""
    return {"field": value} if isinstance(value, str) else value


class Copy(BaseModel):
    """One copy of the form and who keeps it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    name_en: str = ""
    to: Owner | None = None

    @property
    def names(self) -> Both:
        """What the copy is called, in both languages."""
        return self.name, self.name_en or self.name


class Worked(NamedTuple):
    """What reckoning gave: lines, computed figures, and the code of what is wrong, if anything."""

    steps: Steps = ()
    figures: tuple[tuple[str, str], ...] = ()
    wrong: str = ""


class Form(AsDetails):
    """A form is complete, or it is said what is missing or wrong.

    The fields are details of the fact: ``form_filled`` with this form's key (the rule's id unless
    ``form`` is given), or the facts of ``when``. ``signed`` are details that stand for a signature
    of somebody outside the house; ``signatures`` are tiers of the house, who sign in turn.
    """

    kind: Literal["form"]
    form: str = ""
    code: str = ""
    fields_: tuple[Annotated[FieldOf, BeforeValidator(_spelled_out)], ...] = Field(
        min_length=1, alias="fields"
    )
    optional: Names = ()
    computed: Mapping[str, Computed] = Field(default_factory=dict)
    balances: tuple[Balance, ...] = ()
    run: Run | None = None
    stocks: tuple[Stock, ...] = ()
    numbering: Numbering | None = None
    signed: Names = ()
    signatures: Tiers = ()
    separate: Names = ()
    incomplete: Literal["ask", "refuse"] = "ask"
    locked: bool = False
    handwritten: bool = False
    copies: tuple[Copy, ...] = ()
    retention: Span = None
    printed: bool = False
    paper: Paper = None

    @property
    def form_key(self) -> str:
        """The key under which facts name this form."""
        return self.form or self.id

    def filled(self) -> tuple[Condition, ...]:
        """The facts that fill the form in."""
        own = {"fact": FILLED, "form": self.form_key}
        return self.when or (Condition.model_validate(own),)

    def conditions(self) -> tuple[Condition, ...]:
        """The facts that fill the form in, and those that would change one that is locked."""
        changed = {"fact": CHANGED, "form": self.form_key}
        return (*self.filled(), Condition.model_validate(changed)) if self.locked else self.filled()

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from (r for r in super().references() if r.loc[0] != "when" or self.when)
        kinds = facts_of(self.filled())
        for position, field in enumerate(self.fields_):
            yield Reference(("fields", position), "detail", field.field, kinds)
            if field.only:
                yield from names_in_tests(("fields", position, "only"), field.only, kinds)
        yield from (Reference(("optional",), "detail", name, kinds) for name in self.optional)
        signs = (*YES_NO, *PEOPLE, DetailType.TEXT)
        yield from (Reference(("signed",), "detail", name, kinds, signs) for name in self.signed)
        yield from self._names_reckoned(kinds)
        yield from names_of(self.signatures, ("signatures",), self.separate, kinds)
        for position, copy in enumerate(self.copies):
            yield from copy.to.references(("copies", position, "to"), kinds) if copy.to else ()

    def is_about(self, fact: Fact) -> bool:
        """Tell whether a fact can be about this form: another regulation's may share its key."""
        house = fact.detail("regulation")
        return bool(self.when) or house is None or house == self.clause.regulation

    def applies(self, fact: Fact, known: Mapping[Question, object] | None = None) -> bool | None:
        """Tell whether the fact fills in this form; None while that is unknown."""
        return self.is_about(fact) and super().applies(fact, known)

    def asked(self) -> tuple[str, ...]:
        """Return every detail that is filled in: what follows from others is not."""
        found = [*(one.field for one in self.fields_), *self.optional, *self.signed, *self.separate]
        for computed in self.computed.values():
            found += computed.of
        for balance in self.balances:
            found += (*balance.left, *balance.right)
        for stock in self.stocks:
            found += (*stock.item, *stock.of)
        found += self.run.details if self.run else ()
        if self.numbering:
            found.append(self.numbering.number)
        return tuple(name for name in dict.fromkeys(found) if name not in self.computed)

    def completed(self, fact: Fact) -> Fact:
        """Return the fact with the fields that follow from others, for the rules that read them."""
        details = dict(fact.details)
        for name, computed in self.computed.items():
            known = replace(fact, details=details)
            if details.get(name) is None and not without_number(known, computed.of):
                details[name] = number_text(computed.value(known))
        return fact if details == fact.details else replace(fact, details=details)

    def listed(self) -> Mapping[str, Any]:
        """Return what the form asks for, in its order, its copies and how long it is kept."""
        fields = [one.field for one in self.fields_]
        found: dict[str, Any] = {
            "code": self.code,
            "fields": fields,
            "optional": list(self.optional),
            "copies": [one.name for one in self.copies],
            "kept_by": {c.name: c.to.named for c in self.copies if c.to},
            "retention": str(self.retention or ""),
            "printed": self.printed,
        }
        return {name: value for name, value in found.items() if value}

    def _names_reckoned(self, kinds: tuple[str, ...]) -> Iterator[Reference]:
        for name, computed in self.computed.items():
            yield Reference(("computed", name), "detail", name, kinds)
            yield from computed.references(("computed", name), kinds)
        for position, balance in enumerate(self.balances):
            yield from balance.references(("balances", position), kinds)
        if self.run:
            yield from self.run.references(("run",), kinds)
        for position, stock in enumerate(self.stocks):
            yield from stock.references(("stocks", position), kinds)
        if self.numbering:
            yield Reference(("numbering", "number"), "detail", self.numbering.number, kinds)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List fields named twice, and fields computed from themselves."""
        yield from super().faults()
        names = [field.field for field in self.fields_ if field.only is None]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield ("fields",), f"The field `{name}` is named twice.", "Name it once."
        for name, computed in self.computed.items():
            if name in computed.of:
                mend = "Name the fields it follows from."
                yield ("computed", name), f"`{name}` is computed from itself.", mend
        if self.separate and not self.signatures:
            yield ("separate",), "Nobody signs.", "Add `signatures:`, or leave it out."

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Say whether the form is complete, and what is missing or wrong if it is not."""
        fact = matter.fact
        if not self.is_about(fact):
            return (self.nothing((*steps, Step("form_of_another_regulation"))),)
        if self.locked and fact.kind == CHANGED:
            return (self._refused("form_locked", (*steps, Step("form_locked"))),)
        stocked = self._stocked(matter, steps)
        if isinstance(stocked, Permission):
            # What is not there cannot be taken, however little else was filled in.
            return (stocked,)
        missing = self._missing(fact)
        if missing:
            asked = tuple(self._detail_step("detail_missing", fact, name) for name in missing)
            return (self._incomplete(missing, (*steps, *asked)),)
        return (self._filled_in(matter, steps, stocked),)

    def _filled_in(self, matter: Matter, steps: Steps, stocked: Steps | Ruling) -> Ruling:
        worked = self._reckoned(matter.fact)
        steps = (*steps, *worked.steps)
        if worked.wrong:
            return self._permitted("refused", steps, worked.wrong, worked.figures)
        broken = self._broken(matter.fact, steps)
        if isinstance(broken, Permission):
            return replace(broken, figures=worked.figures)
        steps = broken
        if isinstance(stocked, Ruling):
            return stocked
        numbered = self._numbered(matter, (*steps, *stocked))
        if isinstance(numbered, Ruling):
            return numbered
        return self._signed(matter, numbered, worked.figures)

    # ── what is missing ──────────────────────────────────────────────────────────────────────

    def _missing(self, fact: Fact) -> tuple[str, ...]:
        found = [name for field in self.fields_ for name in self._unfilled(field, fact)]
        found += (name for name in self.signed if fact.detail(name) is None)
        for computed in self.computed.values():
            found += without_number(fact, computed.of)
        for balance in self.balances:
            computed_too = [n for n in (*balance.left, *balance.right) if n not in self.computed]
            found += without_number(fact, computed_too)
        found += self.run.unfilled(fact) if self.run else ()
        for stock in self.stocks:
            found += (n for n in stock.unfilled(fact) if n not in self.computed)
        if self.numbering and fact.detail(self.numbering.number) is None:
            found.append(self.numbering.number)
        return tuple(dict.fromkeys(found))

    def _unfilled(self, field: FieldOf, fact: Fact) -> Iterable[str]:
        if fact.detail(field.field) is not None or field.field in self.computed:
            return ()
        if field.only is None:
            return (field.field,)
        verdict = of_kind(field.only, fact.kind).check(fact, self.words)
        return (field.field,) if verdict.holds else verdict.missing

    def _incomplete(self, missing: tuple[str, ...], steps: Steps) -> Ruling:
        if self.incomplete == "ask":
            return self.unknown(missing, steps)
        step = Step("form_incomplete", {"count": len(missing)})
        return self._refused("form_incomplete", (*steps, step))

    # ── what is reckoned ─────────────────────────────────────────────────────────────────────

    def _reckoned(self, fact: Fact) -> Worked:
        worked = Worked()
        for name, computed in self.computed.items():
            result = computed.value(fact)
            figures = (*worked.figures, (name, number_text(result)))
            recorded = number_in(fact, name)
            differs = recorded is not None and recorded != result
            step = self._computed_step(name, computed, fact)
            worked = Worked((*worked.steps, step), figures)
            if differs:
                return worked._replace(wrong="form_computed_differs")
        return self._balanced(fact, worked)

    def _computed_step(self, name: str, computed: Computed, fact: Fact) -> Step:
        recorded, result = number_in(fact, name), computed.value(fact)
        values = {
            **both("detail", self.words.facts.detail_labels(fact.kind, name)),
            **both("formula", computed.formula(fact, self.words)),
            "result": number_text(result),
        }
        if recorded is None or recorded == result:
            return Step("form_computed", values)
        return Step("form_computed_differs", {**values, "recorded": number_text(recorded)})

    def _balanced(self, fact: Fact, worked: Worked) -> Worked:
        details = {**fact.details, **dict(worked.figures)}
        whole = Fact(
            kind=fact.kind, about=fact.about, happened_at=fact.happened_at, details=details
        )
        for balance in self.balances:
            left, right = balance.sides(whole, self.words)
            over = balance.difference(whole)
            values = {**both("left", left), **both("right", right)}
            if over:
                step = Step("form_unbalanced", {**values, "difference": signed_text(over)})
                return Worked((*worked.steps, step), worked.figures, "form_unbalanced")
            worked = worked._replace(steps=(*worked.steps, Step("form_balanced", values)))
        return worked

    # ── which numbers are missing ────────────────────────────────────────────────────────────

    def _broken(self, fact: Fact, steps: Steps) -> Steps | Permission:
        """Refuse a run of which numbers are missing; else add the line that says it is whole."""
        if self.run is None:
            return steps
        found = self.run.check(fact)
        ends = {name: str(fact.detail(getattr(self.run, name))) for name in ("first", "last")}
        if found.unreadable:
            labels = both("detail", self.words.facts.detail_labels(fact.kind, found.unreadable))
            values = {**labels, "value": str(fact.detail(found.unreadable))}
            return self._refused("run_unreadable", (*steps, Step("run_unreadable", values)))
        if not found.missing:
            return (*steps, Step("run_complete", dict(ends)))
        count, named = len(found.missing), in_short(found.missing)
        step = Step("run_broken", {**ends, "count": count, "missing": named})
        refused = self._refused("run_broken", (*steps, step))
        return replace(refused, absent=found.missing)

    # ── what is in stock ─────────────────────────────────────────────────────────────────────

    def moved(self, fact: Fact) -> Iterator[Stock]:
        """Go through the stocks of which an entry says enough to know what moves."""
        whole = self.completed(fact)
        return (stock for stock in self.stocks if not stock.unfilled(whole))

    def shares(self, question: Stocked) -> bool:
        """Tell whether the form adds to or takes from a stock."""
        named = (stock.stock for stock in self.stocks)
        return self.clause.regulation == question.regulation and question.figure in named

    def _stocked(self, matter: Matter, steps: Steps) -> Steps | Ruling:
        """Return the lines on the stocks, the refusal of one, or what has to be known."""
        whole = self.completed(matter.fact)
        found: Steps = ()
        missing: tuple[str, ...] = ()
        for stock in self.moved(matter.fact):
            checked = stock.check(self.clause.regulation, matter, whole, self.words)
            found = (*found, *checked.steps)
            if checked.wrong:
                return self._refused(checked.wrong, (*steps, *found))
            missing = (*missing, checked.missing) if checked.missing else missing
        return self.unknown(missing, (*steps, *found)) if missing else found

    # ── its number and its signatures ────────────────────────────────────────────────────────

    def _numbered(self, matter: Matter, steps: Steps) -> Steps | Ruling:
        numbering, fact = self.numbering, matter.fact
        if numbering is None:
            return steps
        at = fact.happened_at.astimezone(matter.zone)
        number = str(fact.detail(numbering.number))
        running = numbering.running(number, at)
        if running is None:
            values = {"number": number, "example": numbering.written(numbering.first, at)}
            step = Step("form_number_malformed", values)
            return self._refused("form_number_malformed", (*steps, step))
        if not numbering.gap_free:
            return (*steps, Step("form_number", {"number": number}))
        expected = numbering.expected(matter, self.key, facts_of(self.filled()))
        if isinstance(expected, str):
            return self.unknown((expected,), (*steps, Step("occurrences_unknown")))
        if running != expected:
            values = {"number": number, "expected": numbering.written(expected, at)}
            step = Step("form_number_not_next", values)
            return self._refused("form_number_not_next", (*steps, step))
        return (*steps, Step("form_number", {"number": number}))

    def _signed(self, matter: Matter, steps: Steps, figures: tuple[tuple[str, str], ...]) -> Ruling:
        for name in self.signed:
            if matter.fact.detail(name) in (False, ""):
                step = self._detail_step("form_unsigned", matter.fact, name)
                return self._refused("form_unsigned", (*steps, step))
        if self.signatures and self.key not in matter.granted:
            tiers, missing = who_signs(self, self.signatures, self.separate, matter)
            if missing:
                return unsigned(self, missing, matter, steps)
            if tiers:
                held = hold(self, tiers, self.separate, matter, steps)
                return replace(held, figures=figures)
        return self._permitted("granted", (*steps, *self._closing()), figures=figures)

    def _closing(self) -> Iterator[Step]:
        if self.copies:
            names = [copy.names for copy in self.copies]
            listed = "、".join(zh for zh, _ in names), ", ".join(en for _, en in names)
            yield Step("form_copies", {"count": len(names), **both("names", listed)})
        if self.retention:
            yield Step("form_kept", {"length": str(self.retention)})
        yield Step("form_complete")

    def _refused(self, reason: str, steps: Steps) -> Permission:
        return self._permitted("refused", steps, reason)

    def _permitted(
        self,
        state: str,
        steps: Steps,
        reason: str = "",
        figures: tuple[tuple[str, str], ...] = (),
    ) -> Permission:
        return Permission(
            rule=self.id,
            cites=self.clause,
            steps=steps,
            state=state,
            reason=reason,
            figures=figures,
        )
