"""Rules that work figures out before they speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field

from shouwen.policy.amounts import YUAN
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Detail
from shouwen.policy.kinds.common import NOBODY, Rule
from shouwen.policy.kinds.figures import Exact, wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sources import AnySource, Figure, Source
from shouwen.policy.kinds.sources.arithmetic import Arithmetic
from shouwen.policy.kinds.sources.recorded import RecordsOf
from shouwen.policy.kinds.task import Needs, Task, all_needed
from shouwen.policy.kinds.verdicts import YES, Verdict
from shouwen.policy.kinds.words import Words
from shouwen.policy.rulings import Ruling, Unknown
from shouwen.policy.steps import Step
from shouwen.policy.vocabulary import DetailType, FactKind, Term

Steps = tuple[Step, ...]
Sources = Mapping[str, Source]


def _named(figures: dict[str, Source]) -> dict[str, Source]:
    for name in figures:
        if not name.replace("_", "a").isalnum() or not name[0].isalpha() or not name.islower():
            raise wrong(f"`{name}` cannot name a figure.", "Use small letters, figures and `_`.")
    return figures


class Figuring(Rule):
    """A rule with ``figures``: each is worked out from those above it and used like a detail.

    Nothing is worked out before all conditions hold.
    """

    figures: Annotated[dict[str, AnySource], AfterValidator(_named)] = Field(default_factory=dict)

    # Figures that hide a detail of the same name; set by `placed`.
    hiding: ClassVar[tuple[str, ...]] = ()

    def placed(self, clause: Clause, words: Words) -> Self:
        """Return the rule standing under its clause; its figures have names like details."""
        if not self.figures:
            return super().placed(clause, words)  # type: ignore[return-value]
        found = super().placed(clause, self._with_figures(words))
        kinds = found.listened
        found.__dict__["hiding"] = tuple(
            name for name in self.figures if any(words.facts.term(kind, name) for kind in kinds)
        )
        return found  # type: ignore[return-value]

    def _with_figures(self, words: Words) -> Words:
        kinds = dict(words.facts.kinds)
        for kind in self.fact_kinds():
            if kind in kinds:
                kinds[kind] = _extended(kinds[kind], self.figures, words)
        return replace(words, facts=replace(words.facts, kinds=kinds))

    def recorder(self, figure: str) -> RecordsOf:
        """Return which facts a figure counts; raise KeyError when it counts none."""
        records = getattr(self.figures[figure], "records", None)
        if not isinstance(records, RecordsOf):
            raise KeyError(figure)
        return records

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        kinds = self.fact_kinds()
        for name, source in self.figures.items():
            yield from source.references(("figures", name), kinds)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List figures that hide a detail, or that are read before they are worked out."""
        yield from super().faults()
        for name, source in self.figures.items():
            if source.asks_for_the_person() and self.person is NOBODY:
                what = f"`{name}` is about a person, but the rule is about nobody."
                yield ("figures", name), what, "Name the person."
        for name in self.hiding:
            yield (
                ("figures", name),
                f"`{name}` is already a detail of the fact.",
                "Give the figure another name.",
            )
        above: set[str] = set()
        for name, source in self.figures.items():
            for loc, what, mend in source.faults():
                yield ("figures", name, *loc), what, mend
            for loc, read in source.terms():
                if read in self.figures and read not in above:
                    mend = "Move it above the figure that uses it."
                    yield ("figures", name, *loc), f"`{read}` is not worked out yet.", mend
            above.add(name)

    def task_of(self, matter: Matter) -> tuple[Task, Verdict]:
        """Return what the sources are given, and what became of looking for the person."""
        key, verdict = "", YES
        if any(source.asks_for_the_person() for source in self.figures.values()):
            found = self.find_person(matter)
            key, verdict = found.key, found.verdict
        task = Task(matter, key, self.person.detail, self.words, self.key, self.listened)
        return task, verdict

    def reckoned(self, task: Task, person: Verdict) -> tuple[dict[str, Needs], Steps]:
        """Work out one figure after the other; return what is lacking and the lines so far."""
        lacking: dict[str, Needs] = {}
        steps: Steps = ()
        for name, source in self.figures.items():
            found = self._one(task, name, source, person, lacking)
            if isinstance(found, Needs):
                lacking[name] = found
            else:
                task.matter.numbers |= {name: found.number, **found.beside}
                steps += found.steps
        return lacking, steps

    def _one(
        self,
        task: Task,
        name: str,
        source: Source,
        person: Verdict,
        lacking: Mapping[str, Needs],
    ) -> Figure:
        if source.asks_for_the_person() and person.holds is not True:
            return Needs(person.missing or (task.person_detail,), person.steps)
        inner = all_needed(lacking[read] for _, read in source.terms() if read in lacking)
        if inner is None:
            return source.reckon(task, name)
        # Everything that is missing is said at once.
        others = (task.number(read) for _, read in source.terms() if read not in lacking)
        also = all_needed(others) if isinstance(source, Arithmetic) else None
        missing = (*inner.missing, *(also.missing if also else ()))
        return Needs(tuple(dict.fromkeys(missing)), also.steps if also else ())


class AsDetails(Figuring):
    """A rule of which every part may read a figure as if it were a detail of the fact."""

    def proceed(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Work the figures out, and decide about the fact that has them."""
        if not self.figures:
            return self.decide(matter, steps)
        inner = replace(matter, numbers=dict(matter.numbers))
        lacking, worked = self.reckoned(*self.task_of(inner))
        figures: dict[str, Detail] = {
            name: Exact.of(inner.numbers[name]) for name in self.figures if name in inner.numbers
        }
        fact = replace(matter.fact, details={**matter.fact.details, **figures})
        said = self.decide(replace(inner, fact=fact), (*steps, *worked))
        return tuple(_asking(ruling, lacking) for ruling in said)


def _asking(ruling: Ruling, lacking: Mapping[str, Needs]) -> Ruling:
    """Ask for what a figure lacks in place of the figure."""
    if not isinstance(ruling, Unknown) or not lacking.keys() & set(ruling.missing):
        return ruling
    missing: dict[str, None] = {}
    steps: Steps = ()
    for name in ruling.missing:
        needs = lacking.get(name)
        missing |= dict.fromkeys(needs.missing if needs else (name,))
        steps += needs.steps if needs else ()
    return replace(ruling, missing=tuple(missing), steps=(*ruling.steps, *steps))


def _extended(kind: FactKind, figures: Sources, words: Words) -> FactKind:
    details = dict(kind.details)

    def unit_of(name: str) -> str:
        term = details.get(name)
        if term is not None and term.unit:
            return term.unit
        return words.unit_of(kind.kind, name)

    for name, source in figures.items():
        unit = source.counted_in(unit_of)
        type_ = DetailType.MONEY if unit == YUAN else DetailType.NUMBER
        details[name] = Term(
            name=name, label=source.label, label_en=source.label_en, type=type_, unit=unit
        )
    return replace(kind, details=details)
