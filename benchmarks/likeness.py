"""Likely duplicates and hot issues, tried on messages that Chinese citizens wrote.

Run ``python benchmarks/likeness.py`` from a checkout. Eleven matters that several people wrote
about are marked by us, by the name of a place, a firm or a plan; the rest of the messages stands
around them unmarked. It prints how well the groups of the page of hot issues and the warnings while
a matter is opened agree with the marks. The limits in `cases/likeness.py` were chosen on the same
messages. The data is not part of the product; without it this says where it was looked for, and
ends well.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from casebooks.data import NoDataError, data_folder  # noqa: E402

from shouwen.cases.likeness import ALIKE, Shelf  # noqa: E402

MARKED = {
    "subsidy for talents": r"人才.{0,12}(补贴)|购房补贴",
    "a car loan firm": r"58车[贷货]",
    "a trade centre": r"中贸城|中茂城",
    "restaurants below flats": r"辉煌国际城",
    "flues in a corridor": r"青青家园",
    "faults of new flats": r"江山帝景",
    "a high-voltage line": r"月亮岛.*高压|高压.*月亮岛",
    "a bus line": r"805路",
    "an investment firm": r"聚利[人网]|利聚人",
    "plans of a quarter": r"东六线",
    "a courtyard": r"魅力之城",
}
WARNED = 5


def messages() -> list[tuple[str, str]]:
    """Return title and text of every message about hot topics, the oldest number first."""
    path = data_folder() / "cases_zh_citizen_messages" / "hot_topics.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as book:
        return [(row["留言主题"], row["留言详情"]) for row in csv.DictReader(book)]


def mark(title: str, text: str) -> str:
    """Return which of the marked matters a message is about; empty for none or several."""
    whole = re.sub(r"\s", "", title + text)
    found = [name for name, pattern in MARKED.items() if re.search(pattern, whole)]
    return found[0] if len(found) == 1 else ""


def pairs(groups: list[list[int]], marks: list[str]) -> tuple[float, float]:
    """Return precision and recall of pairs that stand together, among those with a mark."""
    together = wrong = 0
    for group in groups:
        for place, one in enumerate(group):
            for other in group[:place]:
                if marks[one] or marks[other]:
                    together += marks[one] == marks[other]
                    wrong += marks[one] != marks[other]
    sizes = [marks.count(name) for name in MARKED]
    wanted = sum(size * (size - 1) // 2 for size in sizes)
    return together / (together + wrong), together / wanted


def warnings(shelf: Shelf, marks: list[str]) -> tuple[float, float]:
    """Return how many warnings are right, and for how many messages at least one right one came."""
    right = shown = found = asked = 0
    for place, (title, text) in enumerate(shelf.matters):
        if not marks[place]:
            continue
        like = [p for p, _score in shelf.like(title, text, ALIKE) if p != place][:WARNED]
        good = sum(marks[p] == marks[place] for p in like)
        right, shown, found, asked = right + good, shown + len(like), found + bool(good), asked + 1
    return right / max(shown, 1), found / asked


def main() -> int:
    """Print the figures; 1 if one is missed."""
    try:
        matters = messages()
    except NoDataError as absent:
        print(absent)
        return 0
    began = time.perf_counter()
    shelf = Shelf(matters)
    groups = shelf.groups()
    seconds = time.perf_counter() - began
    marks = [mark(*matter) for matter in matters]
    counted: dict[str, int] = defaultdict(int)
    for name in filter(None, marks):
        counted[name] += 1
    precision, recall = pairs(groups, marks)
    right, warned = warnings(shelf, marks)
    hot = sum(len(group) >= 3 for group in groups)
    print(f"{len(matters):,} messages, {sum(counted.values())} marked in {len(counted)} matters")
    print(f"  grouped in {seconds:.1f} s; {hot} groups of three or more")
    print(f"  pairs together: precision {precision:.2f}, recall {recall:.2f}")
    print(f"  warnings: {right:.2f} right; at least one right for {warned:.2f} of the marked")
    return int(precision < 0.75 or recall < 0.55)


if __name__ == "__main__":
    sys.exit(main())
