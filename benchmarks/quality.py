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
import math
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    print_fitted(dialogues)


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


# ── the helpdesk, fitted ─────────────────────────────────────────────────────────────────────

WORDS = {
    "thanks": ("谢", "辛苦"),
    "complaining": ("投诉", "骗", "垃圾", "坑", "无语", "烂", "差", "什么态度", "没人", "没用"),
    "settled": ("好的", "解决", "可以了", "明白", "知道了", "收到", "恢复"),
    "sorry": ("抱歉", "对不起", "不好意思"),
    "polite": ("您", "请"),
    "asks": ("私信", "联系方式", "提供", "手机号", "号码", "留言"),
    "shows": ("点击", "登录", "拨打", "前往", "http", "官网", "设置", "核实", "办理", "建议"),
}
# The strength of the penalty is chosen among these by five folds of the fitted half.
PENALTIES, FOLDS, SEED = (1, 10, 100, 1000), 5, 20240301


def print_fitted(dialogues: Sequence[Mapping[str, Any]]) -> None:
    """Print how a score fitted on one half of the dialogues ranks the other half."""
    import numpy as np
    from scipy.stats import spearmanr

    order = np.random.default_rng(SEED).permutation(len(dialogues))
    fitted, kept = np.array_split(order, 2)
    means = {key: np.array([_mean(d, key) for d in dialogues]) for key in ASKED}
    print(
        f"| fitted on {len(fitted)}, ranked on {len(kept)} others | " + " | ".join(ASKED.values())
    )
    print("|---|---|---|---|")
    for name, cues in (("what the staff wrote", _of_staff), ("what both wrote", _of_both)):
        table = np.array([list(cues(dialogue)) for dialogue in dialogues])
        spread = table[fitted].std(0)
        table = (table - table[fitted].mean(0)) / np.where(spread, spread, 1)
        ranks = []
        for key in ASKED:
            penalty = max(
                PENALTIES, key=lambda p, y=means[key], x=table: _held_out(x, y, fitted, p)
            )
            weights = _ridge(table[fitted], means[key][fitted], penalty)
            found = spearmanr(_ranked(table[kept], weights), means[key][kept])[0]
            ranks.append(f"{found:+.3f}")
        print(f"| {name} ({table.shape[1]} cues) | " + " | ".join(ranks) + " |")
    print()


def _held_out(table: Any, marks: Any, fitted: Any, penalty: float) -> float:
    import numpy as np
    from scipy.stats import spearmanr

    folds = np.array_split(fitted, FOLDS)
    found = []
    for place, fold in enumerate(folds):
        rest = np.concatenate([each for n, each in enumerate(folds) if n != place])
        weights = _ridge(table[rest], marks[rest], penalty)
        found.append(spearmanr(_ranked(table[fold], weights), marks[fold])[0])
    return float(np.mean(found))


def _ridge(table: Any, marks: Any, penalty: float) -> Any:
    import numpy as np

    with_one = np.c_[np.ones(len(table)), table]
    held = penalty * np.eye(with_one.shape[1])
    held[0, 0] = 0
    return np.linalg.solve(with_one.T @ with_one + held, with_one.T @ marks)


def _ranked(table: Any, weights: Any) -> Any:
    return table @ weights[1:]


def _of_staff(dialogue: Mapping[str, Any]) -> Iterator[float]:
    """Yield how much was answered, whether to the point, repeated, polite, with a way to go."""
    first, said = _said(dialogue, "customer")[:1], _said(dialogue, "helpdesk")
    whole = "".join(said)
    turns = [Turn(side="staff", text=text) for text in said]
    yield from (float(len(said)), math.log1p(len(whole)), float(len(repeated(turns))))
    yield from (math.log1p(len(text)) for text in (said[0] if said else "", (said or [""])[-1]))
    asked = set("".join(first))
    yield len(asked & set(whole)) / max(len(asked), 1)
    yield float(any(sign.isdigit() for sign in whole))
    for name in ("sorry", "polite", "asks", "shows"):
        yield float(sum(whole.count(word) for word in WORDS[name]))


def _of_both(dialogue: Mapping[str, Any]) -> Iterator[float]:
    """Yield the staff's cues and the customer's: thanks, settled, still asking, complaining."""
    yield from _of_staff(dialogue)
    said = _said(dialogue, "customer")
    whole, last = "".join(said), (said or [""])[-1]
    yield from (float(len(said)), math.log1p(len(whole)))
    yield float(dialogue["turns"][-1]["sender"] == "customer")
    yield from (float("?" in text or "？" in text) for text in (whole, last))
    for name in ("thanks", "settled", "complaining"):
        for text in (whole, last):
            yield float(any(word in text for word in WORDS[name]))


def _said(dialogue: Mapping[str, Any], side: str) -> list[str]:
    return ["".join(one["utterances"]) for one in dialogue["turns"] if one["sender"] == side]


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
