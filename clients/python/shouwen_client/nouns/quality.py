"""The noun quality; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Unpack

from shouwen_client.models import Rows
from shouwen_client.nouns.quality_models import (
    CalibrationOut,
    CheckBesideOut,
    CheckSheetOut,
    CoachingNoteOut,
    FindingDecision,
    MarksIn,
    Nothing,
    QualityCalibration,
    QualityCheckOut,
    QualityDraw,
    QualityFollow,
    QualityMonthOut,
    QualityNote,
    QualityPlan,
    SampleOut,
    SamplingPlanOut,
    ScoreCardIn,
    ScoreCardOut,
    ScoredAnewOut,
    SignalContactOut,
    SignalOut,
    TextFindingOut,
    TrendLineOut,
    TrendPointOut,
)
from shouwen_client.transport import Transport, place


class Quality:
    """Operations on quality."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(self) -> Iterator[QualityCheckOut]:
        """List what you were given to check and have not sent."""
        return self._transport.pages("/api/v1/quality")

    def calibrations(self) -> Rows[CalibrationOut]:
        """List calibrations with how far the checkers agreed, the newest first."""
        return self._transport.call("GET", "/api/v1/quality/calibrations")

    def begin_calibration(
        self, *, idempotency_key: str | None = None, **body: Unpack[QualityCalibration]
    ) -> CalibrationOut:
        """Give the same conversations to several checkers, to see how far they agree."""
        return self._transport.call(
            "POST", "/api/v1/quality/calibrations", body=body, key=idempotency_key
        )

    def cards(self) -> Rows[ScoreCardOut]:
        """List the score cards in use, each in its latest version."""
        return self._transport.call("GET", "/api/v1/quality/cards")

    def create_card(
        self, *, idempotency_key: str | None = None, **body: Unpack[ScoreCardIn]
    ) -> ScoreCardOut:
        """Write a new score card."""
        return self._transport.call("POST", "/api/v1/quality/cards", body=body, key=idempotency_key)

    def card(self, key: int | str, /) -> ScoreCardOut:
        """Show the latest version of a score card."""
        return self._transport.call("GET", place("quality", "cards", key))

    def write_card(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[ScoreCardIn],
    ) -> ScoreCardOut:
        """Write the next version of a score card; what was checked before keeps its own."""
        return self._transport.call(
            "POST",
            place("quality", "cards", key),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def scored_anew(
        self, key: int | str, /, *, older: int | None = None, newer: int | None = None
    ) -> Rows[ScoredAnewOut]:
        """List the latest checks by an older version of a card with what a newer one makes of them."""
        return self._transport.call(
            "GET", place("quality", "cards", key, "anew"), query={"older": older, "newer": newer}
        )

    def show(self, pk: int | str, /) -> CheckSheetOut:
        """Show a conversation of a sample beside its card; that you looked is kept."""
        return self._transport.call("GET", place("quality", "checks", pk))

    def check(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[MarksIn],
    ) -> QualityCheckOut:
        """Record the check of a conversation you were given; what follows cites its clauses."""
        return self._transport.call(
            "POST",
            place("quality", "checks", pk),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def check_beside(self, pk: int | str, /) -> CheckBesideOut:
        """Show the recordings and chats of a check; that you looked is kept."""
        return self._transport.call("GET", place("quality", "checks", pk, "beside"))

    def listen_to_check(
        self,
        pk: int | str,
        call: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> CheckBesideOut:
        """Say that you listen to a call of a check; each time is a fact."""
        return self._transport.call(
            "POST",
            place("quality", "checks", pk, "calls", call, "listen"),
            key=idempotency_key,
            if_match=if_match,
        )

    def open_coaching(self, *, team: str | None = None) -> Iterator[CoachingNoteOut]:
        """List the coaching that is open among those you lead, or in one of their teams."""
        return self._transport.pages("/api/v1/quality/coaching", query={"team": team})

    def coaching_note(self, pk: int | str, /) -> CoachingNoteOut:
        """Show a coaching note about you or about somebody you lead."""
        return self._transport.call("GET", place("quality", "coaching", pk))

    def acknowledge(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Nothing],
    ) -> CoachingNoteOut:
        """Say that you have read a coaching note about you."""
        return self._transport.call(
            "POST",
            place("quality", "coaching", pk, "acknowledge"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def follow_up(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[QualityFollow],
    ) -> CoachingNoteOut:
        """Say that you came back to a coaching note, and what you saw."""
        return self._transport.call(
            "POST",
            place("quality", "coaching", pk, "follow-up"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def findings(
        self, *, state: Literal["open", "confirmed", "dismissed"] | None = None
    ) -> Iterator[TextFindingOut]:
        """List what the automatic checks found in the texts of your people, the newest first."""
        return self._transport.pages("/api/v1/quality/findings", query={"state": state})

    def finding(self, pk: int | str, /) -> TextFindingOut:
        """Show one automatic finding."""
        return self._transport.call("GET", place("quality", "findings", pk))

    def decide(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[FindingDecision],
    ) -> TextFindingOut:
        """Confirm an automatic finding, which records it, or dismiss it."""
        return self._transport.call(
            "POST",
            place("quality", "findings", pk),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def marking(self, pk: int | str, /) -> CheckSheetOut:
        """Show a conversation of a calibration that you were given to mark."""
        return self._transport.call("GET", place("quality", "markings", pk))

    def mark(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[MarksIn],
    ) -> CheckSheetOut:
        """Keep your marks of a conversation for a calibration; nothing follows from them."""
        return self._transport.call(
            "POST",
            place("quality", "markings", pk),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def person(self, key: int | str, /) -> Rows[QualityMonthOut]:
        """List what a person's checks came to month by month: yours, or of somebody you lead."""
        return self._transport.call("GET", place("quality", "people", key))

    def notes(self, key: int | str, /) -> Rows[CoachingNoteOut]:
        """List the coaching notes about you or about somebody you lead."""
        return self._transport.call("GET", place("quality", "people", key, "notes"))

    def note(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[QualityNote],
    ) -> CoachingNoteOut:
        """Write a coaching note about somebody you lead; only you both read it."""
        return self._transport.call(
            "POST",
            place("quality", "people", key, "notes"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def plans(self) -> Rows[SamplingPlanOut]:
        """List the sampling plans in use."""
        return self._transport.call("GET", "/api/v1/quality/plans")

    def create_plan(
        self, *, idempotency_key: str | None = None, **body: Unpack[QualityPlan]
    ) -> SamplingPlanOut:
        """Write a sampling plan; a share that a clause sets is read on the day of drawing."""
        return self._transport.call("POST", "/api/v1/quality/plans", body=body, key=idempotency_key)

    def plan(self, pk: int | str, /) -> SamplingPlanOut:
        """Show a sampling plan."""
        return self._transport.call("GET", place("quality", "plans", pk))

    def draw(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[QualityDraw],
    ) -> SampleOut:
        """Draw a sample by a plan from what ended on some days; the seed is kept."""
        return self._transport.call(
            "POST",
            place("quality", "plans", pk, "draw"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def end_plan(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Nothing],
    ) -> SamplingPlanOut:
        """End a sampling plan; what was drawn by it stays."""
        return self._transport.call(
            "POST",
            place("quality", "plans", pk, "end"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def samples(self) -> Iterator[SampleOut]:
        """List the samples that were drawn, the newest first."""
        return self._transport.pages("/api/v1/quality/samples")

    def sample(self, pk: int | str, /) -> Iterator[QualityCheckOut]:
        """List the conversations of a sample."""
        return self._transport.pages(place("quality", "samples", pk))

    def signals(
        self, *, days: int | None = None, minutes: int | None = None, seconds: int | None = None
    ) -> Rows[SignalOut]:
        """List whose work stands out so far that somebody should look at it, kind by kind."""
        return self._transport.call(
            "GET",
            "/api/v1/quality/signals",
            query={"days": days, "minutes": minutes, "seconds": seconds},
        )

    def signal(
        self,
        kind: int | str,
        key: int | str,
        /,
        *,
        days: int | None = None,
        minutes: int | None = None,
        seconds: int | None = None,
    ) -> Iterator[SignalContactOut]:
        """List the calls or cases behind a signal of one person, the newest first."""
        return self._transport.pages(
            place("quality", "signals", kind, key),
            query={"days": days, "minutes": minutes, "seconds": seconds},
        )

    def trends(
        self,
        *,
        by: Literal["week", "month"] | None = None,
        since: str | None = None,
        until: str | None = None,
        card: str | None = None,
        line: str | None = None,
        person: str | None = None,
    ) -> Rows[TrendPointOut]:
        """Show how checks went week by week or month by month: your team's, or of one person."""
        return self._transport.call(
            "GET",
            "/api/v1/quality/trends",
            query={
                "by": by,
                "since": since,
                "until": until,
                "card": card,
                "line": line,
                "person": person,
            },
        )

    def trend_checks(
        self,
        *,
        by: Literal["week", "month"] | None = None,
        since: str | None = None,
        until: str | None = None,
        card: str | None = None,
        line: str | None = None,
        person: str | None = None,
    ) -> Iterator[QualityCheckOut]:
        """List the checks behind a trend, the newest first; of a line those that fell short."""
        return self._transport.pages(
            "/api/v1/quality/trends/checks",
            query={
                "by": by,
                "since": since,
                "until": until,
                "card": card,
                "line": line,
                "person": person,
            },
        )

    def trend_lines(
        self,
        *,
        by: Literal["week", "month"] | None = None,
        since: str | None = None,
        until: str | None = None,
        card: str | None = None,
        line: str | None = None,
        person: str | None = None,
    ) -> Rows[TrendLineOut]:
        """List the lines of cards that were marked, those that fell short most often first."""
        return self._transport.call(
            "GET",
            "/api/v1/quality/trends/lines",
            query={
                "by": by,
                "since": since,
                "until": until,
                "card": card,
                "line": line,
                "person": person,
            },
        )
