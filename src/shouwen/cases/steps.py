"""Which steps a case offers in its state, each with its form and the action it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.cases import actions, field_forms, sending
from shouwen.cases import step_forms as forms
from shouwen.cases import tie_forms as ties
from shouwen.cases.actions import Done
from shouwen.cases.attaching import AttachingForm
from shouwen.cases.choices import ACTIVE, SETTLED, STANDING, UNSETTLED, State
from shouwen.cases.gates import Standing, may_work_on
from shouwen.cases.models import Case
from shouwen.people.models import Member

Take = Callable[..., Done]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of step: in which states it is offered, and by which form it is taken.

    ``names`` maps the form's fields to the action's words. ``leads`` marks steps that only those
    above the handler take.
    """

    label: str | Promise
    icon: str
    since: tuple[str, ...]
    form: type[forms.StepForm]
    take: Take
    names: Mapping[str, str]
    leads: bool = False
    tone: str = ""
    # Where it is offered: among the next steps, or with what stands around the case.
    group: str = "steps"


def _write(*, case: Case, mode: str, text: str, channel: str, situation: str, **rest: Any) -> Done:
    if mode == "note":
        return actions.add_note(case=case, text=text, **rest)
    return actions.reply(case=case, text=text, channel=channel, situation=situation, **rest)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


KINDS: dict[str, Kind] = {
    "write": Kind(
        label=_("Answer or note"),
        icon="reply",
        since=STANDING,
        form=forms.WriteForm,
        take=_write,
        names=_same("mode", "text", "channel", "situation"),
    ),
    "resolve": Kind(
        label=_("Resolve"),
        icon="check-circle",
        since=ACTIVE,
        form=forms.ResolveForm,
        take=actions.resolve,
        names=_same("resolution"),
        tone="primary",
    ),
    "callback": Kind(
        label=_("Record the callback"),
        icon="telephone-outbound",
        since=STANDING,
        form=forms.CallbackForm,
        take=actions.record_callback,
        names=_same(
            "result", "satisfied", "satisfaction", "signed", "recording", "remark", "then_reopen"
        ),
        tone="primary",
    ),
    "close": Kind(
        label=_("Close"),
        icon="lock",
        since=(State.RESOLVED,),
        form=forms.StepForm,
        take=actions.close,
        names={},
    ),
    "resume": Kind(
        label=_("Take up again"),
        icon="play-circle",
        since=(State.PAUSED,),
        form=forms.StepForm,
        take=actions.resume,
        names={},
        tone="primary",
    ),
    "reopen": Kind(
        label=_("Reopen"),
        icon="arrow-counterclockwise",
        since=SETTLED,
        form=forms.ReasonForm,
        take=actions.reopen,
        names=_same("reason"),
    ),
    "forward": Kind(
        label=_("Forward to a department"),
        icon="box-arrow-right",
        since=ACTIVE,
        form=forms.ForwardForm,
        take=actions.forward,
        names=_same("department", "remark"),
    ),
    "hand-over": Kind(
        label=_("Hand over"),
        icon="arrow-left-right",
        since=UNSETTLED,
        form=forms.HandOverForm,
        take=actions.hand_over,
        names=_same("to", "reason"),
    ),
    "assign": Kind(
        label=_("Assign"),
        icon="person-check",
        since=UNSETTLED,
        form=forms.ToMemberForm,
        take=actions.assign,
        names=_same("to"),
        leads=True,
    ),
    "assign-best": Kind(
        label=_("Assign automatically"),
        icon="person-check",
        since=UNSETTLED,
        form=forms.StepForm,
        take=actions.assign_best,
        names={},
        leads=True,
    ),
    "pause": Kind(
        label=_("Pause"),
        icon="pause-circle",
        since=ACTIVE,
        form=forms.ReasonForm,
        take=actions.pause,
        names=_same("reason"),
    ),
    "severity": Kind(
        label=_("Change the severity"),
        icon="exclamation-circle",
        since=UNSETTLED,
        form=forms.SeverityForm,
        take=actions.change_severity,
        names=_same("severity", "reason"),
    ),
    "priority": Kind(
        label=_("Change the priority"),
        icon="sort-up",
        since=UNSETTLED,
        form=forms.PriorityForm,
        take=actions.change_priority,
        names=_same("priority", "reason"),
        group="around",
    ),
    "queue": Kind(
        label=_("Move to a queue"),
        icon="inbox",
        since=UNSETTLED,
        form=forms.QueueForm,
        take=actions.move_to_queue,
        names=_same("queue", "reason"),
        group="around",
    ),
    "category": Kind(
        label=_("Change the category"),
        icon="diagram-3",
        since=UNSETTLED,
        form=forms.CategoryStepForm,
        take=actions.change_category,
        names=_same("category"),
        group="around",
    ),
    "particulars": Kind(
        label=_("Fill in particulars"),
        icon="pencil",
        since=UNSETTLED,
        form=field_forms.ParticularsForm,
        take=actions.fill_in,
        names=_same("given"),
        group="own",
    ),
    "link": Kind(
        label=_("Link"),
        icon="link-45deg",
        since=STANDING,
        form=ties.LinkForm,
        take=actions.link,
        names=_same("other", "relation"),
        group="around",
    ),
    "merge": Kind(
        label=_("Merge"),
        icon="box-arrow-in-right",
        since=UNSETTLED,
        form=ties.MergeForm,
        take=actions.merge,
        names=_same("other", "reason"),
        group="around",
    ),
    "split": Kind(
        label=_("Split"),
        icon="signpost-split",
        since=STANDING,
        form=ties.SplitForm,
        take=actions.split,
        names=_same("entries", "title"),
        group="around",
    ),
    "share": Kind(
        label=_("Co-handlers"),
        icon="people",
        since=UNSETTLED,
        form=ties.ShareForm,
        take=actions.share,
        names=_same("member", "percent"),
        group="around",
    ),
    "snooze": Kind(
        label=_("Put aside"),
        icon="alarm",
        since=UNSETTLED,
        form=ties.SnoozeForm,
        take=actions.snooze,
        names=_same("until", "reason"),
        group="around",
    ),
    "tick": Kind(
        label=_("Tick"),
        icon="check-square",
        since=STANDING,
        form=ties.TickForm,
        take=actions.tick,
        names=_same("checklist", "item"),
        group="tick",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as the page offers it; ``is_open`` shows the form at once, after a refusal."""

    verb: str
    label: str | Promise
    icon: str
    tone: str
    form: forms.StepForm
    is_open: bool
    is_bare: bool


def may_take(where: Standing, case: Case, verb: str) -> bool:
    """Return whether the member may take this kind of step with a case they may work on."""
    return not KINDS[verb].leads or _leads(where, case)


def _leads(where: Standing, case: Case) -> bool:
    if where.sees_all:
        return True
    return case.handler_id is None or case.handler_id in where.below


def offered(
    where: Standing,
    case: Case,
    bound: Mapping[str, forms.StepForm],
    *,
    token: str,
    group: str = "steps",
    begun: Mapping[str, object] | None = None,
) -> list[Step]:
    """List the steps of a group the member may take now; refused forms come back as typed.

    ``begun`` is what the member has begun to write.
    """
    if not may_work_on(where, case):
        return []
    return [
        _step(verb, kind, case, bound.get(verb), {"token": token, **(begun or {})})
        for verb, kind in KINDS.items()
        if kind.group == group
        and (verb in bound or (case.state in kind.since and may_take(where, case, verb)))
    ]


def around(
    where: Standing, case: Case, bound: Mapping[str, forms.StepForm], *, token: str
) -> list[Step]:
    """List what is offered with what stands around a case: its own fields, if it has any, first."""
    own = offered(where, case, bound, token=token, group="own")
    asked = [step for step in own if getattr(step.form, "own_fields", None)]
    return [*asked, *offered(where, case, bound, token=token, group="around")]


def _step(
    verb: str,
    kind: Kind,
    case: Case,
    bound: forms.StepForm | None,
    initial: Mapping[str, object],
) -> Step:
    return Step(
        verb=verb,
        label=kind.label,
        icon=kind.icon,
        # A callback is the next thing to do only once the matter is settled.
        tone="" if verb == "callback" and case.state not in SETTLED else kind.tone,
        form=bound or _form(verb, kind, case, initial=dict(initial)),
        is_open=bound is not None,
        is_bare=kind.form is forms.StepForm,
    )


def _form(verb: str, kind: Kind, case: Case, **options: Any) -> forms.StepForm:
    return kind.form(case=case, auto_id=f"{verb}_%s", **options)


def filled(verb: str, case: Case, data: Any, files: Any = None) -> forms.StepForm:
    """Return the step's form filled with what was sent."""
    return _form(verb, KINDS[verb], case, data=data, files=files)


def key_of(verb: str, actor: Member, token: str) -> str:
    """Return the key under which a form's step is recorded, once however often it is sent."""
    return f"step:{actor.pk}:{verb}:{token}"


def take(verb: str, case: Case, form: forms.StepForm, *, actor: Member, at: datetime) -> Done:
    """Take the step by its action; the form must be valid."""
    if verb != "write":
        sending.send_now(case, at)
    kind, given = KINDS[verb], form.cleaned_data
    own = {word: given[field] for field, word in kind.names.items()}
    if isinstance(form, AttachingForm):
        own["files"] = form.keep(by=actor, at=at)
    token = given.get("token")
    key = key_of(verb, actor, token) if token else None
    return kind.take(case=case, actor=actor, at=at, key=key, **own)
