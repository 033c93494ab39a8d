"""Macros: several steps kept under a name, each taken through its own door with its own gate.

A macro is taken whole or not at all; only a step that waits for signatures ends it early, since
what comes after would build on something that has not happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from shouwen.access.sight import sight_of
from shouwen.cases import drafts, gates, heads, steps
from shouwen.cases.actions import Done, RuledOutError
from shouwen.cases.gates import Standing
from shouwen.cases.models import Case, Checklist, Macro
from shouwen.cases.step_forms import StepForm
from shouwen.enforcement.actions import earlier_outcome
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

# What a macro may hold: steps that mean the same in every case.
VERBS = (
    "write", "category", "severity", "priority", "queue", "assign", "assign-best", "hand-over",
    "forward", "tick", "pause", "resume", "resolve", "close",
)  # fmt: skip
MOST_STEPS = 12
_NOT_KEPT = ("token", "seen", "kept", "attachments", "situation")


class PickMacroForm(StepForm):
    """Which macro is taken."""

    macro = forms.ModelChoiceField(label=_("Macro"), queryset=Macro.objects.none())

    def __init__(self, *args: Any, where: Standing, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["macro"]
        field.queryset = offered_to(where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step of a macro in words: its label, and what its form is given."""

    label: str | Promise
    icon: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRow:
    """A macro on its page; ``whose`` is a team, a post, or empty."""

    pk: int
    name: str
    whose: str
    is_own: bool
    steps: tuple[Told, ...]


def offered_to(where: Standing) -> Any:
    """Return the macros that are the member's to use, by name; one without a step is not."""
    mine = Macro.objects.filter(drafts.phrases_open_to(where.member, where), ended_at=None)
    return mine.exclude(steps=[]).select_related("team", "post").order_by("name", "pk")


def known_to(where: Standing) -> list[MacroRow]:
    """List the member's macros with their steps, also those that have no step yet."""
    mine = Macro.objects.filter(drafts.phrases_open_to(where.member, where), ended_at=None)
    return [row_of(each, where) for each in mine.select_related("team", "post").order_by("name")]


def row_of(macro: Macro, where: Standing) -> MacroRow:
    """Return a macro in words."""
    return MacroRow(
        pk=macro.pk,
        name=macro.name,
        whose=str(macro.team or macro.post or ""),
        is_own=may_change(macro, where),
        steps=tuple(_told(each) for each in macro.steps),
    )


def may_change(macro: Macro, where: Standing) -> bool:
    """Return whether the member wrote the macro, or keeps what is everybody's."""
    everybodys = macro.member_id is None and macro.team_id is None and macro.post_id is None
    return macro.written_by_id == where.member.pk or (everybodys and where.sees_all)


def step_form(verb: str, data: Any = None) -> forms.Form:
    """Return the form in which a step of a macro is written."""
    if verb == "tick":
        return PickItemForm(data)
    form = steps.KINDS[verb].form(data, case=None)
    for name in _NOT_KEPT:
        form.fields.pop(name, None)
    return form


class PickItemForm(forms.Form):
    """Which line of which checklist is ticked."""

    line = forms.ChoiceField(label=pgettext_lazy("macro", "Item"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lists = Checklist.objects.filter(ended_at=None).order_by("case_type", "pk")
        field: Any = self.fields["line"]
        field.choices = [
            (f"{row.name}\n{item}", f"{row.name} · {item}") for row in lists for item in row.items
        ]


def kept_step(verb: str, form: forms.Form) -> dict[str, Any]:
    """Return a step the way a macro keeps it, from its valid form."""
    if verb == "tick":
        checklist, _line, item = form.cleaned_data["line"].partition("\n")
        return {"verb": verb, "data": {"checklist": [checklist], "item": [item]}}
    return {"verb": verb, "data": {name: _posted(form, name) for name in form.fields}}


def _posted(form: forms.Form, name: str) -> list[str]:
    meant = form.cleaned_data.get(name)
    # Chosen rows are kept by their number, however the form was told of them.
    value = meant.pk if isinstance(meant, Model) else form[name].data
    values = value if isinstance(value, list | tuple) else [value]
    return [str(each) for each in values if each not in (None, "")]


def _told(kept: Mapping[str, Any]) -> Told:
    kind = steps.KINDS[kept["verb"]]
    return Told(label=kind.label, icon=kind.icon, values=tuple(_values(kept)))


def _values(kept: Mapping[str, Any]) -> Iterable[str]:
    data: dict[str, list[str]] = kept["data"]
    if kept["verb"] == "tick":
        yield " · ".join(data["checklist"] + data["item"])
        return
    form = steps.KINDS[kept["verb"]].form(_query(data), case=None)
    form.is_valid()
    for field in form.visible_fields():
        given = form.cleaned_data.get(field.name)
        if given in (None, "", []) or field.name in _NOT_KEPT:
            continue
        choices = dict(getattr(field.field, "choices", None) or ())
        yield str(choices.get(given, given) if isinstance(given, str) else given)


def _query(data: Mapping[str, Sequence[str]]) -> QueryDict:
    given = QueryDict(mutable=True)
    for name, values in data.items():
        given.setlist(name, list(values))
    return given


# ── keeping ──────────────────────────────────────────────────────────────────────────────────


def keep(*, by: Member, name: str, own: bool, team: Any = None, post: Any = None,
         kept: Sequence[Mapping[str, Any]] = ()) -> Macro:  # fmt: skip
    """Keep a macro for the member, for a team or a post, or for everybody."""
    return Macro.objects.create(
        member=by if own else None, team=team, post=post, name=name.strip(), written_by=by,
        steps=list(kept),
    )  # fmt: skip


def change(macro: Macro, kept: Sequence[Mapping[str, Any]]) -> None:
    """Write down a macro's steps anew; raise RefusedError when they are too many."""
    if len(kept) > MOST_STEPS:
        sentence = _("A macro holds at most %(most)s steps; make a second one.")
        raise RefusedError(sentence % {"most": MOST_STEPS})
    Macro.objects.filter(pk=macro.pk).update(steps=list(kept))


def end(macro: Macro, at: datetime) -> None:
    """Offer a macro no more; what was done with it stays."""
    Macro.objects.filter(pk=macro.pk, ended_at=None).update(ended_at=at)


# ── taking ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def take(*, macro: Macro, case: Case, where: Standing, at: datetime, token: str) -> list[Done]:
    """Take a macro's steps with a case; all of them, or up to one that waits for signatures.

    The same token takes them once; then nothing is returned. Raises RefusedError naming the step
    that cannot be taken, RuledOutError with the clause that forbids it; nothing is done then.
    """
    if _taken_before(macro, where.member, token):
        return []
    done: list[Done] = []
    for place, kept in enumerate(macro.steps):
        try:
            done.append(_taken(kept, case, where, at, f"{token}-{place}"))
        except RuledOutError:
            raise
        except RefusedError as refusal:
            raise _named(macro, place, refusal) from None
        if done[-1].waits:
            break
    return done


def _taken_before(macro: Macro, member: Member, token: str) -> bool:
    first = steps.key_of(macro.steps[0]["verb"], member, f"{token}-0")
    return bool(token) and earlier_outcome(first) is not None


def _named(macro: Macro, place: int, refusal: RefusedError) -> RefusedError:
    sentence = _("Step %(place)s of the macro, “%(step)s”: %(reason)s Nothing was done.")
    label = steps.KINDS[macro.steps[place]["verb"]].label
    return RefusedError(sentence % {"place": place + 1, "step": label, "reason": refusal})


def _taken(kept: Mapping[str, Any], case: Case, where: Standing, at: datetime, token: str) -> Done:
    verb = kept["verb"]
    # Each step stands on what the one before it left.
    now = gates.whole_cases().get(pk=case.pk)
    if not gates.may_work_on(where, now) or not steps.may_take(where, now, verb):
        raise RefusedError(_("You may look at this matter, but not take this step with it."))
    form = steps.filled(verb, now, _given(kept, now, where, at, token))
    if not form.is_valid():
        raise RefusedError(str(next(iter(form.errors.values()))[0]))
    return steps.take(verb, now, form, actor=where.member, at=at)


def _given(
    kept: Mapping[str, Any], case: Case, where: Standing, at: datetime, token: str
) -> QueryDict:
    given = _query(kept["data"])
    given["token"] = token
    if kept["verb"] == "write":
        seen = heads.seen_of(case, sight_of(where.member, at, permissions=where.permissions))
        values = drafts.values_for(case, seen, where.member, at)
        given["text"] = drafts.filled_in(given.get("text", ""), values)
    return given
