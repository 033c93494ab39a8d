"""Models and operations of the API; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, Unpack
from urllib.parse import quote

from shouwen_client.transport import Transport

Adopted = TypedDict(
    "Adopted",
    {
        "ended": 'str | None',
        "in_force": 'str',
        "number": 'int',
        "regulation": 'str',
    },
)

AdoptionAdopt = TypedDict(
    "AdoptionAdopt",
    {
        "in_force": 'str',
    },
)

AdoptionDraft = TypedDict(
    "AdoptionDraft",
    {
        "revision": 'int',
        "text": 'NotRequired[str | None]',
    },
)

AdoptionRetire = TypedDict(
    "AdoptionRetire",
    {
        "ended": 'str',
    },
)

Answer = TypedDict(
    "Answer",
    {
        "answer": 'NotRequired[str]',
        "recounted": 'NotRequired[float | str | None]',
        "ref": 'str',
        "remark": 'NotRequired[str]',
        "sort": 'str',
    },
)

AskableOut = TypedDict(
    "AskableOut",
    {
        "kinds": 'list[str]',
        "regulation": 'str',
        "rule": 'str',
        "tiers": 'list[str]',
        "title": 'str',
    },
)

Asked = TypedDict(
    "Asked",
    {
        "clause": 'str',
        "missing": 'list[str]',
        "regulation": 'str',
    },
)

Asking = TypedDict(
    "Asking",
    {
        "details": 'NotRequired[dict[str, str | int | float | bool | None]]',
        "happened_at": 'NotRequired[str | None]',
        "kind": 'NotRequired[str | None]',
        "like": 'NotRequired[int | None]',
        "regulation": 'str',
        "rule": 'str',
    },
)

AskingOut = TypedDict(
    "AskingOut",
    {
        "id": 'int',
        "record": 'str',
        "state": 'str',
        "subject": 'str',
        "until": 'str | None',
        "what": 'str',
        "why": 'str',
    },
)

Attendance = TypedDict(
    "Attendance",
    {
        "came": 'dict[str, str]',
    },
)

Balance = TypedDict(
    "Balance",
    {
        "net": 'str',
        "paid": 'str',
        "period": 'str',
        "received": 'str',
        "unit": 'str',
    },
)

Begin = TypedDict(
    "Begin",
    {
        "incoming": 'str',
        "kind": 'str',
    },
)

Carried = TypedDict(
    "Carried",
    {
        "note": 'NotRequired[str]',
    },
)

CaseLine = TypedDict(
    "CaseLine",
    {
        "callback": 'str',
        "case_type": 'str',
        "category": 'str',
        "customer": 'str',
        "department": 'str',
        "due_at": 'str | None',
        "handler": 'str',
        "number": 'str',
        "opened_at": 'str',
        "severity": 'str',
        "state": 'str',
        "title": 'str',
        "unit": 'str',
    },
)

CaseOut = TypedDict(
    "CaseOut",
    {
        "callback": 'str',
        "case_type": 'str',
        "category": 'str',
        "closed_at": 'str | None',
        "contact": 'str',
        "customer": 'int | None',
        "customer_name": 'str',
        "customer_number": 'str',
        "department": 'str',
        "first_owner": 'str',
        "handler": 'str',
        "is_covered": 'bool',
        "number": 'str',
        "opened_at": 'str',
        "owed": 'list[DutyOut]',
        "phone": 'str',
        "reference": 'str',
        "resolution": 'str',
        "resolved_at": 'str | None',
        "severity": 'str',
        "state": 'str',
        "steps": 'list[str]',
        "team": 'str',
        "text": 'str',
        "times_reopened": 'int',
        "title": 'str',
        "unit": 'str',
    },
)

CasesAddCategory = TypedDict(
    "CasesAddCategory",
    {
        "case_type": 'Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]',
        "name": 'str',
        "name_en": 'NotRequired[str | None]',
        "parent": 'NotRequired[int | None]',
    },
)

CasesCallback = TypedDict(
    "CasesCallback",
    {
        "recording": 'NotRequired[str | None]',
        "remark": 'NotRequired[str | None]',
        "result": 'Literal["reached", "not_reached"]',
        "satisfaction": 'NotRequired[Literal["5", "4", "3", "2", "1"] | None]',
        "satisfied": 'NotRequired[Literal["yes", "no"] | None]',
        "signed": 'NotRequired[Literal["yes", "no"] | None]',
        "then_reopen": 'NotRequired[Literal["yes", "no"] | None]',
    },
)

CasesForward = TypedDict(
    "CasesForward",
    {
        "department": 'str',
        "remark": 'NotRequired[str | None]',
    },
)

CasesHandOver = TypedDict(
    "CasesHandOver",
    {
        "reason": 'str',
        "to": 'str',
    },
)

CasesLink = TypedDict(
    "CasesLink",
    {
        "other": 'str',
        "relation": 'Literal["related", "parent", "child"]',
    },
)

CasesMerge = TypedDict(
    "CasesMerge",
    {
        "other": 'str',
        "reason": 'NotRequired[str | None]',
    },
)

CasesNewCase = TypedDict(
    "CasesNewCase",
    {
        "case_type": 'Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]',
        "category": 'NotRequired[int | None]',
        "channel": 'Literal["phone", "counter", "wechat", "web", "mail", "visit", "app"]',
        "contact": 'NotRequired[int | None]',
        "customer": 'NotRequired[int | None]',
        "department": 'NotRequired[str | None]',
        "first_owner": 'NotRequired[str | None]',
        "kept": 'NotRequired[str | None]',
        "new_name": 'NotRequired[str | None]',
        "new_phone": 'NotRequired[str | None]',
        "new_unit": 'NotRequired[str | None]',
        "opened_at": 'NotRequired[str | None]',
        "reference": 'NotRequired[str | None]',
        "severity": 'NotRequired[Literal["minor", "general", "major"] | None]',
        "text": 'NotRequired[str | None]',
        "title": 'str',
    },
)

CasesParticulars = TypedDict(
    "CasesParticulars",
    {
    },
)

CasesReason = TypedDict(
    "CasesReason",
    {
        "reason": 'str',
    },
)

CasesRenameCategory = TypedDict(
    "CasesRenameCategory",
    {
        "name": 'str',
        "name_en": 'NotRequired[str | None]',
    },
)

CasesResolve = TypedDict(
    "CasesResolve",
    {
        "resolution": 'str',
    },
)

CasesSeverity = TypedDict(
    "CasesSeverity",
    {
        "reason": 'str',
        "severity": 'Literal["minor", "general", "major"]',
    },
)

CasesShare = TypedDict(
    "CasesShare",
    {
        "member": 'str',
        "percent": 'int',
    },
)

CasesSnooze = TypedDict(
    "CasesSnooze",
    {
        "reason": 'str',
        "until": 'str',
    },
)

CasesSplit = TypedDict(
    "CasesSplit",
    {
        "entries": 'list[str]',
        "title": 'str',
    },
)

CasesStep = TypedDict(
    "CasesStep",
    {
    },
)

CasesTick = TypedDict(
    "CasesTick",
    {
        "checklist": 'str',
        "item": 'str',
    },
)

CasesToMember = TypedDict(
    "CasesToMember",
    {
        "to": 'str',
    },
)

CasesWrite = TypedDict(
    "CasesWrite",
    {
        "channel": 'NotRequired[Literal["phone", "counter", "wechat", "web", "mail", "visit", "app"] | None]',
        "kept": 'NotRequired[str | None]',
        "mode": 'Literal["reply", "note"]',
        "seen": 'NotRequired[int | None]',
        "situation": 'NotRequired[str | None]',
        "text": 'str',
    },
)

CategoryOut = TypedDict(
    "CategoryOut",
    {
        "case_type": 'str',
        "depth": 'int',
        "id": 'int',
        "path": 'str',
    },
)

Checked = TypedDict(
    "Checked",
    {
        "cases": 'int',
        "differing": 'int',
        "faults": 'list[FaultOut]',
        "regulation": 'str | None',
        "rules": 'int',
        "sound": 'bool',
        "title": 'str | None',
    },
)

Checking = TypedDict(
    "Checking",
    {
        "back": 'NotRequired[bool]',
        "comment": 'NotRequired[str]',
    },
)

Chosen = TypedDict(
    "Chosen",
    {
        "id": 'int',
        "tier": 'int',
    },
)

Clause = TypedDict(
    "Clause",
    {
        "address": 'str',
        "number": 'str',
        "page": 'str',
        "regulation": 'str',
        "text": 'str',
        "title": 'str',
    },
)

ClauseOut = TypedDict(
    "ClauseOut",
    {
        "address": 'str',
        "depth": 'int',
        "heading": 'str',
        "line": 'int',
        "number": 'str',
        "text": 'str',
    },
)

ClauseRef = TypedDict(
    "ClauseRef",
    {
        "address": 'str',
        "number": 'str',
        "page": 'str',
        "regulation": 'str',
        "title": 'str',
    },
)

ContactOut = TypedDict(
    "ContactOut",
    {
        "channel": 'str',
        "id": 'int',
        "name": 'str',
        "phone": 'str',
    },
)

ContractOut = TypedDict(
    "ContractOut",
    {
        "begins": 'str',
        "ends": 'str | None',
        "id": 'int',
        "reference": 'str',
        "title": 'str',
    },
)

Counted = TypedDict(
    "Counted",
    {
        "note": 'NotRequired[str]',
        "number": 'NotRequired[float | str | None]',
        "text": 'str',
        "unit": 'NotRequired[str]',
    },
)

CountedOut = TypedDict(
    "CountedOut",
    {
        "about": 'str',
        "happened_at": 'str | None',
        "met": 'bool | None',
        "number": 'int | None',
        "value": 'str',
    },
)

CustomerLine = TypedDict(
    "CustomerLine",
    {
        "grade": 'str',
        "id": 'int',
        "kind": 'str',
        "name": 'str',
        "number": 'str',
        "phone": 'str',
        "secrecy": 'str',
        "tags": 'list[str]',
        "unit": 'str',
    },
)

CustomerOut = TypedDict(
    "CustomerOut",
    {
        "contacts": 'list[ContactOut]',
        "covered": 'list[str]',
        "grade": 'str',
        "id": 'int',
        "kind": 'str',
        "name": 'str',
        "note": 'str',
        "number": 'str',
        "phone": 'str',
        "secrecy": 'str',
        "tags": 'list[str]',
        "unit": 'str',
    },
)

CustomersContact = TypedDict(
    "CustomersContact",
    {
        "channel": 'Literal["phone", "wechat", "mail", "visit"]',
        "name": 'str',
        "phone": 'NotRequired[str | None]',
    },
)

CustomersContactChange = TypedDict(
    "CustomersContactChange",
    {
        "channel": 'NotRequired[Literal["phone", "wechat", "mail", "visit"] | None]',
        "name": 'NotRequired[str | None]',
        "phone": 'NotRequired[str | None | None]',
    },
)

CustomersContract = TypedDict(
    "CustomersContract",
    {
        "begins": 'str',
        "ends": 'NotRequired[str | None]',
        "note": 'NotRequired[str | None]',
        "owner": 'str',
        "reference": 'NotRequired[str | None]',
        "remind_days": 'NotRequired[int | None]',
        "secrecy": 'Literal["ordinary", "secret", "top"]',
        "title": 'str',
    },
)

CustomersCustomer = TypedDict(
    "CustomersCustomer",
    {
        "grade": 'Literal["ordinary", "important", "vip"]',
        "kind": 'Literal["person", "company"]',
        "name": 'str',
        "note": 'NotRequired[str | None]',
        "phone": 'NotRequired[str | None]',
        "secrecy": 'NotRequired[Literal["ordinary", "secret", "top"] | None]',
        "tags": 'NotRequired[str | None]',
        "unit": 'NotRequired[str | None]',
    },
)

CustomersCustomerChange = TypedDict(
    "CustomersCustomerChange",
    {
        "grade": 'NotRequired[Literal["ordinary", "important", "vip"] | None]',
        "kind": 'NotRequired[Literal["person", "company"] | None]',
        "name": 'NotRequired[str | None]',
        "note": 'NotRequired[str | None | None]',
        "phone": 'NotRequired[str | None | None]',
        "secrecy": 'NotRequired[Literal["ordinary", "secret", "top"] | None | None]',
        "tags": 'NotRequired[str | None | None]',
        "unit": 'NotRequired[str | None | None]',
    },
)

CustomersPlan = TypedDict(
    "CustomersPlan",
    {
        "member": 'str',
        "planned_on": 'str',
        "purpose": 'NotRequired[str | None]',
    },
)

Day = TypedDict(
    "Day",
    {
        "day": 'str',
        "team": 'str | None',
    },
)

Deed = TypedDict(
    "Deed",
    {
        "details": 'NotRequired[dict[str, str | int | float | bool | None]]',
        "happened_at": 'NotRequired[str | None]',
    },
)

Done = TypedDict(
    "Done",
    {
        "counted": 'NotRequired[dict[str, int]]',
        "done_at": 'NotRequired[str | None]',
        "evidence": 'NotRequired[str | None]',
    },
)

Draft = TypedDict(
    "Draft",
    {
        "situation": 'NotRequired[str]',
        "text": 'str',
    },
)

DraftLine = TypedDict(
    "DraftLine",
    {
        "by": 'str',
        "changed_at": 'str',
        "file_name": 'str',
        "id": 'int',
    },
)

DraftOut = TypedDict(
    "DraftOut",
    {
        "checked": 'Checked',
        "file_name": 'str',
        "id": 'int',
        "revision": 'int',
        "text": 'str',
    },
)

DutyOut = TypedDict(
    "DutyOut",
    {
        "about": 'str',
        "clause": 'ClauseRef',
        "due_at": 'str | None',
        "duty": 'str',
        "ended_at": 'str | None',
        "id": 'int',
        "late": 'bool',
        "opened_at": 'str',
        "owed_by": 'str',
        "owner": 'str | None',
        "state": 'str',
        "why": 'str',
    },
)

EnforcementReason = TypedDict(
    "EnforcementReason",
    {
        "reason": 'str',
    },
)

Entry = TypedDict(
    "Entry",
    {
        "about": 'str',
        "amount": 'str',
        "balance": 'str',
        "clause": 'str',
        "countered_by": 'int | None',
        "fact": 'int',
        "happened_at": 'str',
        "id": 'int',
        "other": 'str',
        "regulation": 'str',
        "unit": 'str',
        "why": 'str',
    },
)

EntryLine = TypedDict(
    "EntryLine",
    {
        "cells": 'list[list[Any]]',
        "happened_at": 'str',
        "number": 'int',
        "printed": 'str',
        "who": 'str',
    },
)

EntryOut = TypedDict(
    "EntryOut",
    {
        "absent": 'list[str]',
        "fields": 'list[list[Any]]',
        "figures": 'list[list[Any]]',
        "happened_at": 'str',
        "number": 'int',
        "open": 'list[str]',
        "printed": 'str',
        "recorded_at": 'str',
        "signed": 'list[SignatureOut]',
        "struck": 'bool',
        "who": 'str',
    },
)

Event = TypedDict(
    "Event",
    {
        "happened_at": 'str',
        "is_corrected": 'bool',
        "is_note": 'bool',
        "number": 'int',
        "quotes": 'list[str]',
        "recorded_at": 'str',
        "remarks": 'list[list[Any]]',
        "title": 'str',
        "who": 'str',
    },
)

FactOut = TypedDict(
    "FactOut",
    {
        "about": 'str',
        "actor": 'str',
        "corrected_by": 'int | None',
        "corrects": 'int | None',
        "details": 'dict[str, str | int | float | bool | None]',
        "happened_at": 'str',
        "kind": 'str',
        "label": 'str',
        "number": 'int',
        "recorded_at": 'str',
    },
)

FaultOut = TypedDict(
    "FaultOut",
    {
        "line": 'int',
        "mend": 'str',
        "severity": 'str',
        "what": 'str',
    },
)

FileOut = TypedDict(
    "FileOut",
    {
        "kept_at": 'str',
        "key": 'str',
        "name": 'str',
        "page": 'str',
        "size": 'int',
        "sort": 'str',
    },
)

FilledForm = TypedDict(
    "FilledForm",
    {
        "details": 'NotRequired[dict[str, str | int | float | bool | None]]',
        "happened_at": 'NotRequired[str | None]',
        "incomplete": 'NotRequired[bool]',
        "kind": 'NotRequired[str | None]',
    },
)

FindingOut = TypedDict(
    "FindingOut",
    {
        "found_at": 'str',
        "id": 'int',
        "text": 'str',
    },
)

Finish = TypedDict(
    "Finish",
    {
        "counted": 'NotRequired[dict[str, int]]',
        "done_at": 'NotRequired[str | None]',
        "evidence": 'NotRequired[str]',
    },
)

Found = TypedDict(
    "Found",
    {
        "details": 'NotRequired[dict[str, str | int | float | bool | None]]',
        "happened_at": 'NotRequired[str | None]',
        "kind": 'str',
        "line": 'NotRequired[str]',
        "round": 'NotRequired[int | None]',
    },
)

FromLibrary = TypedDict(
    "FromLibrary",
    {
        "in_force": 'NotRequired[str | None]',
        "name": 'str',
    },
)

FullClause = TypedDict(
    "FullClause",
    {
        "address": 'str',
        "number": 'str',
        "page": 'str',
        "regulation": 'str',
        "text": 'str',
        "title": 'str',
    },
)

Granted = TypedDict(
    "Granted",
    {
        "granted": 'int',
        "refused": 'dict[str, str]',
    },
)

HandoverLine = TypedDict(
    "HandoverLine",
    {
        "ended_at": 'str | None',
        "given_at": 'str | None',
        "id": 'int',
        "incoming": 'str',
        "kind": 'str',
        "opened_at": 'str',
        "outgoing": 'str',
        "state": 'str',
    },
)

HandoverOut = TypedDict(
    "HandoverOut",
    {
        "blocked": 'str',
        "digest": 'str',
        "id": 'int',
        "incoming": 'str',
        "items": 'list[ItemOut]',
        "kind": 'str',
        "outgoing": 'str',
        "state": 'str',
    },
)

HeldPost = TypedDict(
    "HeldPost",
    {
        "id": 'int',
        "is_current": 'bool',
        "post": 'str',
        "since": 'str',
        "team": 'str',
        "until": 'str | None',
    },
)

HintOut = TypedDict(
    "HintOut",
    {
        "clause": 'str',
        "code": 'str',
        "examples": 'list[str]',
        "times": 'int',
        "words": 'str',
    },
)

HintsOut = TypedDict(
    "HintsOut",
    {
        "hints": 'list[HintOut]',
        "refused": 'str',
    },
)

ImportOut = TypedDict(
    "ImportOut",
    {
        "committed_row": 'int',
        "faulty": 'int',
        "file_name": 'str',
        "id": 'int',
        "opened": 'int',
        "repeated": 'int',
        "source": 'str',
        "started_at": 'str',
        "state": 'str',
        "why_stopped": 'str',
    },
)

ItemOut = TypedDict(
    "ItemOut",
    {
        "answer": 'str',
        "counted": 'str | None',
        "due_at": 'str | None',
        "goes": 'bool',
        "important": 'bool',
        "note": 'str',
        "recounted": 'str | None',
        "ref": 'str',
        "remark": 'str',
        "sort": 'str',
        "text": 'str',
        "unit": 'str',
    },
)

KindOut = TypedDict(
    "KindOut",
    {
        "details": 'dict[str, str]',
        "form": 'NotRequired[str | None]',
        "kind": 'str',
        "label": 'str',
    },
)

LineOut = TypedDict(
    "LineOut",
    {
        "at": 'str | None',
        "group": 'str',
        "key": 'str',
        "note": 'str',
        "result": 'str',
        "text": 'str',
        "who": 'str',
    },
)

Look = TypedDict(
    "Look",
    {
        "done_at": 'NotRequired[str | None]',
        "line": 'str',
        "note": 'NotRequired[str]',
        "result": 'str',
        "scanned": 'NotRequired[str]',
    },
)

LookOut = TypedDict(
    "LookOut",
    {
        "at": 'str',
        "how": 'str',
        "member": 'str',
        "reason": 'str',
        "record": 'str',
        "subject": 'str',
    },
)

Made = TypedDict(
    "Made",
    {
        "id": 'int',
    },
)

Me = TypedDict(
    "Me",
    {
        "email": 'str',
        "key": 'str',
        "language": 'str',
        "name": 'str',
        "permissions": 'list[str]',
        "phone": 'str',
        "posts": 'list[str]',
        "scopes": 'list[str] | None',
    },
)

MeetingLine = TypedDict(
    "MeetingLine",
    {
        "begins_at": 'str',
        "called": 'int',
        "chair": 'str',
        "confidential": 'bool',
        "id": 'int',
        "place": 'str',
        "state": 'str',
        "title": 'str',
    },
)

MeetingOut = TypedDict(
    "MeetingOut",
    {
        "agenda": 'list[str]',
        "attendees": 'dict[str, str]',
        "begins_at": 'str',
        "chair": 'str',
        "id": 'int',
        "minutes": 'str',
        "place": 'str',
        "recorder": 'str',
        "state": 'str',
        "title": 'str',
        "version": 'int',
    },
)

MemberOut = TypedDict(
    "MemberOut",
    {
        "is_active": 'bool',
        "key": 'str',
        "name": 'str',
        "phone": 'str',
        "posts": 'list[str]',
        "substitute": 'str',
        "superior": 'str',
        "team": 'str',
    },
)

MinutesBody = TypedDict(
    "MinutesBody",
    {
        "text": 'str',
    },
)

MissingDetails = TypedDict(
    "MissingDetails",
    {
        "details": 'dict[str, str | int | float | bool | None]',
    },
)

Named = TypedDict(
    "Named",
    {
        "key": 'str',
        "name": 'str',
    },
)

NewFact = TypedDict(
    "NewFact",
    {
        "about": 'NotRequired[str | None]',
        "details": 'NotRequired[dict[str, str | int | float | bool | None]]',
        "form": 'NotRequired[str | None]',
        "happened_at": 'NotRequired[str | None]',
        "kind": 'str',
    },
)

NewSheet = TypedDict(
    "NewSheet",
    {
        "obligation": 'NotRequired[int | None]',
        "since": 'str',
        "sort": 'str',
        "title": 'str',
        "until": 'str',
        "whole_team": 'NotRequired[bool]',
    },
)

Note = TypedDict(
    "Note",
    {
        "goes": 'NotRequired[bool]',
        "important": 'NotRequired[bool]',
        "note": 'NotRequired[str]',
        "ref": 'str',
        "sort": 'str',
    },
)

NoticeLine = TypedDict(
    "NoticeLine",
    {
        "id": 'int',
        "issued_at": 'str',
        "issued_by": 'str',
        "must_confirm": 'bool',
        "read": 'bool',
        "state": 'str',
        "title": 'str',
        "valid_from": 'str',
        "valid_until": 'str | None',
    },
)

NoticeOut = TypedDict(
    "NoticeOut",
    {
        "id": 'int',
        "issued_at": 'str',
        "must_confirm": 'bool',
        "text": 'str',
        "title": 'str',
        "valid_from": 'str',
        "valid_until": 'str | None',
    },
)

OfVersion = TypedDict(
    "OfVersion",
    {
        "mend": 'NotRequired[bool]',
        "number": 'NotRequired[int | None]',
        "regulation": 'str',
    },
)

OfficeMeeting = TypedDict(
    "OfficeMeeting",
    {
        "agenda": 'NotRequired[str | None]',
        "begins_at": 'str',
        "belongs": 'NotRequired[str | None]',
        "called": 'NotRequired[list[str] | None]',
        "chair": 'str',
        "confidential": 'NotRequired[bool]',
        "place": 'NotRequired[str | None]',
        "recorder": 'str',
        "title": 'str',
    },
)

OfficeNotice = TypedDict(
    "OfficeNotice",
    {
        "belongs": 'NotRequired[str | None]',
        "confirm_by": 'NotRequired[str | None]',
        "details": 'NotRequired[Deed | None]',
        "everybody": 'NotRequired[bool]',
        "for_customers": 'NotRequired[bool]',
        "must_confirm": 'NotRequired[bool]',
        "posts": 'NotRequired[list[str] | None]',
        "teams": 'NotRequired[list[str] | None]',
        "text": 'str',
        "title": 'str',
        "valid_from": 'str',
        "valid_until": 'NotRequired[str | None]',
    },
)

OfficeResolution = TypedDict(
    "OfficeResolution",
    {
        "due_on": 'NotRequired[str | None]',
        "owner": 'str',
        "text": 'str',
    },
)

Opened = TypedDict(
    "Opened",
    {
        "number": 'str',
        "outcome": 'OutcomeOut',
    },
)

OutcomeOut = TypedDict(
    "OutcomeOut",
    {
        "asked": 'list[Asked]',
        "fact": 'int | None',
        "met": 'list[DutyOut]',
        "moved": 'list[TransferOut]',
        "opened": 'list[DutyOut]',
        "repeated": 'bool',
        "waits_for": 'int | None',
    },
)

PageCaseLine = TypedDict(
    "PageCaseLine",
    {
        "items": 'list[CaseLine]',
        "next": 'NotRequired[str | None]',
    },
)

PageCountedOut = TypedDict(
    "PageCountedOut",
    {
        "items": 'list[CountedOut]',
        "next": 'NotRequired[str | None]',
    },
)

PageCustomerLine = TypedDict(
    "PageCustomerLine",
    {
        "items": 'list[CustomerLine]',
        "next": 'NotRequired[str | None]',
    },
)

PageDutyOut = TypedDict(
    "PageDutyOut",
    {
        "items": 'list[DutyOut]',
        "next": 'NotRequired[str | None]',
    },
)

PageEntryLine = TypedDict(
    "PageEntryLine",
    {
        "items": 'list[EntryLine]',
        "next": 'NotRequired[str | None]',
    },
)

PageEvent = TypedDict(
    "PageEvent",
    {
        "items": 'list[Event]',
        "next": 'NotRequired[str | None]',
    },
)

PageFactOut = TypedDict(
    "PageFactOut",
    {
        "items": 'list[FactOut]',
        "next": 'NotRequired[str | None]',
    },
)

PageFindingOut = TypedDict(
    "PageFindingOut",
    {
        "items": 'list[FindingOut]',
        "next": 'NotRequired[str | None]',
    },
)

PageHandoverLine = TypedDict(
    "PageHandoverLine",
    {
        "items": 'list[HandoverLine]',
        "next": 'NotRequired[str | None]',
    },
)

PageLookOut = TypedDict(
    "PageLookOut",
    {
        "items": 'list[LookOut]',
        "next": 'NotRequired[str | None]',
    },
)

PageMeetingLine = TypedDict(
    "PageMeetingLine",
    {
        "items": 'list[MeetingLine]',
        "next": 'NotRequired[str | None]',
    },
)

PageNoticeLine = TypedDict(
    "PageNoticeLine",
    {
        "items": 'list[NoticeLine]',
        "next": 'NotRequired[str | None]',
    },
)

PageRequestOut = TypedDict(
    "PageRequestOut",
    {
        "items": 'list[RequestOut]',
        "next": 'NotRequired[str | None]',
    },
)

PageTargetOut = TypedDict(
    "PageTargetOut",
    {
        "items": 'list[TargetOut]',
        "next": 'NotRequired[str | None]',
    },
)

PeopleAddMember = TypedDict(
    "PeopleAddMember",
    {
        "email": 'NotRequired[str | None]',
        "key": 'str',
        "name": 'str',
        "password": 'NotRequired[str | None]',
        "phone": 'NotRequired[str | None]',
        "post": 'NotRequired[str | None]',
        "since": 'str',
        "superior": 'NotRequired[str | None]',
        "team": 'NotRequired[str | None]',
    },
)

PeopleAddPart = TypedDict(
    "PeopleAddPart",
    {
        "department": 'NotRequired[str | None]',
        "key": 'str',
        "name": 'str',
        "part": 'Literal["post", "team", "department"]',
    },
)

PeopleAppoint = TypedDict(
    "PeopleAppoint",
    {
        "post": 'str',
        "since": 'str',
        "team": 'NotRequired[str | None]',
        "until": 'NotRequired[str | None]',
    },
)

PeopleAppointTo = TypedDict(
    "PeopleAppointTo",
    {
        "member": 'str',
        "since": 'str',
        "team": 'NotRequired[str | None]',
    },
)

PeopleContact = TypedDict(
    "PeopleContact",
    {
        "email": 'NotRequired[str | None]',
        "phone": 'NotRequired[str | None]',
    },
)

PeopleEnd = TypedDict(
    "PeopleEnd",
    {
        "until": 'str',
    },
)

PeopleGrant = TypedDict(
    "PeopleGrant",
    {
        "permission": 'NotRequired[list[Literal["cases.work", "cases.view_all", "regulations.adopt", "ledger.view_all", "facts.record", "people.manage", "approvals.override", "obligations.excuse", "webhooks.manage"]] | None]',
    },
)

PeopleLanguage = TypedDict(
    "PeopleLanguage",
    {
        "language": 'Literal["zh-hans", "en"]',
    },
)

PeopleSubstitute = TypedDict(
    "PeopleSubstitute",
    {
        "since": 'str',
        "substitute": 'str',
        "until": 'NotRequired[str | None]',
    },
)

PeopleSuperior = TypedDict(
    "PeopleSuperior",
    {
        "since": 'str',
        "superior": 'str',
    },
)

PostOut = TypedDict(
    "PostOut",
    {
        "holders": 'list[str]',
        "key": 'str',
        "name": 'str',
        "permissions": 'list[str]',
    },
)

Prepare = TypedDict(
    "Prepare",
    {
        "counted": 'NotRequired[list[Counted]]',
        "details": 'NotRequired[dict[str, str | int | float | bool | None]]',
        "notes": 'NotRequired[list[Note]]',
        "said": 'NotRequired[list[Said]]',
        "sign": 'NotRequired[bool]',
    },
)

Problem = TypedDict(
    "Problem",
    {
        "clause": 'NotRequired[Clause | None]',
        "detail": 'str',
        "fields": 'NotRequired[dict[str, list[str]] | None]',
        "rule": 'NotRequired[str | None]',
        "scope": 'NotRequired[str | None]',
        "status": 'int',
        "steps": 'NotRequired[list[str] | None]',
        "title": 'str',
        "type": 'str',
    },
)

Readings = TypedDict(
    "Readings",
    {
        "chosen": 'dict[str, str]',
        "revision": 'int',
    },
)

Reason = TypedDict(
    "Reason",
    {
        "reason": 'str',
    },
)

RegisterOut = TypedDict(
    "RegisterOut",
    {
        "clause": 'str',
        "fields": 'list[str]',
        "kinds": 'list[str]',
        "regulation": 'str',
        "rule": 'str',
        "title": 'str',
    },
)

RegulationsExceptionalDay = TypedDict(
    "RegulationsExceptionalDay",
    {
        "day": 'str',
        "hours": 'NotRequired[str | None]',
        "name": 'str',
        "opening": 'Literal["closed", "working day", "hours"]',
        "team": 'NotRequired[str | None]',
    },
)

RequestOut = TypedDict(
    "RequestOut",
    {
        "acting_for": 'str',
        "clause": 'str',
        "details": 'list[list[Any]]',
        "ended_at": 'str | None',
        "expires_at": 'str | None',
        "id": 'int',
        "in_person": 'bool',
        "label": 'str',
        "matter": 'str',
        "opened_at": 'str',
        "proposer": 'str',
        "regulation": 'str',
        "state": 'str',
        "tier": 'int',
        "tiers": 'list[list[str]]',
        "why": 'str',
    },
)

RoundOut = TypedDict(
    "RoundOut",
    {
        "counted": 'dict[str, int]',
        "duty": 'DutyOut',
        "lines": 'list[LineOut]',
        "reviews": 'list[int]',
        "wants_photo": 'bool',
        "ways": 'list[str]',
    },
)

RowsAskableOut = TypedDict(
    "RowsAskableOut",
    {
        "items": 'list[AskableOut]',
    },
)

RowsAskingOut = TypedDict(
    "RowsAskingOut",
    {
        "items": 'list[AskingOut]',
    },
)

RowsBalance = TypedDict(
    "RowsBalance",
    {
        "items": 'list[Balance]',
    },
)

RowsCategoryOut = TypedDict(
    "RowsCategoryOut",
    {
        "items": 'list[CategoryOut]',
    },
)

RowsClauseOut = TypedDict(
    "RowsClauseOut",
    {
        "items": 'list[ClauseOut]',
    },
)

RowsContractOut = TypedDict(
    "RowsContractOut",
    {
        "items": 'list[ContractOut]',
    },
)

RowsCustomerLine = TypedDict(
    "RowsCustomerLine",
    {
        "items": 'list[CustomerLine]',
    },
)

RowsDraftLine = TypedDict(
    "RowsDraftLine",
    {
        "items": 'list[DraftLine]',
    },
)

RowsDutyOut = TypedDict(
    "RowsDutyOut",
    {
        "items": 'list[DutyOut]',
    },
)

RowsEntry = TypedDict(
    "RowsEntry",
    {
        "items": 'list[Entry]',
    },
)

RowsHeldPost = TypedDict(
    "RowsHeldPost",
    {
        "items": 'list[HeldPost]',
    },
)

RowsKindOut = TypedDict(
    "RowsKindOut",
    {
        "items": 'list[KindOut]',
    },
)

RowsMemberOut = TypedDict(
    "RowsMemberOut",
    {
        "items": 'list[MemberOut]',
    },
)

RowsNamed = TypedDict(
    "RowsNamed",
    {
        "items": 'list[Named]',
    },
)

RowsOutcomeOut = TypedDict(
    "RowsOutcomeOut",
    {
        "items": 'list[OutcomeOut]',
    },
)

RowsPostOut = TypedDict(
    "RowsPostOut",
    {
        "items": 'list[PostOut]',
    },
)

RowsRegisterOut = TypedDict(
    "RowsRegisterOut",
    {
        "items": 'list[RegisterOut]',
    },
)

RowsRuleOut = TypedDict(
    "RowsRuleOut",
    {
        "items": 'list[RuleOut]',
    },
)

RowsTokenOut = TypedDict(
    "RowsTokenOut",
    {
        "items": 'list[TokenOut]',
    },
)

RowsTransferOut = TypedDict(
    "RowsTransferOut",
    {
        "items": 'list[TransferOut]',
    },
)

RowsVersionOut = TypedDict(
    "RowsVersionOut",
    {
        "items": 'list[VersionOut]',
    },
)

RuleOut = TypedDict(
    "RuleOut",
    {
        "clause": 'str',
        "definition": 'dict[str, Any]',
        "kind": 'str',
        "rule": 'str',
        "title": 'str',
    },
)

Said = TypedDict(
    "Said",
    {
        "important": 'NotRequired[bool]',
        "text": 'str',
    },
)

Sections = TypedDict(
    "Sections",
    {
        "done_at": 'NotRequired[str | None]',
        "sections": 'dict[str, str]',
    },
)

SendBack = TypedDict(
    "SendBack",
    {
        "reason": 'str',
        "work": 'int',
    },
)

Settled = TypedDict(
    "Settled",
    {
        "key": 'str',
    },
)

Several = TypedDict(
    "Several",
    {
        "requests": 'list[Chosen]',
    },
)

SheetOut = TypedDict(
    "SheetOut",
    {
        "author": 'str',
        "id": 'int',
        "since": 'str',
        "sort": 'str',
        "state": 'str',
        "title": 'str',
        "until": 'str',
    },
)

SignatureOut = TypedDict(
    "SignatureOut",
    {
        "at": 'str',
        "label": 'str',
        "signer": 'str',
        "slot": 'str',
        "standing": 'str',
    },
)

Signing = TypedDict(
    "Signing",
    {
        "name": 'NotRequired[str]',
        "slot": 'NotRequired[str]',
        "strokes": 'NotRequired[str]',
    },
)

SignoffDecision = TypedDict(
    "SignoffDecision",
    {
        "comment": 'NotRequired[str | None]',
        "tier": 'int',
        "verdict": 'Literal["granted", "refused"]',
    },
)

SignoffWithdraw = TypedDict(
    "SignoffWithdraw",
    {
        "reason": 'NotRequired[str | None]',
    },
)

Source = TypedDict(
    "Source",
    {
        "file_name": 'str',
        "sha256": 'str',
        "text": 'str',
    },
)

StepOut = TypedDict(
    "StepOut",
    {
        "code": 'str',
        "sentence": 'str',
        "values": 'dict[str, Any]',
    },
)

Table = TypedDict(
    "Table",
    {
        "csv": 'str',
        "name": 'str',
    },
)

Take = TypedDict(
    "Take",
    {
        "answers": 'NotRequired[list[Answer]]',
        "details": 'NotRequired[dict[str, str | int | float | bool | None]]',
        "digest": 'str',
        "object": 'NotRequired[bool]',
        "reason": 'NotRequired[str]',
        "sign": 'NotRequired[bool]',
    },
)

Taken = TypedDict(
    "Taken",
    {
        "number": 'str',
        "outcome": 'OutcomeOut',
        "state": 'str | None',
    },
)

TargetOut = TypedDict(
    "TargetOut",
    {
        "clause": 'str',
        "met": 'bool | None',
        "regulation": 'str',
        "rule": 'str',
        "since": 'str',
        "threshold": 'str',
        "title": 'str',
        "until": 'str',
        "value": 'str',
    },
)

Text = TypedDict(
    "Text",
    {
        "file_name": 'NotRequired[str]',
        "text": 'str',
    },
)

ToTell = TypedDict(
    "ToTell",
    {
        "details": 'NotRequired[dict[str, str]]',
        "fields": 'NotRequired[list[str]]',
        "identity": 'NotRequired[str | None]',
        "identity_how": 'NotRequired[str | None]',
        "reason": 'str',
        "recipient": 'NotRequired[str]',
        "second": 'NotRequired[str | None]',
    },
)

TokenOut = TypedDict(
    "TokenOut",
    {
        "expires_at": 'str',
        "id": 'int',
        "last_used_at": 'str | None',
        "made_at": 'str',
        "name": 'str',
        "prefix": 'str',
        "scopes": 'list[str]',
        "state": 'str',
    },
)

TransferOut = TypedDict(
    "TransferOut",
    {
        "about": 'str',
        "amount": 'str',
        "clause": 'ClauseRef',
        "happened_at": 'str',
        "id": 'int',
        "payee": 'str',
        "payer": 'str',
        "period": 'str',
        "unit": 'str',
        "why": 'str',
    },
)

VersionOut = TypedDict(
    "VersionOut",
    {
        "adopted_at": 'str',
        "adopted_by": 'str',
        "ended": 'str | None',
        "in_force": 'str',
        "number": 'int',
        "regulation": 'str',
        "sha256": 'str',
        "state": 'str',
        "title": 'str',
    },
)

Wanted = TypedDict(
    "Wanted",
    {
        "details": 'NotRequired[dict[str, str]]',
        "fields": 'NotRequired[list[str]]',
        "identity": 'NotRequired[str | None]',
        "identity_how": 'NotRequired[str | None]',
        "reason": 'str',
        "second": 'NotRequired[str | None]',
    },
)

WeekBody = TypedDict(
    "WeekBody",
    {
        "fri": 'NotRequired[list[str]]',
        "in_force": 'str',
        "mon": 'NotRequired[list[str]]',
        "sat": 'NotRequired[list[str]]',
        "sun": 'NotRequired[list[str]]',
        "team": 'NotRequired[str | None]',
        "thu": 'NotRequired[list[str]]',
        "tue": 'NotRequired[list[str]]',
        "wed": 'NotRequired[list[str]]',
    },
)

Why = TypedDict(
    "Why",
    {
        "why": 'NotRequired[str]',
    },
)

WhyOut = TypedDict(
    "WhyOut",
    {
        "clause": 'FullClause',
        "fact": 'FactOut',
        "in_force": 'str',
        "reading": 'str',
        "rule": 'str',
        "rule_title": 'str',
        "steps": 'list[StepOut]',
        "version": 'int',
    },
)

WithReason = TypedDict(
    "WithReason",
    {
        "reason": 'str',
    },
)


class Access:
    """Operations on access."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def askings(
        self,
        *,
        waiting: bool | None = None,
    ) -> RowsAskingOut:
        """List what you asked for, or with ``waiting`` what waits for you as the second person."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/access/askings",
            query={"waiting": waiting},
        )

    def refuse_second(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Why],
    ) -> AskingOut:
        """Refuse to be the second person."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/access/askings/{quote(str(pk), safe='')}/refuse",
            body=body,
            key=idempotency_key,
        )

    def be_second(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> AskingOut:
        """Agree as the second person."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/access/askings/{quote(str(pk), safe='')}/second",
            key=idempotency_key,
        )

    def take_back(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> AskingOut:
        """Take your own asking back, or cover again what was revealed."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/access/askings/{quote(str(pk), safe='')}/take-back",
            key=idempotency_key,
        )

    def disclose(
        self,
        record: int | str,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[ToTell],
    ) -> AskingOut:
        """Ask to tell somebody what is on record."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/access/disclose/{quote(str(record), safe='')}/{quote(str(key), safe='')}",
            body=body,
            key=idempotency_key,
        )

    def export_file(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Table:
        """Hand a granted export out, once, to whoever asked for it."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/access/exports/{quote(str(pk), safe='')}/file",
            key=idempotency_key,
        )

    def export(
        self,
        record: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Wanted],
    ) -> AskingOut:
        """Ask to export every record of a kind, as far as it may be seen."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/access/exports/{quote(str(record), safe='')}",
            body=body,
            key=idempotency_key,
        )

    def looks(
        self,
        *,
        q: str | None = None,
    ) -> Iterator[LookOut]:
        """List who looked at what, the latest first."""
        yield from self._transport.pages("/api/v1/access/looks", {"q": q})

    def reveal(
        self,
        record: int | str,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Wanted],
    ) -> AskingOut:
        """Ask to see the covered fields of a record; once it is open, read the record again."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/access/reveal/{quote(str(record), safe='')}/{quote(str(key), safe='')}",
            body=body,
            key=idempotency_key,
        )


class Approvals:
    """Operations on approvals."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        which: Literal["waiting", "asked", "decided"] | None = None,
        q: str | None = None,
    ) -> Iterator[RequestOut]:
        """List what waits for your signature, what you asked for, or what you decided."""
        yield from self._transport.pages("/api/v1/approvals", {"which": which, "q": q})

    def ask(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Asking],
    ) -> OutcomeOut:
        """Propose a fact that a rule lets wait for signatures."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/approvals",
            body=body,
            key=idempotency_key,
        )

    def kinds(
        self,
    ) -> RowsAskableOut:
        """List everything the rules in force let wait for signatures."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/approvals/kinds",
        )

    def together(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Several],
    ) -> Granted:
        """Grant several requests; one that cannot be leaves the others granted."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/approvals/together",
            body=body,
            key=idempotency_key,
        )

    def show(
        self,
        pk: int | str,
        /,
    ) -> RequestOut:
        """Show one request."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/approvals/{quote(str(pk), safe='')}",
        )

    def decide(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[SignoffDecision],
    ) -> OutcomeOut:
        """Sign the tier you saw, or refuse to; 409 if it was decided meanwhile."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/approvals/{quote(str(pk), safe='')}/decide",
            body=body,
            key=idempotency_key,
        )

    def withdraw(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[SignoffWithdraw],
    ) -> OutcomeOut:
        """Take your own request back."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/approvals/{quote(str(pk), safe='')}/withdraw",
            body=body,
            key=idempotency_key,
        )


class Cases:
    """Operations on cases."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        state: Literal["unsettled", "open", "forwarded", "paused", "resolved", "closed", "merged"] | None = None,
        case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"] | None = None,
        severity: Literal["minor", "general", "major"] | None = None,
        whose: Literal["mine", "team"] | None = None,
        department: str | None = None,
        category: int | None = None,
        customer: int | None = None,
        since: str | None = None,
        until: str | None = None,
        late: bool | None = None,
        q: str | None = None,
        sort: Literal["-opened_at", "opened_at"] | None = None,
        limit: int | None = None,
    ) -> Iterator[CaseLine]:
        """List the cases open to you; ``q`` begins a number, a reference or a customer's name."""
        yield from self._transport.pages("/api/v1/cases", {"state": state, "case_type": case_type, "severity": severity, "whose": whose, "department": department, "category": category, "customer": customer, "since": since, "until": until, "late": late, "q": q, "sort": sort, "limit": limit})

    def open(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesNewCase],
    ) -> Opened:
        """Open a case, with a known customer or a new one."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/cases",
            body=body,
            key=idempotency_key,
        )

    def categories(
        self,
    ) -> RowsCategoryOut:
        """List the categories of every type."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/cases/categories",
        )

    def add_category(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesAddCategory],
    ) -> Made:
        """Add a category to the tree."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/cases/categories",
            body=body,
            key=idempotency_key,
        )

    def rename_category(
        self,
        pk: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[CasesRenameCategory],
    ) -> Made:
        """Give a category another name; facts recorded before keep the name it had."""
        return self._transport.call(  # type: ignore[no-any-return]
            "PATCH",
            f"/api/v1/cases/categories/{quote(str(pk), safe='')}",
            body=body,
            if_match=if_match,
        )

    def import_(
        self,
        *,
        idempotency_key: str | None = None,
        **files: Any,
    ) -> ImportOut:
        """Begin to import a case book by its mapping; it runs in the background."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/cases/imports",
            files=files,
            key=idempotency_key,
        )

    def import_run(
        self,
        pk: int | str,
        /,
    ) -> ImportOut:
        """Show how far an import is."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/cases/imports/{quote(str(pk), safe='')}",
        )

    def show(
        self,
        number: int | str,
        /,
    ) -> CaseOut:
        """Show one case with what is owed in it and the steps you may take now."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/cases/{quote(str(number), safe='')}",
        )

    def assign(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesToMember],
    ) -> Taken:
        """Take the step “assign” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/assign",
            body=body,
            key=idempotency_key,
        )

    def assign_best(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesStep],
    ) -> Taken:
        """Take the step “assign-best” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/assign-best",
            body=body,
            key=idempotency_key,
        )

    def callback(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesCallback],
    ) -> Taken:
        """Take the step “callback” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/callback",
            body=body,
            key=idempotency_key,
        )

    def close(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesStep],
    ) -> Taken:
        """Take the step “close” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/close",
            body=body,
            key=idempotency_key,
        )

    def forward(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesForward],
    ) -> Taken:
        """Take the step “forward” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/forward",
            body=body,
            key=idempotency_key,
        )

    def hand_over(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesHandOver],
    ) -> Taken:
        """Take the step “hand-over” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/hand-over",
            body=body,
            key=idempotency_key,
        )

    def link(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesLink],
    ) -> Taken:
        """Take the step “link” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/link",
            body=body,
            key=idempotency_key,
        )

    def merge(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesMerge],
    ) -> Taken:
        """Take the step “merge” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/merge",
            body=body,
            key=idempotency_key,
        )

    def particulars(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesParticulars],
    ) -> Taken:
        """Take the step “particulars” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/particulars",
            body=body,
            key=idempotency_key,
        )

    def pause(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesReason],
    ) -> Taken:
        """Take the step “pause” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/pause",
            body=body,
            key=idempotency_key,
        )

    def reopen(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesReason],
    ) -> Taken:
        """Take the step “reopen” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/reopen",
            body=body,
            key=idempotency_key,
        )

    def resolve(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesResolve],
    ) -> Taken:
        """Take the step “resolve” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/resolve",
            body=body,
            key=idempotency_key,
        )

    def resume(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesStep],
    ) -> Taken:
        """Take the step “resume” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/resume",
            body=body,
            key=idempotency_key,
        )

    def severity(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesSeverity],
    ) -> Taken:
        """Take the step “severity” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/severity",
            body=body,
            key=idempotency_key,
        )

    def share(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesShare],
    ) -> Taken:
        """Take the step “share” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/share",
            body=body,
            key=idempotency_key,
        )

    def snooze(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesSnooze],
    ) -> Taken:
        """Take the step “snooze” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/snooze",
            body=body,
            key=idempotency_key,
        )

    def split(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesSplit],
    ) -> Taken:
        """Take the step “split” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/split",
            body=body,
            key=idempotency_key,
        )

    def tick(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesTick],
    ) -> Taken:
        """Take the step “tick” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/tick",
            body=body,
            key=idempotency_key,
        )

    def timeline(
        self,
        number: int | str,
        /,
        *,
        limit: int | None = None,
    ) -> Iterator[Event]:
        """List what happened in a case, newest first."""
        yield from self._transport.pages(f"/api/v1/cases/{quote(str(number), safe='')}/timeline", {"limit": limit})

    def write(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CasesWrite],
    ) -> Taken:
        """Take the step “write” with a case."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/cases/{quote(str(number), safe='')}/write",
            body=body,
            key=idempotency_key,
        )


class Customers:
    """Operations on customers."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        q: str | None = None,
        tag: str | None = None,
        limit: int | None = None,
    ) -> Iterator[CustomerLine]:
        """List customers, latest first; ``q`` begins a name, a unit or a number."""
        yield from self._transport.pages("/api/v1/customers", {"q": q, "tag": tag, "limit": limit})

    def create(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CustomersCustomer],
    ) -> CustomerOut:
        """Add a customer."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/customers",
            body=body,
            key=idempotency_key,
        )

    def same_phone(
        self,
        *,
        phone: str,
    ) -> RowsCustomerLine:
        """List the customers already known under a number, so that none is added twice."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/customers/same-phone",
            query={"phone": phone},
        )

    def show(
        self,
        pk: int | str,
        /,
    ) -> CustomerOut:
        """Show one customer; the ETag lets you change it only if it is still the same."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/customers/{quote(str(pk), safe='')}",
        )

    def change(
        self,
        pk: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[CustomersCustomerChange],
    ) -> CustomerOut:
        """Correct a customer's particulars; what is covered has to be revealed first."""
        return self._transport.call(  # type: ignore[no-any-return]
            "PATCH",
            f"/api/v1/customers/{quote(str(pk), safe='')}",
            body=body,
            if_match=if_match,
        )

    def add_contact(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CustomersContact],
    ) -> Made:
        """Add somebody who speaks for the customer."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/customers/{quote(str(pk), safe='')}/contacts",
            body=body,
            key=idempotency_key,
        )

    def change_contact(
        self,
        pk: int | str,
        contact: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[CustomersContactChange],
    ) -> Made:
        """Correct a contact; what is covered has to be revealed first."""
        return self._transport.call(  # type: ignore[no-any-return]
            "PATCH",
            f"/api/v1/customers/{quote(str(pk), safe='')}/contacts/{quote(str(contact), safe='')}",
            body=body,
            if_match=if_match,
        )

    def contracts(
        self,
        pk: int | str,
        /,
    ) -> RowsContractOut:
        """List a customer's contracts."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/customers/{quote(str(pk), safe='')}/contracts",
        )

    def add_contract(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CustomersContract],
    ) -> Made:
        """Enter a contract."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/customers/{quote(str(pk), safe='')}/contracts",
            body=body,
            key=idempotency_key,
        )

    def end_contract(
        self,
        pk: int | str,
        contract: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Made:
        """Settle a contract; nobody is reminded of it any more."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/customers/{quote(str(pk), safe='')}/contracts/{quote(str(contract), safe='')}/end",
            key=idempotency_key,
        )

    def plan_visit(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[CustomersPlan],
    ) -> Made:
        """Plan a visit."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/customers/{quote(str(pk), safe='')}/visits",
            body=body,
            key=idempotency_key,
        )

    def drop_visit(
        self,
        pk: int | str,
        visit: int | str,
        /,
        *,
        if_match: str | None = None,
    ) -> Made:
        """Drop a planned visit."""
        return self._transport.call(  # type: ignore[no-any-return]
            "DELETE",
            f"/api/v1/customers/{quote(str(pk), safe='')}/visits/{quote(str(visit), safe='')}",
            if_match=if_match,
        )


class Facts:
    """Operations on facts."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        about: str | None = None,
        kind: str | None = None,
        sort: Literal["-number", "number"] | None = None,
        limit: int | None = None,
    ) -> Iterator[FactOut]:
        """List recorded facts: of one matter, or what you recorded (all, if you may record facts)."""
        yield from self._transport.pages("/api/v1/facts", {"about": about, "kind": kind, "sort": sort, "limit": limit})

    def record(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[NewFact],
    ) -> OutcomeOut:
        """Record one fact of the vocabulary in force; you are told what follows from it."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/facts",
            body=body,
            key=idempotency_key,
        )

    def kinds(
        self,
    ) -> RowsKindOut:
        """List what may be recorded by hand under the regulations in force."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/facts/kinds",
        )

    def show(
        self,
        number: int | str,
        /,
    ) -> FactOut:
        """Show one recorded fact."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/facts/{quote(str(number), safe='')}",
        )

    def complete(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[MissingDetails],
    ) -> OutcomeOut:
        """Supply what rules still ask about a fact."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/facts/{quote(str(number), safe='')}/complete",
            body=body,
            key=idempotency_key,
        )

    def correct(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[EnforcementReason],
    ) -> OutcomeOut:
        """Take a fact back with everything that followed from it."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/facts/{quote(str(number), safe='')}/correct",
            body=body,
            key=idempotency_key,
        )


class Files:
    """Operations on files."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def keep(
        self,
        *,
        idempotency_key: str | None = None,
        **files: Any,
    ) -> FileOut:
        """Keep a file; one that nothing names is removed after a day."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/files",
            files=files,
            key=idempotency_key,
        )

    def show(
        self,
        key: int | str,
        /,
    ) -> FileOut:
        """Say what a file is, to whoever may read a matter that names it."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/files/{quote(str(key), safe='')}",
        )


class Handovers:
    """Operations on handovers."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        q: str | None = None,
    ) -> Iterator[HandoverLine]:
        """List handovers: first those still open, then those that ended, the latest first."""
        yield from self._transport.pages("/api/v1/handovers", {"q": q})

    def begin(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Begin],
    ) -> HandoverOut:
        """Begin to hand over; the answer is the list of what you hold."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/handovers",
            body=body,
            key=idempotency_key,
        )

    def show(
        self,
        pk: int | str,
        /,
    ) -> HandoverOut:
        """Show one handover."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/handovers/{quote(str(pk), safe='')}",
        )

    def prepare(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Prepare],
    ) -> HandoverOut:
        """Keep what the outgoing wrote, and sign it if that is asked."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/handovers/{quote(str(pk), safe='')}/prepare",
            body=body,
            key=idempotency_key,
        )

    def take(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Take],
    ) -> HandoverOut:
        """Keep what the incoming says to each item; sign it, or send it back."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/handovers/{quote(str(pk), safe='')}/take",
            body=body,
            key=idempotency_key,
        )

    def unclear(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Reason],
    ) -> OutcomeOut:
        """Record that something taken over turned out to be unclear."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/handovers/{quote(str(pk), safe='')}/unclear",
            body=body,
            key=idempotency_key,
        )

    def withdraw(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Reason],
    ) -> HandoverOut:
        """Give up your own handover before the incoming has signed."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/handovers/{quote(str(pk), safe='')}/withdraw",
            body=body,
            key=idempotency_key,
        )


class Knowledge:
    """Operations on knowledge."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def hints(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Draft],
    ) -> HintsOut:
        """Say what to mend in a text; the text goes no further."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/knowledge/hints",
            body=body,
            key=idempotency_key,
        )


class Ledger:
    """Operations on ledger."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def balances(
        self,
        *,
        member: str | None = None,
    ) -> RowsBalance:
        """List what a member (you, if none is named) received and paid, by month and unit."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/ledger/balances",
            query={"member": member},
        )

    def statement(
        self,
        period: int | str,
        /,
        *,
        member: str | None = None,
    ) -> RowsEntry:
        """List a member's entries of one month in order of time, with the running balance."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/ledger/statements/{quote(str(period), safe='')}",
            query={"member": member},
        )

    def of_fact(
        self,
        *,
        fact: int,
    ) -> RowsTransferOut:
        """List what a fact moved, as far as it is any business of yours."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/ledger/transfers",
            query={"fact": fact},
        )

    def transfer(
        self,
        pk: int | str,
        /,
    ) -> TransferOut:
        """Show one transfer."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/ledger/transfers/{quote(str(pk), safe='')}",
        )


class Members:
    """Operations on members."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
    ) -> RowsMemberOut:
        """List everybody by team."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/members",
        )

    def create(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleAddMember],
    ) -> Settled:
        """Add somebody, with a first post if one is named."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/members",
            body=body,
            key=idempotency_key,
        )

    def departments(
        self,
    ) -> RowsNamed:
        """List every department."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/members/departments",
        )

    def me(
        self,
    ) -> Me:
        """Say who you are and what you may do."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/members/me",
        )

    def my_return(
        self,
        *,
        idempotency_key: str | None = None,
    ) -> Settled:
        """End every substitution: you are back."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/members/me/back",
            key=idempotency_key,
        )

    def my_contact(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleContact],
    ) -> Settled:
        """Change how you are reached."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/members/me/contact",
            body=body,
            key=idempotency_key,
        )

    def my_language(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleLanguage],
    ) -> Settled:
        """Choose the language you read."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/members/me/language",
            body=body,
            key=idempotency_key,
        )

    def my_substitute(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleSubstitute],
    ) -> Settled:
        """Name who stands in for you."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/members/me/substitute",
            body=body,
            key=idempotency_key,
        )

    def appoint(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleAppoint],
    ) -> Settled:
        """Give a member a post."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/members/of/{quote(str(key), safe='')}/appoint",
            body=body,
            key=idempotency_key,
        )

    def close(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Settled:
        """Let somebody who left sign in no more; their tokens end as well."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/members/of/{quote(str(key), safe='')}/close",
            key=idempotency_key,
        )

    def posts_of(
        self,
        key: int | str,
        /,
    ) -> RowsHeldPost:
        """List the posts of a member, the latest first."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/members/of/{quote(str(key), safe='')}/posts",
        )

    def end(
        self,
        key: int | str,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleEnd],
    ) -> Settled:
        """End one of a member's posts."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/members/of/{quote(str(key), safe='')}/posts/{quote(str(pk), safe='')}/end",
            body=body,
            key=idempotency_key,
        )

    def set_superior(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleSuperior],
    ) -> Settled:
        """Say whom a member answers to."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/members/of/{quote(str(key), safe='')}/superior",
            body=body,
            key=idempotency_key,
        )

    def add_part(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleAddPart],
    ) -> Settled:
        """Add a post, a team or a department."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/members/parts",
            body=body,
            key=idempotency_key,
        )

    def posts(
        self,
    ) -> RowsPostOut:
        """List every post with its holders and permissions."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/members/posts",
        )

    def appoint_to(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[PeopleAppointTo],
    ) -> Settled:
        """Give a post to a member."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/members/posts/{quote(str(key), safe='')}/appoint",
            body=body,
            key=idempotency_key,
        )

    def set_grants(
        self,
        key: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[PeopleGrant],
    ) -> Settled:
        """Say what the holders of a post may do."""
        return self._transport.call(  # type: ignore[no-any-return]
            "PUT",
            f"/api/v1/members/posts/{quote(str(key), safe='')}/permissions",
            body=body,
            if_match=if_match,
        )

    def teams(
        self,
    ) -> RowsNamed:
        """List every team."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/members/teams",
        )

    def my_tokens(
        self,
    ) -> RowsTokenOut:
        """List your tokens."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/members/tokens",
        )

    def revoke_token(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Settled:
        """End a token at once."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/members/tokens/{quote(str(pk), safe='')}/revoke",
            key=idempotency_key,
        )


class Obligations:
    """Operations on obligations."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def mine(
        self,
        *,
        about: str | None = None,
        limit: int | None = None,
    ) -> Iterator[DutyOut]:
        """List what you owe, soonest first; with ``about`` everything owed or done in one matter."""
        yield from self._transport.pages("/api/v1/obligations", {"about": about, "limit": limit})

    def duty(
        self,
        pk: int | str,
        /,
    ) -> DutyOut:
        """Show one duty."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/obligations/{quote(str(pk), safe='')}",
        )

    def finish(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Done],
    ) -> OutcomeOut:
        """Record that a recurring duty was done, with what proves it."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/obligations/{quote(str(pk), safe='')}/done",
            body=body,
            key=idempotency_key,
        )

    def excuse(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[EnforcementReason],
    ) -> OutcomeOut:
        """Let somebody off a duty, for a reason."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/obligations/{quote(str(pk), safe='')}/excuse",
            body=body,
            key=idempotency_key,
        )

    def why_obligation(
        self,
        pk: int | str,
        /,
    ) -> WhyOut:
        """Say why somebody owes something by a time: clause, inputs, steps as data and sentences."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/why/obligations/{quote(str(pk), safe='')}",
        )

    def why_request(
        self,
        pk: int | str,
        /,
    ) -> WhyOut:
        """Say why something has to be signed."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/why/requests/{quote(str(pk), safe='')}",
        )

    def why_transfer(
        self,
        pk: int | str,
        /,
    ) -> WhyOut:
        """Say why points or money moved."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/why/transfers/{quote(str(pk), safe='')}",
        )


class Office:
    """Operations on office."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def meetings(
        self,
        *,
        q: str | None = None,
    ) -> Iterator[MeetingLine]:
        """List the meetings you may know of."""
        yield from self._transport.pages("/api/v1/office/meetings", {"q": q})

    def call(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[OfficeMeeting],
    ) -> Made:
        """Call a meeting; members are named by their keys."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/office/meetings",
            body=body,
            key=idempotency_key,
        )

    def meeting(
        self,
        pk: int | str,
        /,
    ) -> MeetingOut:
        """Show one meeting."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}",
        )

    def change(
        self,
        pk: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[OfficeMeeting],
    ) -> Made:
        """Change a meeting that was not held yet."""
        return self._transport.call(  # type: ignore[no-any-return]
            "PUT",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}",
            body=body,
            if_match=if_match,
        )

    def attendance(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Attendance],
    ) -> Made:
        """Take attendance; the meeting was held then."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}/attendance",
            body=body,
            key=idempotency_key,
        )

    def cancel(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Made:
        """Call a meeting off."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}/cancel",
            key=idempotency_key,
        )

    def file_minutes(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """File the minutes with what the meeting's rule asks for."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}/file",
            body=body,
            key=idempotency_key,
        )

    def minutes(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[MinutesBody],
    ) -> Made:
        """Keep the minutes as a new version."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}/minutes",
            body=body,
            key=idempotency_key,
        )

    def further(
        self,
        pk: int | str,
        kind: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """Record another fact about the meeting for which a rule waits."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}/record/{quote(str(kind), safe='')}",
            body=body,
            key=idempotency_key,
        )

    def resolve(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[OfficeResolution],
    ) -> Made:
        """Note a resolution."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}/resolutions",
            body=body,
            key=idempotency_key,
        )

    def strike(
        self,
        pk: int | str,
        number: int | str,
        /,
        *,
        if_match: str | None = None,
    ) -> Made:
        """Strike a resolution before the minutes are filed."""
        return self._transport.call(  # type: ignore[no-any-return]
            "DELETE",
            f"/api/v1/office/meetings/{quote(str(pk), safe='')}/resolutions/{quote(str(number), safe='')}",
            if_match=if_match,
        )

    def notices(
        self,
        *,
        q: str | None = None,
    ) -> Iterator[NoticeLine]:
        """List the notices you may read."""
        yield from self._transport.pages("/api/v1/office/notices", {"q": q})

    def issue(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[OfficeNotice],
    ) -> Made:
        """Issue a notice."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/office/notices",
            body=body,
            key=idempotency_key,
        )

    def notice(
        self,
        pk: int | str,
        /,
    ) -> NoticeOut:
        """Show one notice."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/office/notices/{quote(str(pk), safe='')}",
        )

    def confirm(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Made:
        """Confirm that you have read a notice."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/notices/{quote(str(pk), safe='')}/read",
            key=idempotency_key,
        )

    def withdraw(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[WithReason],
    ) -> Made:
        """Withdraw a notice."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/notices/{quote(str(pk), safe='')}/withdraw",
            body=body,
            key=idempotency_key,
        )

    def begin_sheet(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[NewSheet],
    ) -> Made:
        """Begin a plan or report."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/office/reports",
            body=body,
            key=idempotency_key,
        )

    def sheet(
        self,
        pk: int | str,
        /,
    ) -> SheetOut:
        """Show one plan or report."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/office/reports/{quote(str(pk), safe='')}",
        )

    def check_sheet(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Checking],
    ) -> Made:
        """Let a submitted plan or report stand, or send it back."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/reports/{quote(str(pk), safe='')}/check",
            body=body,
            key=idempotency_key,
        )

    def write_sheet(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Sections],
    ) -> Made:
        """Keep what was written as a new version."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/reports/{quote(str(pk), safe='')}/write",
            body=body,
            key=idempotency_key,
        )

    def carry_out(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Carried],
    ) -> Made:
        """Report a resolution as carried out."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/office/resolutions/{quote(str(pk), safe='')}/done",
            body=body,
            key=idempotency_key,
        )


class Registers:
    """Operations on registers."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
    ) -> RowsRegisterOut:
        """List the registers in force."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/registers",
        )

    def entries(
        self,
        slug: int | str,
        rule: int | str,
        /,
        *,
        q: str | None = None,
        person: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
    ) -> Iterator[EntryLine]:
        """List a register's entries, newest first; without the right to all, those about you."""
        yield from self._transport.pages(f"/api/v1/registers/{quote(str(slug), safe='')}/{quote(str(rule), safe='')}", {"q": q, "person": person, "since": since, "until": until, "limit": limit})

    def fill_in(
        self,
        slug: int | str,
        rule: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[FilledForm],
    ) -> OutcomeOut:
        """Fill in a form; its running number is given as it is recorded."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/registers/{quote(str(slug), safe='')}/{quote(str(rule), safe='')}",
            body=body,
            key=idempotency_key,
        )

    def sign_held(
        self,
        slug: int | str,
        rule: int | str,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Signing],
    ) -> OutcomeOut:
        """Sign a form that waits for your tier; with the last signature it is recorded."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/registers/{quote(str(slug), safe='')}/{quote(str(rule), safe='')}/held/{quote(str(pk), safe='')}/sign",
            body=body,
            key=idempotency_key,
        )

    def entry(
        self,
        slug: int | str,
        rule: int | str,
        number: int | str,
        /,
    ) -> EntryOut:
        """Show one entry."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/registers/{quote(str(slug), safe='')}/{quote(str(rule), safe='')}/{quote(str(number), safe='')}",
        )

    def sign(
        self,
        slug: int | str,
        rule: int | str,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Signing],
    ) -> OutcomeOut:
        """Sign an entry on one of its lines."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/registers/{quote(str(slug), safe='')}/{quote(str(rule), safe='')}/{quote(str(number), safe='')}/sign",
            body=body,
            key=idempotency_key,
        )

    def strike_out(
        self,
        slug: int | str,
        rule: int | str,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[EnforcementReason],
    ) -> OutcomeOut:
        """Take an entry back with a reason; it stays, crossed out."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/registers/{quote(str(slug), safe='')}/{quote(str(rule), safe='')}/{quote(str(number), safe='')}/strike-out",
            body=body,
            key=idempotency_key,
        )


class Regulations:
    """Operations on regulations."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def set_day(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[RegulationsExceptionalDay],
    ) -> Day:
        """Set one day that differs from week and holidays."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/calendar/days",
            body=body,
            key=idempotency_key,
        )

    def set_week(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[WeekBody],
    ) -> Day:
        """Set the weekly opening hours from a day on, for the house or a team."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/calendar/week",
            body=body,
            key=idempotency_key,
        )

    def list_(
        self,
        *,
        on: str | None = None,
    ) -> RowsVersionOut:
        """List the version of every regulation that is in force, today or on a day."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/regulations",
            query={"on": on},
        )

    def check(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Text],
    ) -> Checked:
        """Check a text: its faults at their lines, its rules, its worked cases. Nothing is kept."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/regulations/check",
            body=body,
            key=idempotency_key,
        )

    def drafts(
        self,
    ) -> RowsDraftLine:
        """List the drafts that were not adopted yet."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/regulations/drafts",
        )

    def start_draft(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Text],
    ) -> DraftOut:
        """Begin a draft from a text."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/regulations/drafts",
            body=body,
            key=idempotency_key,
        )

    def draft_from_library(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[FromLibrary],
    ) -> DraftOut:
        """Begin a draft from a regulation of the library."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/regulations/drafts/from-library",
            body=body,
            key=idempotency_key,
        )

    def draft_from_version(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[OfVersion],
    ) -> DraftOut:
        """Begin the next version of a regulation from an adopted one, the last if none is named."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/regulations/drafts/from-version",
            body=body,
            key=idempotency_key,
        )

    def discard(
        self,
        pk: int | str,
        /,
        *,
        if_match: str | None = None,
    ) -> DraftLine:
        """Throw a draft away."""
        return self._transport.call(  # type: ignore[no-any-return]
            "DELETE",
            f"/api/v1/regulations/drafts/{quote(str(pk), safe='')}",
            if_match=if_match,
        )

    def draft(
        self,
        pk: int | str,
        /,
    ) -> DraftOut:
        """Show a draft with its faults."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/regulations/drafts/{quote(str(pk), safe='')}",
        )

    def save_draft(
        self,
        pk: int | str,
        /,
        *,
        if_match: str | None = None,
        **body: Unpack[AdoptionDraft],
    ) -> DraftOut:
        """Save a draft's text; 409 if somebody saved it since the revision you read."""
        return self._transport.call(  # type: ignore[no-any-return]
            "PUT",
            f"/api/v1/regulations/drafts/{quote(str(pk), safe='')}",
            body=body,
            if_match=if_match,
        )

    def adopt(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[AdoptionAdopt],
    ) -> Adopted:
        """Adopt a draft from a day on."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/regulations/drafts/{quote(str(pk), safe='')}/adopt",
            body=body,
            key=idempotency_key,
        )

    def choose_readings(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Readings],
    ) -> DraftOut:
        """Keep how this department reads each unclear place of a draft."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/regulations/drafts/{quote(str(pk), safe='')}/readings",
            body=body,
            key=idempotency_key,
        )

    def retire(
        self,
        slug: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[AdoptionRetire],
    ) -> Adopted:
        """End a regulation without another version in its place."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/regulations/{quote(str(slug), safe='')}/retire",
            body=body,
            key=idempotency_key,
        )

    def versions(
        self,
        slug: int | str,
        /,
    ) -> RowsVersionOut:
        """List every version of a regulation, the first one first."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/regulations/{quote(str(slug), safe='')}/versions",
        )

    def clauses(
        self,
        slug: int | str,
        number: int | str,
        /,
    ) -> RowsClauseOut:
        """List the clauses of a version in their order."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/regulations/{quote(str(slug), safe='')}/versions/{quote(str(number), safe='')}/clauses",
        )

    def rules(
        self,
        slug: int | str,
        number: int | str,
        /,
    ) -> RowsRuleOut:
        """List the rules of a version as data."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/regulations/{quote(str(slug), safe='')}/versions/{quote(str(number), safe='')}/rules",
        )

    def source(
        self,
        slug: int | str,
        number: int | str,
        /,
    ) -> Source:
        """Hand out the file a version was adopted from."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/regulations/{quote(str(slug), safe='')}/versions/{quote(str(number), safe='')}/source",
        )


class Rounds:
    """Operations on rounds."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
    ) -> RowsDutyOut:
        """List what you owe, soonest first."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            "/api/v1/rounds",
        )

    def begin(
        self,
        kind: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """Set out on a route."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/rounds/begin/{quote(str(kind), safe='')}",
            body=body,
            key=idempotency_key,
        )

    def findings(
        self,
    ) -> Iterator[FindingOut]:
        """List findings, the newest first."""
        yield from self._transport.pages("/api/v1/rounds/findings", {})

    def found(
        self,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Found],
    ) -> OutcomeOut:
        """Record what was found, on a round or off it."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            "/api/v1/rounds/findings",
            body=body,
            key=idempotency_key,
        )

    def show(
        self,
        pk: int | str,
        /,
    ) -> RoundOut:
        """Show one round: its lines, and how each was found."""
        return self._transport.call(  # type: ignore[no-any-return]
            "GET",
            f"/api/v1/rounds/{quote(str(pk), safe='')}",
        )

    def send_back(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[SendBack],
    ) -> DutyOut:
        """Send back what was done, with a reason; it is owed again."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/rounds/{quote(str(pk), safe='')}/back",
            body=body,
            key=idempotency_key,
        )

    def do(
        self,
        pk: int | str,
        kind: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """Record the fact that does what is owed."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/rounds/{quote(str(pk), safe='')}/do/{quote(str(kind), safe='')}",
            body=body,
            key=idempotency_key,
        )

    def finish(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Finish],
    ) -> OutcomeOut:
        """Report a round or task, or a review of one, as done."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/rounds/{quote(str(pk), safe='')}/finish",
            body=body,
            key=idempotency_key,
        )

    def look(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Look],
    ) -> OutcomeOut:
        """Write down how one line was found."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/rounds/{quote(str(pk), safe='')}/look",
            body=body,
            key=idempotency_key,
        )

    def rest(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> RowsOutcomeOut:
        """Write down that everything not looked at yet is in order."""
        return self._transport.call(  # type: ignore[no-any-return]
            "POST",
            f"/api/v1/rounds/{quote(str(pk), safe='')}/rest",
            key=idempotency_key,
        )


class Targets:
    """Operations on targets."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        month: str | None = None,
        q: str | None = None,
    ) -> Iterator[TargetOut]:
        """List the targets in force, measured over a month or the period it falls in."""
        yield from self._transport.pages("/api/v1/targets", {"month": month, "q": q})

    def rows(
        self,
        slug: int | str,
        rule: int | str,
        /,
        *,
        month: str | None = None,
        met: bool | None = None,
    ) -> Iterator[CountedOut]:
        """List the rows a target was counted from: those that do not comply, or those that do."""
        yield from self._transport.pages(f"/api/v1/targets/{quote(str(slug), safe='')}/{quote(str(rule), safe='')}/rows", {"month": month, "met": met})


class Nouns:
    """Every noun of the API."""

    def __init__(self, transport: Transport) -> None:
        """Give each noun the transport."""
        self.access = Access(transport)
        self.approvals = Approvals(transport)
        self.cases = Cases(transport)
        self.customers = Customers(transport)
        self.facts = Facts(transport)
        self.files = Files(transport)
        self.handovers = Handovers(transport)
        self.knowledge = Knowledge(transport)
        self.ledger = Ledger(transport)
        self.members = Members(transport)
        self.obligations = Obligations(transport)
        self.office = Office(transport)
        self.registers = Registers(transport)
        self.regulations = Regulations(transport)
        self.rounds = Rounds(transport)
        self.targets = Targets(transport)
