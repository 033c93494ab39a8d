"""The noun cases: operations on one of them; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from shouwen_client.models import OutcomeOut
from shouwen_client.nouns.cases_one_models import (
    CaseOut,
    CasesCallback,
    CasesCategoryStep,
    CasesForward,
    CasesHandOver,
    CasesLink,
    CasesMerge,
    CasesParticulars,
    CasesPriority,
    CasesQueue,
    CasesReason,
    CasesResolve,
    CasesSeverity,
    CasesShare,
    CasesSnooze,
    CasesSplit,
    CasesStep,
    CasesTick,
    CasesToMember,
    CasesWrite,
    Event,
    Following,
    Follows,
    Macroed,
    MacroTaken,
    Taken,
    WhyTakenBack,
)
from shouwen_client.transport import Transport, place


class CasesOne:
    """Operations on one of them."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def show(self, number: int | str, /) -> CaseOut:
        """Show one case with what is owed in it and the steps you may take now."""
        return self._transport.call("GET", place("cases", number))

    def assign(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesToMember],
    ) -> Taken:
        """Take the step “assign” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "assign"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def assign_best(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesStep],
    ) -> Taken:
        """Take the step “assign-best” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "assign-best"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def callback(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesCallback],
    ) -> Taken:
        """Take the step “callback” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "callback"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def category(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesCategoryStep],
    ) -> Taken:
        """Take the step “category” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "category"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def close(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesStep],
    ) -> Taken:
        """Take the step “close” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "close"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def follow(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Follows],
    ) -> Following:
        """Follow a case, or stop following it."""
        return self._transport.call(
            "POST",
            place("cases", number, "follow"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def forward(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesForward],
    ) -> Taken:
        """Take the step “forward” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "forward"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def hand_over(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesHandOver],
    ) -> Taken:
        """Take the step “hand-over” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "hand-over"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def link(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesLink],
    ) -> Taken:
        """Take the step “link” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "link"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def take_macro(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Macroed],
    ) -> MacroTaken:
        """Take a macro's steps with a case: all of them or none."""
        return self._transport.call(
            "POST",
            place("cases", number, "macro"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def merge(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesMerge],
    ) -> Taken:
        """Take the step “merge” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "merge"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def particulars(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesParticulars],
    ) -> Taken:
        """Take the step “particulars” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "particulars"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def pause(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesReason],
    ) -> Taken:
        """Take the step “pause” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "pause"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def priority(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesPriority],
    ) -> Taken:
        """Take the step “priority” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "priority"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def queue(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesQueue],
    ) -> Taken:
        """Take the step “queue” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "queue"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def reopen(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesReason],
    ) -> Taken:
        """Take the step “reopen” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "reopen"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def resolve(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesResolve],
    ) -> Taken:
        """Take the step “resolve” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "resolve"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def resume(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesStep],
    ) -> Taken:
        """Take the step “resume” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "resume"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def severity(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesSeverity],
    ) -> Taken:
        """Take the step “severity” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "severity"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def share(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesShare],
    ) -> Taken:
        """Take the step “share” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "share"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def snooze(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesSnooze],
    ) -> Taken:
        """Take the step “snooze” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "snooze"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def split(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesSplit],
    ) -> Taken:
        """Take the step “split” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "split"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def take_back(
        self,
        number: int | str,
        fact: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[WhyTakenBack],
    ) -> OutcomeOut:
        """Take back a link, a merger, a split, a share, a tick or a snooze by its fact's number."""
        return self._transport.call(
            "POST",
            place("cases", number, "take-back", fact),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def tick(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesTick],
    ) -> Taken:
        """Take the step “tick” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "tick"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def timeline(self, number: int | str, /, *, limit: int | None = None) -> Iterator[Event]:
        """List what happened in a case, newest first."""
        return self._transport.pages(place("cases", number, "timeline"), query={"limit": limit})

    def write(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesWrite],
    ) -> Taken:
        """Take the step “write” with a case."""
        return self._transport.call(
            "POST",
            place("cases", number, "write"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
