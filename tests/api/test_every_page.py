"""Everything a page can do, a program can do: each page that takes a form has its operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from shouwen.site.api import description

pytestmark = pytest.mark.once

# Pages that do one thing, by the operation that does the same.
SAME = {
    "access": {
        "disclose": "access_disclose", "export": "access_export", "refuse": "access_refuse_second",
        "export_file": "access_export_file", "reveal": "access_reveal",
        "second": "access_be_second", "take_back": "access_take_back",
        "report_leak": "facts_record", "leak": "facts_record",
    },
    "adoption": {
        "adopt": "regulations_adopt", "discard": "regulations_discard",
        "draft": "regulations_save_draft", "index": "regulations_start_draft",
        "library_take": "regulations_draft_from_library",
        "mend": "regulations_draft_from_version", "readings": "regulations_choose_readings",
        "next_version": "regulations_draft_from_version", "retire": "regulations_retire",
        # What is typed and not saved yet is nobody else's; a program saves.
        "typed": "regulations_save_draft",
        # A case that takes a new result over is a text saved with that result in it.
        "cases": "regulations_save_draft",
        # Several at once are several one after another.
        "adopt_next": "regulations_adopt", "choose_several": "regulations_draft_from_library",
    },
    "api": {"revoke": "members_revoke_token"},
    "calls": {
        "state": "calls_seat", "heard": "calls_heard", "note": "calls_note", "case": "calls_tie",
        "returned": "calls_returned", "situation": "calls_situation", "command": "calls_command",
        "begin_play": "calls_begin_play", "end_play": "calls_end_play",
        "report_mail": "calls_mail_report",
        "listen": "calls_listen_to_recording", "hold_back": "calls_hold_back_recording",
        "release": "calls_release_recording",
        "new_menu": "calls_save_phone_menu", "write_menu": "calls_save_phone_menu",
    },
    "cases": {
        "categories": "cases_add_category", "category": "cases_rename_category",
        "import_mapping": "cases_import", "import_run": "cases_import",
        # What was written for a new matter becomes a note of an old one.
        "add_to": "cases_write",
        "checklists": "cases_add_checklist", "fields": "cases_define_field",
        "follow": "cases_follow", "gather": "cases_gather", "kept": "cases_keep_list",
        "kept_change": "cases_remove_list", "kept_one": "cases_change_list",
        "kept_mail": "cases_mail_list", "mailed_stop": "cases_stop_mailing",
        "likely": "cases_likely", "phrases": "cases_keep_phrase", "take_back": "cases_take_back",
        "imports": "cases_import", "new": "cases_open", "step": "cases_write",
        "macro": "cases_take_macro", "macros": "cases_keep_macro", "macro_kept": "cases_end_macro",
        "grading": "cases_keep_grading",
        "skills": "cases_give_skill",
        "queues": "cases_keep_queue", "queue": "cases_change_queue",
        "news_seen": "cases_news_seen",
        "recurring": "cases_begin_recurring", "recurring_change": "cases_change_recurring",
        "recurring_one": "cases_rewrite_recurring",
    },
    "chat": {
        "seat": "chats_seat", "desk_say": "chats_say", "desk_seen": "chats_seen",
        "take": "chats_take", "hand_over": "chats_hand_over", "close": "chats_close",
        "case": "chats_case", "settings": "chats_set_door", "topic": "chats_change_topic",
        "topic_new": "chats_add_topic",
    },
    "reception": {
        "arrive": "visitors_receive", "call_next": "visitors_call_next", "call": "visitors_call",
        "finish": "visitors_finish", "leave": "visitors_leave", "case": "visitors_case",
    },
    "channels": {"settings": "chats_set_wechat"},
    "mail": {
        "settings": "mail_set_mailbox", "signature": "mail_change_signature",
        "signature_new": "mail_add_signature", "signature_drop": "mail_drop_signature",
    },
    "customers": {
        "add_contact": "customers_add_contact", "add_contract": "customers_add_contract",
        "change": "customers_change", "change_contact": "customers_change_contact",
        "drop_visit": "customers_drop_visit", "end_contract": "customers_end_contract",
        "new": "customers_create", "plan_visit": "customers_plan_visit",
        "record_visit": "facts_record",
    },
    "enforcement": {
        "complete": "facts_complete", "correct": "facts_correct", "record": "facts_record",
        "excuse": "obligations_excuse", "finish": "obligations_finish",
    },
    "roster": {
        "acknowledge": "rosters_acknowledge", "answer": "rosters_answer_swap",
        "begin": "rosters_begin", "correct": "rosters_correct", "import": "rosters_import_punches",
        "drop_special": "rosters_drop_special_day", "forecast": "rosters_forecast",
        "history": "rosters_keep_past", "new_stream": "rosters_keep_stream",
        "special_days": "rosters_keep_special_day", "stream": "rosters_keep_stream",
        "take_forecast": "rosters_take_forecast", "typed": "rosters_keep_demand",
        "leave": "rosters_leave", "overtime": "rosters_ask_overtime",
        "publish": "rosters_publish", "punch": "rosters_punch",
        "put": "rosters_put", "repair": "rosters_repair", "solve": "rosters_solve",
        "run_again": "rosters_again", "forecast_again": "rosters_forecast_again",
        "stop": "rosters_stop", "swap": "rosters_swap", "take": "rosters_take",
        "templates": "rosters_keep_template", "withdraw_leave": "rosters_withdraw_leave",
        "withdraw_overtime": "rosters_withdraw_overtime",
        "withdraw_swap": "rosters_withdraw_swap",
    },
    "handover": {
        "begin": "handovers_begin", "prepare": "handovers_prepare", "take": "handovers_take",
        "unclear": "handovers_unclear", "withdraw": "handovers_withdraw",
    },
    "appeals": {"question": "appeals_question", "withdraw": "appeals_withdraw"},
    "insight": {"mail": "targets_mail"},
    "knowledge": {"hints": "knowledge_hints"},
    "office": {
        "attendance": "office_attendance", "cancel": "office_cancel",
        "carry_out": "office_carry_out", "change_meeting": "office_change",
        "check_sheet": "office_check_sheet", "confirm": "office_confirm",
        "file": "office_file_minutes", "further": "office_further", "minutes": "office_minutes",
        "new_meeting": "office_call", "new_notice": "office_issue",
        "new_sheet": "office_begin_sheet", "resolve": "office_resolve",
        "withdraw": "office_withdraw", "write_sheet": "office_write_sheet",
    },
    "pay": {
        "check": "ledger_check", "settle": "ledger_step", "everybody_csv": "ledger_totals",
        "settlement_export": "ledger_sheet",
    },
    "people": {
        "add": "members_create", "add_part": "members_add_part", "appoint": "members_appoint",
        "appoint_to": "members_appoint_to", "close": "members_close", "end": "members_end",
        "my_contact": "members_my_contact", "my_language": "members_my_language",
        "my_return": "members_my_return", "my_substitute": "members_my_substitute",
        "set_grants": "members_set_grants",
        "set_quiet_hours": "members_set_quiet_hours", "set_superior": "members_set_superior",
    },
    "quality": {
        "acknowledge": "quality_acknowledge", "calibrations": "quality_begin_calibration",
        "check": "quality_check", "follow_up": "quality_follow_up",
        "decide": "quality_decide", "draw": "quality_draw", "end_plan": "quality_end_plan",
        "listen": "quality_listen_to_check", "mark": "quality_mark",
        "new_card": "quality_create_card",
        "new_plan": "quality_create_plan",
        "note": "quality_note", "write_card": "quality_write_card",
    },
    "registers": {
        "held": "registers_sign_held", "new": "registers_fill_in", "sign": "registers_sign",
        "strike_out": "registers_strike_out",
    },
    "regulations": {"set_day": "regulations_set_day", "set_week": "regulations_set_week"},
    "rounds": {
        "begin": "rounds_begin", "do": "rounds_do", "finish": "rounds_finish",
        "found": "rounds_found", "look": "rounds_look", "new_finding": "rounds_found",
        "rest": "rounds_rest", "send_back": "rounds_send_back",
    },
    "signoff": {
        "ask": "approvals_ask", "decide": "approvals_decide", "together": "approvals_together",
        "withdraw": "approvals_withdraw",
    },
    "trial": {
        "again": "trials_again", "announce": "trials_announce", "begin": "trials_begin",
        "cancel": "trials_cancel",
        "confirm": "trials_confirm",
    },
}  # fmt: skip
# Pages without an operation, each with its reason.
WITHOUT = {
    "studio": "a person confirms each proposed rule beside its text; nothing is adopted unseen",
    "api:tokens": "a program that could make tokens could give itself what it was not given",
    "access:classes": "tying classes decides what is covered at all; somebody looks at that page",
    "calls:tell": "it is what a telephone exchange calls itself, signed with its own secret",
    "calls:keep_recording": "a telephone exchange sends it, signed with its own secret",
    "channels:wechat": "WeChat itself calls it, signed with the account's token",
    "chat:begin": "the customer's own window; it has a token of its own",
    "chat:say": "the customer's own window; it has a token of its own",
    "chat:seen": "the customer's own window; it has a token of its own",
    "chat:end": "the customer's own window; it has a token of its own",
    "chat:rate": "the customer's own window; it has a token of its own",
    "demo": "there is no demonstration where anybody has a token",
    "portal": "the customers' own door; they have codes, no tokens",
    "webhooks": "a secret is shown once, to whoever sits there",
    "registers:cases": "part of a page while it is filled in; the form itself is sent whole",
    "registers:export": "a file for people; programs read the entries page by page",
    "quality:draft": "what a checker has marked and not sent; a program sends it whole",
    "quality:mark_draft": "what a checker has marked and not sent; a program sends it whole",
    "knowledge:check": "a person judges each line of a checklist",
    "roster:subscription": "a secret address is shown once asked for, to whoever sits there",
    "cases:draft": "what somebody has typed so far and not sent; a program sends at once",
    "cases:held_back": "what a program sends goes at once; there is nothing to take back",
    "cases:held_again": "what a program sends goes at once; there is nothing to send again",
    "cases:bulk": "a program takes the step with each case by itself",
    "cases:bulk_confirm": "a program takes the step with each case by itself",
    "cases:bulk_undo": "a program takes each step back by itself",
}


def methods_of(view: Any) -> list[str]:
    """Return the methods a page was declared with."""
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        for name, cell in zip(names, getattr(view, "__closure__", None) or (), strict=True):
            if name == "request_method_list":
                return list(cell.cell_contents)
        view = getattr(view, "__wrapped__", None)
    return []


def pages(resolver: URLResolver, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every named address with its view."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from pages(each, (*names, each.namespace) if each.namespace else names)
        elif each.name:
            yield ":".join((*names, each.name)), each.callback


def sending_pages() -> list[str]:
    return sorted({name for name, view in pages(get_resolver()) if "POST" in methods_of(view)})


def operations() -> set[str]:
    paths: Any = description()["paths"]
    return {op["operationId"] for path in paths.values() for op in path.values()}


def counterpart(name: str) -> str:
    room, _colon, page = name.partition(":")
    return SAME.get(room, {}).get(page, "")


def test_each_page_that_takes_a_form_has_an_operation():
    missing = [
        name
        for name in sending_pages()
        if not counterpart(name) and name not in WITHOUT and name.partition(":")[0] not in WITHOUT
    ]

    assert missing == []


def test_the_table_names_no_page_and_no_operation_that_is_gone():
    there, known = set(sending_pages()), operations()
    named = {f"{room}:{page}" for room, each in SAME.items() for page in each}

    assert named - there == set()
    assert {op for each in SAME.values() for op in each.values()} - known == set()
    assert {name for name in WITHOUT if ":" in name} - there == set()


def test_each_step_of_a_case_has_its_operation():
    from shouwen.cases.steps import KINDS

    known = operations()

    assert [v for v in KINDS if f"cases_{v.replace('-', '_')}" not in known] == []
