"""Access (密级): who may see, change, export or log in, when, and what stays covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    model_validator,
)

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import Span, wrong
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts, moment_of
from shouwen.policy.kinds.questions import PostsOf
from shouwen.policy.kinds.references import PEOPLE, YES_NO, Loc, Reference
from shouwen.policy.kinds.rosters.base import MOMENT, is_plain, seconds_of
from shouwen.policy.kinds.verdicts import Verdict, no, unknown, yes
from shouwen.policy.rulings import Mask, Permission, Ruling
from shouwen.policy.steps import Step, Value

IDENTITY, OWNER, SECOND = "identity_verified", "account_owner", "second_person"
SHIFT = ("shift_begins", "shift_ends")
_SAYS = (
    "forbidden", "posts", "only_if", "signed_by", "identity", "second_person", "own_account",
    "own_shift", "working_hours", "not_before", "keep", "masks",
)  # fmt: skip


class OwnShift(BaseModel):
    """Within one's own shift; ``grace`` is how much earlier and later still counts."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    grace: Span


class Keep(BaseModel):
    """What has to be kept: ``at_least`` so long since the moment that a detail names."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    since: str
    at_least: Span


class Second(BaseModel):
    """Somebody else who is present; ``posts`` are those of which they must hold one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    posts: Names = ()


def _read_second(value: Any) -> Any:
    if value is False:
        raise wrong("No second person is no demand.", "Leave `second_person` out.")
    return {} if value is True else value


def _read_mask(value: Any) -> Any:
    shown: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {"?": 0}
    tail = shown.pop("from", "")
    odd = set(shown) - {"first", "last"} or not isinstance(tail, str) or (tail and "last" in shown)
    if odd or any(type(n) is not int or n < 0 for n in shown.values()):
        raise wrong(
            "A mask says what stays visible.",
            'Write for example `{first: 3, last: 4}`, or `{first: 1, from: "@"}`.',
        )
    return Mask(field="", **shown, tail=tail)


Masks = Mapping[str, Annotated[Mask, PlainValidator(_read_mask)]]


class Access(Permitting):
    """What one class of matter demands of everybody who asks for it.

    Class and action are conditions of the fact. Every demand that is given has to be met.
    """

    kind: Literal["access"]
    forbidden: Literal[True] | None = None
    identity: Literal[True] | None = None
    second_person: Annotated[Second | None, BeforeValidator(_read_second)] = None
    own_account: Literal[True] | None = None
    own_shift: OwnShift | None = None
    working_hours: Literal[True] | None = None
    not_before: str = ""
    keep: Keep | None = None
    masks: Masks = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        given = self.model_fields_set & set(_SAYS)
        if not given:
            raise wrong("The rule demands nothing.", f"Write one of: {', '.join(_SAYS)}.")
        if self.forbidden and len(given) > 1:
            raise wrong("What is forbidden has no other demands.", "Leave `forbidden` out.")
        return self

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        for post in self.second_person.posts if self.second_person else ():
            yield Reference(("second_person", "posts"), "post", post)
        for key, name, types in self._read():
            yield Reference((key,), "detail", name, self.fact_kinds(), types)

    def _read(self) -> Iterator[tuple[str, str, Any]]:
        """Yield each detail a demand reads: the key that needs it, its name, its types."""
        if self.identity:
            yield "identity", IDENTITY, YES_NO
        if self.own_account:
            yield "own_account", OWNER, PEOPLE
        if self.second_person:
            yield "second_person", SECOND, PEOPLE
        if self.own_shift:
            yield from (("own_shift", name, MOMENT) for name in SHIFT)
        if self.not_before:
            yield "not_before", self.not_before, MOMENT
        if self.keep:
            yield "keep", self.keep.since, MOMENT

    def is_about_a_person(self) -> bool:
        """Tell whether the rule has to know the person concerned."""
        alone = self.own_account or self.second_person
        return bool(alone) or super().is_about_a_person()

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List what could never be judged."""
        yield from super().faults()
        if self.own_shift and not is_plain(self.own_shift.grace):
            here = ("own_shift", "grace")
            yield here, "The grace is a plain time.", "Write minutes: `15 minutes`."

    def demands(self, matter: Matter) -> Verdicts:
        """Yield what each demand says, in the order of the keys."""
        if self.forbidden:
            yield no(Step("never_allowed"))
        yield from super().demands(matter)
        if self.identity:
            yield self.is_yes(matter, IDENTITY)
        if self.own_account:
            yield self._own_account(matter)
        if self.second_person:
            yield self._second_person(matter)
        if self.own_shift:
            yield self._own_shift(matter, self.own_shift)
        if self.working_hours:
            yield _open(matter)
        if self.not_before:
            yield self._released(matter)
        if self.keep:
            yield self._kept(matter, self.keep)

    def decide(self, matter: Matter, steps: tuple[Step, ...]) -> tuple[Ruling, ...]:
        """Grant, refuse or hold; what is granted says which fields stay covered."""
        return tuple(self._masked(ruling) for ruling in super().decide(matter, steps))

    def _masked(self, ruling: Ruling) -> Ruling:
        if not isinstance(ruling, Permission) or ruling.state == "refused" or not self.masks:
            return ruling
        masks = tuple(replace(mask, field=name) for name, mask in self.masks.items())
        lines = tuple(self._mask_step(mask) for mask in masks)
        # What decides stays the last line.
        steps = (*ruling.steps[:-1], *lines, ruling.steps[-1])
        return replace(ruling, masks=masks, steps=steps)

    def _mask_step(self, mask: Mask) -> Step:
        if mask.tail:
            tailed: dict[str, Value] = {"field": mask.field, "first": mask.first, "tail": mask.tail}
            return Step("shown_with_end", tailed)
        return Step("shown_in_part", {"field": mask.field, "first": mask.first, "last": mask.last})

    def _asker_and(self, matter: Matter, detail: str) -> tuple[str, str, Verdict | None]:
        """Return who asks and whom a detail names, or what is missing to compare them."""
        found, other = self.find_person(matter), matter.fact.detail(detail)
        if found.verdict.holds is not True:
            return "", "", found.verdict
        if other is None:
            return "", "", self.missing(matter, detail)
        return found.key, str(other), None

    def _own_account(self, matter: Matter) -> Verdict:
        person, owner, lacking = self._asker_and(matter, OWNER)
        if lacking:
            return lacking
        said = {"person": person, "owner": owner}
        return (
            yes(Step("own_account", said)) if person == owner else no(Step("foreign_account", said))
        )

    def _second_person(self, matter: Matter) -> Verdict:
        person, second, lacking = self._asker_and(matter, SECOND)
        if lacking:
            return lacking
        said: dict[str, Value] = {"person": person, "second": second}
        if person == second:
            return no(Step("second_is_same", said))
        wanted = self.second_person.posts if self.second_person else ()
        if not wanted:
            return yes(Step("second_present", said))
        held = matter.ask(PostsOf(second))
        if held is UNANSWERED:
            return unknown(str(PostsOf(second)), Step("posts_unknown", {"person": second}))
        names = "、".join(self.words.posts.get(post, post) for post in wanted)
        told = {**said, "posts": names}
        if set(wanted) & set(held):  # type: ignore[call-overload]
            return yes(Step("second_of_post", told))
        return no(Step("second_not_of_post", told))

    def _own_shift(self, matter: Matter, own: OwnShift) -> Verdict:
        if own.grace is None:
            return self.blank("own_shift.grace")
        begins, ends = (moment_of(matter, name) for name in SHIFT)
        if begins is None or ends is None:
            missing = [n for n, at in zip(SHIFT, (begins, ends), strict=True) if at is None]
            listed = [self.missing(matter, name) for name in missing]
            return Verdict(None, tuple(missing), tuple(v.steps[0] for v in listed))
        at, grace = matter.fact.happened_at, seconds_of(own.grace)
        early, late = (begins - at).total_seconds(), (at - ends).total_seconds()
        said = {"at": at.astimezone(matter.zone).isoformat(), "begins": begins.isoformat(),
                "ends": ends.isoformat(), "grace": str(own.grace)}  # fmt: skip
        inside = early <= grace and late <= grace
        return yes(Step("inside_shift", said)) if inside else no(Step("outside_shift", said))

    def _released(self, matter: Matter) -> Verdict:
        released, at = moment_of(matter, self.not_before), matter.fact.happened_at
        if released is None:
            return self.missing(matter, self.not_before)
        said = {"at": at.astimezone(matter.zone).isoformat(), "released": released.isoformat()}
        return yes(Step("released", said)) if at >= released else no(Step("not_released", said))

    def _kept(self, matter: Matter, keep: Keep) -> Verdict:
        since = moment_of(matter, keep.since)
        if keep.at_least is None:
            return self.blank("keep.at_least")
        if since is None:
            return self.missing(matter, keep.since)
        if matter.calendars is None:
            return unknown("calendar", Step("needs_calendar"))
        until = matter.calendars("always").due(since, keep.at_least)
        if until.at is None:
            return unknown("calendar", Step("needs_calendar"))
        said = {"length": str(keep.at_least), "until": until.at.isoformat()}
        if matter.fact.happened_at > until.at:
            return yes(*until.steps, Step("kept_long_enough", said))
        return no(*until.steps, Step("must_be_kept", said))


def _open(matter: Matter) -> Verdict:
    """Demand that the house is open."""
    if matter.calendars is None:
        return unknown("calendar", Step("needs_calendar"))
    at = matter.fact.happened_at
    said = {"at": at.astimezone(matter.zone).isoformat()}
    if matter.calendars("department").is_open(at):
        return yes(Step("in_working_hours", said))
    return no(Step("outside_working_hours", said))
