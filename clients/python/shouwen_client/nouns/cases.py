"""The noun cases; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Unpack

from shouwen_client.models import CasesMail, Made, Rows
from shouwen_client.nouns.cases_models import (
    CaseLine,
    CasesAddCategory,
    CasesAskSkill,
    CasesChecklist,
    CasesDefine,
    CasesGiveSkill,
    CasesGrading,
    CasesKeep,
    CasesKeepChange,
    CasesKeepQueue,
    CasesMacro,
    CasesNewCase,
    CasesPhrase,
    CasesRecurrence,
    CasesRenameCategory,
    CategoryOut,
    ChecklistOut,
    FieldOut,
    Gathered,
    GradingOut,
    Group,
    HotOut,
    ImportOut,
    Kept,
    LikelyOut,
    MacroOut,
    Mail,
    MailOut,
    NewsOut,
    Opened,
    PhraseOut,
    QueueOut,
    RecurringOne,
    RecurringOut,
    RefusedRow,
    Seen,
    Series,
    SkillOut,
    Tried,
    ViewOut,
    Written,
)
from shouwen_client.nouns.cases_one import CasesOne
from shouwen_client.transport import place


class Cases(CasesOne):
    """Operations on cases."""

    def list_(
        self,
        *,
        state: Literal["unsettled", "open", "forwarded", "paused", "resolved", "closed", "merged"]
        | None = None,
        case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
        | None = None,
        severity: Literal["minor", "general", "major"] | None = None,
        priority: Literal["ordinary", "urgent", "high", "low"] | None = None,
        whose: Literal["mine", "team"] | None = None,
        department: str | None = None,
        category: int | None = None,
        customer: int | None = None,
        since: str | None = None,
        until: str | None = None,
        late: bool | None = None,
        q: str | None = None,
        sort: Literal[
            "-opened_at",
            "opened_at",
            "due_at",
            "-severity",
            "-priority",
            "number",
            "-number",
            "customer",
        ]
        | None = None,
        limit: int | None = None,
    ) -> Iterator[CaseLine]:
        """List the cases open to you; ``q`` begins a number, a reference or a customer's name."""
        return self._transport.pages(
            "/api/v1/cases",
            query={
                "state": state,
                "case_type": case_type,
                "severity": severity,
                "priority": priority,
                "whose": whose,
                "department": department,
                "category": category,
                "customer": customer,
                "since": since,
                "until": until,
                "late": late,
                "q": q,
                "sort": sort,
                "limit": limit,
            },
        )

    def open(self, *, idempotency_key: str | None = None, **body: Unpack[CasesNewCase]) -> Opened:
        """Open a case, with a known customer or a new one."""
        return self._transport.call("POST", "/api/v1/cases", body=body, key=idempotency_key)

    def categories(self) -> Rows[CategoryOut]:
        """List the categories of every type."""
        return self._transport.call("GET", "/api/v1/cases/categories")

    def add_category(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesAddCategory]
    ) -> Made:
        """Add a category to the tree."""
        return self._transport.call(
            "POST", "/api/v1/cases/categories", body=body, key=idempotency_key
        )

    def rename_category(
        self, pk: int | str, /, *, if_match: str | None = None, **body: Unpack[CasesRenameCategory]
    ) -> Made:
        """Give a category another name; facts recorded before keep the name it had."""
        return self._transport.call(
            "PATCH", place("cases", "categories", pk), body=body, if_match=if_match
        )

    def checklists(self) -> Rows[ChecklistOut]:
        """List the checklists in use."""
        return self._transport.call("GET", "/api/v1/cases/checklists")

    def add_checklist(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesChecklist]
    ) -> Kept:
        """Add a checklist for one type of case."""
        return self._transport.call(
            "POST", "/api/v1/cases/checklists", body=body, key=idempotency_key
        )

    def end_checklist(self, pk: int | str, /, *, if_match: str | None = None) -> Kept:
        """End a checklist; what was ticked stays."""
        return self._transport.call("DELETE", place("cases", "checklists", pk), if_match=if_match)

    def fields(self) -> Rows[FieldOut]:
        """List the house's own fields, by type of case."""
        return self._transport.call("GET", "/api/v1/cases/fields")

    def define_field(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesDefine]
    ) -> FieldOut:
        """Define a field of the house's own, or the next version of one that has this key."""
        return self._transport.call("POST", "/api/v1/cases/fields", body=body, key=idempotency_key)

    def end_field(self, pk: int | str, /, *, if_match: str | None = None) -> Kept:
        """Ask for a field no more; what was filled in stays."""
        return self._transport.call("DELETE", place("cases", "fields", pk), if_match=if_match)

    def gather(self, *, idempotency_key: str | None = None, **body: Unpack[Group]) -> Gathered:
        """Make cases parts of another one, each by a fact of its own."""
        return self._transport.call("POST", "/api/v1/cases/gather", body=body, key=idempotency_key)

    def grading(self) -> Rows[GradingOut]:
        """List the house's grading rules, the first in front."""
        return self._transport.call("GET", "/api/v1/cases/grading")

    def keep_grading(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesGrading]
    ) -> Made:
        """Keep a grading rule after those there are."""
        return self._transport.call("POST", "/api/v1/cases/grading", body=body, key=idempotency_key)

    def try_grading(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesGrading]
    ) -> Tried:
        """Try a grading rule on the last cases; nothing is kept."""
        return self._transport.call(
            "POST", "/api/v1/cases/grading/try", body=body, key=idempotency_key
        )

    def end_grading(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Grade by a rule no more; what it graded stays."""
        return self._transport.call(
            "POST", place("cases", "grading", pk, "end"), key=idempotency_key, if_match=if_match
        )

    def raise_grading(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Let a grading rule be looked at before the one in front of it."""
        return self._transport.call(
            "POST", place("cases", "grading", pk, "up"), key=idempotency_key, if_match=if_match
        )

    def hot(self) -> Rows[HotOut]:
        """List what many people came with lately, as far as it is open to you."""
        return self._transport.call("GET", "/api/v1/cases/hot")

    def import_(self, *, idempotency_key: str | None = None, **files: Any) -> ImportOut:
        """Begin to import a case book by its mapping; it runs in the background."""
        return self._transport.call(
            "POST", "/api/v1/cases/imports", files=files, key=idempotency_key
        )

    def try_import(self, *, idempotency_key: str | None = None, **files: Any) -> ImportOut:
        """Try to import a case book: every row is read and judged, and nothing is kept."""
        return self._transport.call(
            "POST", "/api/v1/cases/imports/try", files=files, key=idempotency_key
        )

    def import_run(self, pk: int | str, /) -> ImportOut:
        """Show how far an import is."""
        return self._transport.call("GET", place("cases", "imports", pk))

    def import_tried(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> ImportOut:
        """Import what was tried, by the same mapping; 409 while it is being read."""
        return self._transport.call(
            "POST", place("cases", "imports", pk, "go"), key=idempotency_key, if_match=if_match
        )

    def refused_rows(self, pk: int | str, /, *, limit: int | None = None) -> Iterator[RefusedRow]:
        """List the rows that an import refused, or a trial would, in their order."""
        return self._transport.pages(
            place("cases", "imports", pk, "refused"), query={"limit": limit}
        )

    def likely(
        self, *, idempotency_key: str | None = None, **body: Unpack[Written]
    ) -> Rows[LikelyOut]:
        """List open cases that a new one may repeat; nothing that was sent is kept."""
        return self._transport.call("POST", "/api/v1/cases/likely", body=body, key=idempotency_key)

    def kept_lists(self) -> Rows[ViewOut]:
        """List your kept lists and those shared with you, each with its number of cases."""
        return self._transport.call("GET", "/api/v1/cases/lists")

    def keep_list(self, *, idempotency_key: str | None = None, **body: Unpack[CasesKeep]) -> Kept:
        """Keep a list under a name; ``query`` is written as the address of the list's page."""
        return self._transport.call("POST", "/api/v1/cases/lists", body=body, key=idempotency_key)

    def remove_list(self, pk: int | str, /, *, if_match: str | None = None) -> Kept:
        """Remove one of your own kept lists."""
        return self._transport.call("DELETE", place("cases", "lists", pk), if_match=if_match)

    def change_list(
        self, pk: int | str, /, *, if_match: str | None = None, **body: Unpack[CasesKeepChange]
    ) -> Kept:
        """Change one of your own kept lists."""
        return self._transport.call(
            "PATCH", place("cases", "lists", pk), body=body, if_match=if_match
        )

    def mail_list(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesMail],
    ) -> Mail:
        """Have a kept list mailed to you, or change when; numbers only, nothing a customer said."""
        return self._transport.call(
            "POST",
            place("cases", "lists", pk, "mail"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def macros(self) -> Rows[MacroOut]:
        """List the macros that are yours to take."""
        return self._transport.call("GET", "/api/v1/cases/macros")

    def keep_macro(self, *, idempotency_key: str | None = None, **body: Unpack[CasesMacro]) -> Made:
        """Keep a macro: for yourself (``own``), for everybody (``all``)."""
        return self._transport.call("POST", "/api/v1/cases/macros", body=body, key=idempotency_key)

    def end_macro(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Offer a macro no more; you must have written it."""
        return self._transport.call(
            "POST", place("cases", "macros", pk, "end"), key=idempotency_key, if_match=if_match
        )

    def mailed(self) -> Rows[MailOut]:
        """List what is mailed to you, the next in front."""
        return self._transport.call("GET", "/api/v1/cases/mailed")

    def stop_mailing(self, pk: int | str, /, *, if_match: str | None = None) -> Mail:
        """Have something mailed to you no more."""
        return self._transport.call("DELETE", place("cases", "mailed", pk), if_match=if_match)

    def news(self) -> Rows[NewsOut]:
        """List notes that mention you and what happened in cases you follow, until you look."""
        return self._transport.call("GET", "/api/v1/cases/news")

    def news_seen(self, *, idempotency_key: str | None = None) -> Seen:
        """Let nothing be new for you any more."""
        return self._transport.call("POST", "/api/v1/cases/news/seen", key=idempotency_key)

    def phrases(self) -> Rows[PhraseOut]:
        """List the kept replies that are yours to use."""
        return self._transport.call("GET", "/api/v1/cases/phrases")

    def keep_phrase(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesPhrase]
    ) -> Kept:
        """Keep a reply: for yourself (``own``), for everybody (``all``)."""
        return self._transport.call("POST", "/api/v1/cases/phrases", body=body, key=idempotency_key)

    def drop_phrase(self, pk: int | str, /, *, if_match: str | None = None) -> Kept:
        """Take a kept reply out; you must have written it."""
        return self._transport.call("DELETE", place("cases", "phrases", pk), if_match=if_match)

    def queues(self) -> Rows[QueueOut]:
        """List the queues in use."""
        return self._transport.call("GET", "/api/v1/cases/queues")

    def keep_queue(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesKeepQueue]
    ) -> Made:
        """Make a queue: who works on it, and which categories lie in it from the start."""
        return self._transport.call("POST", "/api/v1/cases/queues", body=body, key=idempotency_key)

    def change_queue(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesKeepQueue],
    ) -> Made:
        """Change a queue: its name, its members, its categories."""
        return self._transport.call(
            "POST", place("cases", "queues", pk), body=body, key=idempotency_key, if_match=if_match
        )

    def end_queue(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Offer a queue no more; what lies in it stays there until somebody moves it."""
        return self._transport.call(
            "POST", place("cases", "queues", pk, "end"), key=idempotency_key, if_match=if_match
        )

    def recurring(self) -> Rows[RecurringOut]:
        """List the series of recurring cases, the next in front."""
        return self._transport.call("GET", "/api/v1/cases/recurring")

    def begin_recurring(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesRecurrence]
    ) -> Series:
        """Begin a series of recurring cases."""
        return self._transport.call(
            "POST", "/api/v1/cases/recurring", body=body, key=idempotency_key
        )

    def recurring_one(self, pk: int | str, /) -> RecurringOne:
        """Read a series with its history."""
        return self._transport.call("GET", place("cases", "recurring", pk))

    def rewrite_recurring(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CasesRecurrence],
    ) -> Series:
        """Change a series from its next case on; the cases it opened stay as they are."""
        return self._transport.call(
            "POST",
            place("cases", "recurring", pk),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def change_recurring(
        self,
        pk: int | str,
        how: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> Series:
        """Pause a series, let it go on, or end it for good."""
        return self._transport.call(
            "POST", place("cases", "recurring", pk, how), key=idempotency_key, if_match=if_match
        )

    def skills(self) -> Rows[SkillOut]:
        """List the skills, for those who manage people."""
        return self._transport.call("GET", "/api/v1/cases/skills")

    def ask_for_skill(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesAskSkill]
    ) -> Made:
        """Let cases of a type, or of a category and what is below it, ask for a skill."""
        return self._transport.call(
            "POST", "/api/v1/cases/skills/asked", body=body, key=idempotency_key
        )

    def ask_no_more(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Let these cases ask for the skill no more."""
        return self._transport.call(
            "POST",
            place("cases", "skills", "asked", pk, "end"),
            key=idempotency_key,
            if_match=if_match,
        )

    def give_skill(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesGiveSkill]
    ) -> Made:
        """Write down how well a member can do something; the level there was is replaced."""
        return self._transport.call(
            "POST", "/api/v1/cases/skills/holders", body=body, key=idempotency_key
        )

    def take_skill_back(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Take a skill back from a member."""
        return self._transport.call(
            "POST",
            place("cases", "skills", "holders", pk, "end"),
            key=idempotency_key,
            if_match=if_match,
        )
