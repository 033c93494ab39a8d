"""Everything that writes cases, one verb each; every action records exactly one fact."""

from shouwen.cases.actions.callbacks import record_callback
from shouwen.cases.actions.categories import add_category, rename_category
from shouwen.cases.actions.checklists import add_checklist, end_checklist
from shouwen.cases.actions.common import Done, LostRaceError, RuledOutError
from shouwen.cases.actions.fields import define_field, end_field, fill_in
from shouwen.cases.actions.following import follow_approved
from shouwen.cases.actions.from_customer import (
    add_from_customer,
    ask_to_withdraw,
    confirm_from_customer,
    rate_from_customer,
    reopen_from_customer,
)
from shouwen.cases.actions.handling import (
    add_note,
    assign,
    assign_best,
    change_category,
    change_priority,
    change_severity,
    forward,
    hand_over,
    pause,
    reply,
    resume,
)
from shouwen.cases.actions.opening import NewCustomer, open_case
from shouwen.cases.actions.phrases import drop_phrase, keep_phrase
from shouwen.cases.actions.queueing import move_to_queue
from shouwen.cases.actions.relating import link, merge, share, snooze, split, take_back, tick
from shouwen.cases.actions.settling import close, reopen, resolve
from shouwen.cases.actions.telling import tell_followers
from shouwen.cases.actions.ties import follow_tie, follow_untied

__all__ = [
    "Done",
    "LostRaceError",
    "NewCustomer",
    "RuledOutError",
    "add_category",
    "add_checklist",
    "add_from_customer",
    "add_note",
    "ask_to_withdraw",
    "assign",
    "assign_best",
    "change_category",
    "change_priority",
    "change_severity",
    "close",
    "confirm_from_customer",
    "define_field",
    "drop_phrase",
    "end_checklist",
    "end_field",
    "fill_in",
    "follow_approved",
    "follow_tie",
    "follow_untied",
    "forward",
    "hand_over",
    "keep_phrase",
    "link",
    "merge",
    "move_to_queue",
    "open_case",
    "pause",
    "rate_from_customer",
    "record_callback",
    "rename_category",
    "reopen",
    "reopen_from_customer",
    "reply",
    "resolve",
    "resume",
    "share",
    "snooze",
    "split",
    "take_back",
    "tell_followers",
    "tick",
]
