"""Quality on real contacts: agreement of nineteen raters, the automatic score, signals of gaming.

Run ``python benchmarks/quality.py`` from the checkout. The dialogues are Chinese customers with a
helpdesk, each rated by nineteen people (``../shared/data/chat_stc3_weibo_helpdesk``), the calls a
bank's, 1 to 14 February 1999 (``calls_bank_il_1999``, thanks to the SEELab of the Technion), or
below ``SHOUWEN_DATA``; without them it says where it looked, and ends well. Nothing in the
automatic score is fitted to the raters: a card of equal items, each marked by one automatic check;
what is said is looked for in the words of the conduct rules of the bundled regulations.
"""

from __future__ import annotations

import csv
import gzip
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]

from casebooks.data import NoDataError, data_folder  # noqa: E402

from shouwen.policy.kinds.conduct import Conduct  # noqa: E402
from shouwen.policy.kinds.phrases import forbidden_words, places_of  # noqa: E402
from shouwen.policy.quality.agreement import agreement, leanings  # noqa: E402
from shouwen.policy.quality.fairness import Tally, signals  # noqa: E402
from shouwen.policy.quality.scorecards import Item, Mark, Scorecard, Section, score  # noqa: E402
from shouwen.policy.quality.texts import STAFF, Turn, repeated, unanswered  # noqa: E402
from shouwen.policy.regulation_file import read_regulation  # noqa: E402

ASKED = {"A": "task accomplished", "S": "customer satisfied", "E": "effective dialogue"}
SHORT = 10
EXPECTED_MARKED = 3
CHECKS = ("answered", "not_repeated", "courteous", "not_forbidden")


def main() -> None:
    """Print the agreement of the raters, the automatic score's rank order, and the signals."""
    for part in (helpdesk, bank):
        try:
            part()
        except (NoDataError, FileNotFoundError) as missing:
            print(f"Left out: {missing}")


# ── the helpdesk ─────────────────────────────────────────────────────────────────────────────


def helpdesk() -> None:
    """Print how far the raters agree, and how the automatic score ranks against their mean."""
    packed = data_folder() / "chat_stc3_weibo_helpdesk" / "dialogues_zh.json.gz"
    dialogues: list[dict[str, Any]] = json.loads(gzip.decompress(packed.read_bytes()))
    began = time.process_time()
    print(
        f"{len(dialogues):,} dialogues\n\n| asked | same mark | weighted kappa | alpha | leaning |"
    )
    print("|---|---|---|---|---|")
    for key, name in ASKED.items():
        _print_agreement(name, _marks(dialogues, key))
    print(f"\n{time.process_time() - began:.1f} s of processor time\n")
    began = time.process_time()
    _print_ranks(dialogues)
    print(f"\n{time.process_time() - began:.1f} s of processor time\n")


def _marks(dialogues: Sequence[Mapping[str, Any]], key: str) -> dict[str, list[float | None]]:
    # A rater stands at the same place in every dialogue: nobody says who it was.
    places = range(len(dialogues[0]["annotations"]))
    return {str(n): [d["annotations"][n]["quality"][key] for d in dialogues] for n in places}


def _print_agreement(name: str, marks: Mapping[str, Sequence[float | None]]) -> None:
    found = agreement(marks)
    most = max(abs(one.by) for one in leanings(marks))
    print(f"| {name} | {found.percent:.1%} | {found.kappa:.3f} | {found.alpha:.3f} | ±{most:.2f} |")


def _print_ranks(dialogues: Sequence[Mapping[str, Any]]) -> None:
    from scipy.stats import spearmanr

    found = [_checked(dialogue) for dialogue in dialogues]
    columns: dict[str, list[float]] = {
        "the automatic score": [float(_points(one)) for one in found]
    }
    for check in CHECKS:
        columns[check] = [float(one[check]) for one in found]
    columns["customer thanks (not in the score)"] = [float(_thanked(one)) for one in dialogues]
    means = {key: [_mean(dialogue, key) for dialogue in dialogues] for key in ASKED}
    print("| Spearman with the raters' mean | mean | " + " | ".join(ASKED.values()) + " |")
    print("|---|---|---|---|---|")
    for name, column in columns.items():
        ranks = " | ".join(f"{spearmanr(column, means[key])[0]:+.3f}" for key in ASKED)
        print(f"| {name} | {statistics.fmean(column):.2f} | {ranks} |")
    halves = " | ".join(f"{_half_and_half(dialogues, key, spearmanr):+.3f}" for key in ASKED)
    print(f"| nine raters against the other ten | | {halves} |")


def _thanked(dialogue: Mapping[str, Any]) -> bool:
    """Tell whether the customer's last words thank: what came of it, not how it was conducted."""
    said = [one for one in dialogue["turns"] if one["sender"] == "customer"]
    return "谢" in "".join(said[-1]["utterances"]) if said else False


def _mean(dialogue: Mapping[str, Any], key: str) -> float:
    return statistics.fmean(one["quality"][key] for one in dialogue["annotations"])


def _half_and_half(
    dialogues: Sequence[Mapping[str, Any]], key: str, rank: Callable[..., Any]
) -> float:
    marks = [[one["quality"][key] for one in dialogue["annotations"]] for dialogue in dialogues]
    ones, others = ([statistics.fmean(row[n::2]) for row in marks] for n in (0, 1))
    return float(rank(ones, others)[0])


RULES = [
    rule
    for path in sorted((ROOT / "src" / "shouwen" / "packs").glob("*.md"))
    for rule in read_regulation(
        path.read_text(encoding="utf-8"), path.name
    ).regulation.rules.values()
    if isinstance(rule, Conduct)
]
COURTESY = sorted({word for rule in RULES for group in rule.must_say for word in group.any_of
                   if "{" not in word})  # fmt: skip
FORBIDDEN = tuple({one.phrase: one for rule in RULES for one in rule.must_not_say}.values())
CARD = Scorecard(
    key="automatic",
    version=1,
    full=Fraction(100),
    sections=(
        Section(
            names=("自动检查", "Automatic checks"),
            items=tuple(Item(key=key, names=(key, key), weight=Fraction(1)) for key in CHECKS),
        ),
    ),
)


def _checked(dialogue: Mapping[str, Any]) -> dict[str, Fraction]:
    """Return how much of each item a dialogue earned."""
    turns = [
        Turn(side="staff" if one["sender"] == "helpdesk" else "customer",
             text="\n".join(one["utterances"]))
        for one in dialogue["turns"]
    ]  # fmt: skip
    said = [turn.text for turn in turns if turn.side == STAFF]
    words = {word for word in COURTESY for text in said if any(places_of(word, text))}
    return {
        "answered": Fraction(not unanswered(turns)),
        "not_repeated": 1 - Fraction(len(repeated(turns)), max(len(said), 1)),
        # Two courteous phrases earn all: a short written answer has no room for more.
        "courteous": Fraction(min(len(words), 2), 2),
        "not_forbidden": Fraction(not any(any(forbidden_words(FORBIDDEN, text)) for text in said)),
    }


def _points(earned: Mapping[str, Fraction]) -> Fraction:
    return (
        score(CARD, {key: Mark(earned=share) for key, share in earned.items()}).points or Fraction()
    )


# ── the bank ─────────────────────────────────────────────────────────────────────────────────


def bank() -> None:
    """Print who ends calls within ten seconds more often than the others; exit 1 if not three."""
    packed = data_folder() / "calls_bank_il_1999" / "calls_1999-02-01_14.tsv.gz"
    calls, short = Counter[str](), Counter[str]()
    with gzip.open(packed, "rt", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["outcome"] == "AGENT" and row["server"] != "NO_SERVER":
                calls[row["server"]] += 1
                short[row["server"]] += float(row["ser_time"]) <= SHORT
    began = time.process_time()
    found = signals(Tally(person=who, having=short[who], of=of) for who, of in calls.items())
    spent = time.process_time() - began
    print(f"{calls.total():,} calls of {len(calls)} people; ended within {SHORT} s:\n")
    print("| person | calls | share | the others | apart | chance | to be looked into |")
    print("|---|---|---|---|---|---|---|")
    for n, one in enumerate(found[:8], 1):
        print(
            f"| {n} | {one.of:,} | {float(one.share):.1%} | {float(one.others):.1%} "
            f"| {one.apart or 0:+.1f} | {one.chance:.1g} | {'yes' if one.marked else ''} |"
        )
    marked = sum(one.marked for one in found)
    print(f"\n{marked} of {len(found)} marked; {spent * 1000:.0f} ms of processor time")
    if marked != EXPECTED_MARKED:
        sys.exit(f"{EXPECTED_MARKED} people end far more calls at once than the others.")


if __name__ == "__main__":
    main()
