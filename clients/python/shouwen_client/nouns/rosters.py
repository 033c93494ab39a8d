"""The noun rosters; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Unpack

from shouwen_client.nouns.rosters_models import (
    AnswerIn,
    AskedOut,
    AwayIn,
    ChangeIn,
    CorrectIn,
    CountIn,
    CountOut,
    DayIn,
    DemandOut,
    DropIn,
    FaultsOut,
    ForecastIn,
    ForecastingOut,
    KeptOut,
    LeaveBalancesOut,
    LeaveIn,
    MayTakeOut,
    OvertimeIn,
    PastIn,
    PlanIn,
    PlanOut,
    PunchesIn,
    PunchIn,
    PunchOut,
    RunOut,
    ShiftIn,
    ShiftOut,
    ShiftsOut,
    SolveIn,
    SpecialIn,
    SpecialOut,
    SplitIn,
    StreamIn,
    StreamOut,
    SwapIn,
    TemplateIn,
)
from shouwen_client.transport import Transport, place


class Rosters:
    """Operations on rosters."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def correct(self, *, idempotency_key: str | None = None, **body: Unpack[CorrectIn]) -> AskedOut:
        """Say when you really came or went where the punch is missing."""
        return self._transport.call(
            "POST", "/api/v1/rosters/corrections", body=body, key=idempotency_key
        )

    def forecasting(self, pk: int | str, /) -> ForecastingOut:
        """Show how a forecast stands, and what it says."""
        return self._transport.call("GET", place("rosters", "forecasts", pk))

    def forecast_again(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> ForecastingOut:
        """Let a forecast that broke off begin anew."""
        return self._transport.call(
            "POST",
            place("rosters", "forecasts", pk, "again"),
            key=idempotency_key,
            if_match=if_match,
        )

    def take_forecast(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> KeptOut:
        """Make a forecast the team's demand of its days."""
        return self._transport.call(
            "POST",
            place("rosters", "forecasts", pk, "take"),
            key=idempotency_key,
            if_match=if_match,
        )

    def leave(self, *, idempotency_key: str | None = None, **body: Unpack[LeaveIn]) -> AskedOut:
        """Ask for leave, for yourself or for a colleague."""
        return self._transport.call("POST", "/api/v1/rosters/leave", body=body, key=idempotency_key)

    def leave_balances(self, *, on: str | None = None) -> LeaveBalancesOut:
        """Show your days of leave in the year or month of a day, today's unless given."""
        return self._transport.call("GET", "/api/v1/rosters/leave/balances", query={"on": on})

    def withdraw_leave(self, pk: int | str, /, *, idempotency_key: str | None = None) -> AskedOut:
        """Take leave back before it begins."""
        return self._transport.call(
            "POST", place("rosters", "leave", pk, "withdraw"), key=idempotency_key
        )

    def mine(self, *, first: str, last: str) -> ShiftsOut:
        """List your own shifts of some days."""
        return self._transport.call(
            "GET", "/api/v1/rosters/mine", query={"first": first, "last": last}
        )

    def ask_overtime(
        self, *, idempotency_key: str | None = None, **body: Unpack[OvertimeIn]
    ) -> AskedOut:
        """Ask to work beyond your shifts."""
        return self._transport.call(
            "POST", "/api/v1/rosters/overtime", body=body, key=idempotency_key
        )

    def withdraw_overtime(
        self, pk: int | str, /, *, idempotency_key: str | None = None
    ) -> AskedOut:
        """Take overtime back while it waits for a signature."""
        return self._transport.call(
            "POST", place("rosters", "overtime", pk, "withdraw"), key=idempotency_key
        )

    def acknowledge(self, pk: int | str, /, *, idempotency_key: str | None = None) -> CountOut:
        """Note that you have read your shifts of a plan."""
        return self._transport.call(
            "POST", place("rosters", "plans", pk, "acknowledge"), key=idempotency_key
        )

    def faults(self, pk: int | str, /) -> FaultsOut:
        """List what a plan misses, and what rules that came after its publication break in it."""
        return self._transport.call("GET", place("rosters", "plans", pk, "faults"))

    def publish(self, pk: int | str, /, *, idempotency_key: str | None = None) -> PlanOut:
        """Publish a draft; every shift is judged, all of them count or none."""
        return self._transport.call(
            "POST", place("rosters", "plans", pk, "publish"), key=idempotency_key
        )

    def solve(
        self, pk: int | str, /, *, idempotency_key: str | None = None, **body: Unpack[SolveIn]
    ) -> RunOut:
        """Let a program plan a draft in the background."""
        return self._transport.call(
            "POST", place("rosters", "plans", pk, "solve"), body=body, key=idempotency_key
        )

    def split(
        self, pk: int | str, /, *, idempotency_key: str | None = None, **body: Unpack[SplitIn]
    ) -> PlanOut:
        """End a draft before a day and begin another on it; the answer is the second."""
        return self._transport.call(
            "POST", place("rosters", "plans", pk, "split"), body=body, key=idempotency_key
        )

    def punch(self, *, idempotency_key: str | None = None, **body: Unpack[PunchIn]) -> PunchOut:
        """Clock in or out."""
        return self._transport.call(
            "POST", "/api/v1/rosters/punches", body=body, key=idempotency_key
        )

    def run(self, pk: int | str, /) -> RunOut:
        """Show how planning by program stands."""
        return self._transport.call("GET", place("rosters", "runs", pk))

    def again(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> RunOut:
        """Let planning that broke off begin anew."""
        return self._transport.call(
            "POST", place("rosters", "runs", pk, "again"), key=idempotency_key, if_match=if_match
        )

    def stop(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> RunOut:
        """End planning with the best so far."""
        return self._transport.call(
            "POST", place("rosters", "runs", pk, "stop"), key=idempotency_key, if_match=if_match
        )

    def may_take(self, pk: int | str, /) -> MayTakeOut:
        """Say whether you may pick up an open shift of your team, with the clauses."""
        return self._transport.call("GET", place("rosters", "shifts", pk, "take"))

    def take(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> ShiftOut:
        """Pick up an open shift of your team."""
        return self._transport.call(
            "POST", place("rosters", "shifts", pk, "take"), key=idempotency_key, if_match=if_match
        )

    def stream(self, pk: int | str, /) -> StreamOut:
        """Show one kind of contact with its figures."""
        return self._transport.call("GET", place("rosters", "streams", pk))

    def count_past(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CountIn],
    ) -> KeptOut:
        """Count what the house itself recorded of some days."""
        return self._transport.call(
            "POST",
            place("rosters", "streams", pk, "count"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def keep_demand(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[DayIn],
    ) -> KeptOut:
        """Keep what is expected of a day; the seats and people follow."""
        return self._transport.call(
            "POST",
            place("rosters", "streams", pk, "days"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def end_stream(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> KeptOut:
        """Ask for nobody because of a kind of contact any more."""
        return self._transport.call(
            "POST", place("rosters", "streams", pk, "end"), key=idempotency_key, if_match=if_match
        )

    def forecast(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[ForecastIn],
    ) -> ForecastingOut:
        """Let a program forecast some days in the background."""
        return self._transport.call(
            "POST",
            place("rosters", "streams", pk, "forecasts"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def keep_past(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PastIn],
    ) -> KeptOut:
        """Keep what came on some days, as another program counted it."""
        return self._transport.call(
            "POST",
            place("rosters", "streams", pk, "past"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def swap(self, *, idempotency_key: str | None = None, **body: Unpack[SwapIn]) -> AskedOut:
        """Ask a colleague to take your shift over."""
        return self._transport.call("POST", "/api/v1/rosters/swaps", body=body, key=idempotency_key)

    def answer_swap(
        self, pk: int | str, /, *, idempotency_key: str | None = None, **body: Unpack[AnswerIn]
    ) -> AskedOut:
        """Say yes or no to a swap."""
        return self._transport.call(
            "POST", place("rosters", "swaps", pk, "answer"), body=body, key=idempotency_key
        )

    def withdraw_swap(self, pk: int | str, /, *, idempotency_key: str | None = None) -> AskedOut:
        """Take your swap back before it is in effect."""
        return self._transport.call(
            "POST", place("rosters", "swaps", pk, "withdraw"), key=idempotency_key
        )

    def calendar(self, key: int | str, /, *, first: str, last: str) -> ShiftsOut:
        """List a team's shifts of at most a quarter; a draft only for who plans."""
        return self._transport.call(
            "GET", place("rosters", "teams", key), query={"first": first, "last": last}
        )

    def demand(self, key: int | str, /, *, first: str, last: str) -> DemandOut:
        """Show what is expected of a team on at most a quarter of days, and the people it needs."""
        return self._transport.call(
            "GET", place("rosters", "teams", key, "demand"), query={"first": first, "last": last}
        )

    def keep_special_day(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[SpecialIn],
    ) -> SpecialOut:
        """Keep that a day is not like others, and why."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "demand", "special-days"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def drop_special_day(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[DropIn],
    ) -> KeptOut:
        """Let a day be like others again."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "demand", "special-days", "drop"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def keep_stream(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[StreamIn],
    ) -> StreamOut:
        """Keep a kind of contact; one of the same name gets these figures."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "demand", "streams"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def begin(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PlanIn],
    ) -> PlanOut:
        """Begin a draft for some days."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "plans"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def import_punches(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PunchesIn],
    ) -> CountOut:
        """Bring in punches of another clock; each is kept once."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "punches"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def repair(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[AwayIn],
    ) -> CountOut:
        """Change a published roster as little as can be because somebody is away."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "repair"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def put(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[ShiftIn],
    ) -> ShiftOut:
        """Put somebody on a shift; what a rule refuses is a problem with its clause."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "shifts"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def change(
        self,
        key: int | str,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[ChangeIn],
    ) -> ShiftOut:
        """Move a shift, give it to somebody else, or take it out."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "shifts", pk),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def keep_template(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[TemplateIn],
    ) -> CountOut:
        """Keep a kind of shift of a team."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "templates"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
