"""The facts of settling a period: calculated, reviewed, approved, locked, paid, or sent back."""

from __future__ import annotations

from shouwen.policy.terms import PERIOD, PERSON, REASON, kind, system, term

_SEEN = (
    PERSON,
    PERIOD,
    term("entries", "number", "明细条数", "Entries"),
    term("last", "number", "最后一条明细的编号", "Number of the newest entry"),
    term("largest_fine", "money", "一人罚款最多", "Most that one member loses"),
    term("most_fined", "member", "罚款最多的人", "Who loses most"),
    term(
        "largest_share", "number", "罚款占工资的最高百分比", "Largest share of a wage, in percent"
    ),
)
_SEAL = term("seal", "text", "明细指纹", "Fingerprint of its entries")

SETTLEMENTS = (
    kind(
        "wage_set",
        "核定工资",
        "Wage set",
        PERSON,
        term("amount", "money", "月工资", "Wage of a month"),
    ),
    system("settlement_calculated", "核算完成", "Settlement calculated", *_SEEN),
    system("settlement_reviewed", "结算复核", "Settlement reviewed", *_SEEN),
    system("settlement_approved", "结算批准", "Settlement approved", *_SEEN),
    system("settlement_locked", "结算锁定", "Settlement locked", *_SEEN, _SEAL),
    system("settlement_paid", "结算发放", "Settlement paid out", *_SEEN, _SEAL),
    system("settlement_returned", "结算退回", "Settlement sent back", *_SEEN, REASON),
)
