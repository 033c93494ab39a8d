"""How well and how fast documents are read: clauses, parents, rules, figures, beside plain regexes.

Run ``python benchmarks/reading.py [FOLDER]`` from the checkout. FOLDER may hold labelled
regulations: ``NN-name.txt`` with ``NN-name.yaml`` beside it, clauses and rules in the label shape,
and ``score.py``, which then scores both readers. Our own labelled texts are always read.

The other reader is what a developer writes in an afternoon: one regex for numbers at the start of
a line, each style a level in the order it first appears, nothing asked of the sequence.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from shouwen.policy.reading.labels import labels  # noqa: E402
from shouwen.policy.reading.proposing import propose  # noqa: E402
from shouwen.policy.reading.source import source_of  # noqa: E402
from shouwen.policy.reading.trees import trees_of  # noqa: E402
from tests.policy.reading import labelled_rules, labelled_trees, pack_figures  # noqa: E402
from tests.policy.reading.labelled_trees import (  # noqa: E402
    Edge,
    key_of,
    labels_named,
    score,
    text_named,
)

PAGE = 1000
T = TypeVar("T")
LINE = re.compile(
    r"^\s*(第[一二三四五六七八九十百\d]+[编章节条]|[一二三四五六七八九十]+(?=、)"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d+(?:\.\d+)*(?=[、.\s])|\d+[)）])[、.\s]*(.*)"
)


def our_edges(text: str) -> list[Edge]:
    """Return what our reader finds."""
    return labelled_trees.edges_of(trees_of(source_of(text)))


def plain_edges(text: str) -> list[Edge]:
    """Return what the plain reader finds."""
    clauses = plain_clauses(text)
    keys = {each["id"]: key_of(each["num"], each["head"]) for each in clauses}
    return [(0, keys[each["id"]], keys.get(each["parent"])) for each in clauses]


def plain_clauses(text: str) -> list[dict[str, Any]]:
    """Return the clauses of the plain reader in the label shape."""
    order: list[str] = []
    above: list[tuple[int, str]] = []
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        match = LINE.match(line)
        if match is None:
            continue
        style = re.sub(r"[一二三四五六七八九十百\d]+", "1", match[1])
        if style not in order:
            order.append(style)
        level = order.index(style)
        above = [one for one in above if one[0] < level]
        parent = above[-1][1] if above else None
        name = f"{parent}/{match[1]}" if parent else match[1]
        repeats = sum(one["id"].split("#")[0] == name for one in found)
        name += f"#{repeats + 1}" if repeats else ""
        above.append((level, name))
        found.append({"id": name, "num": match[1], "parent": parent, "head": match[2][:12]})
    return found


def report_trees(title: str, names: Iterable[str], read: Callable[[str], list[Edge]]) -> None:
    """Print the clause figures of some of our texts."""
    scores = [score(read(text_named(name)), labels_named(name)) for name in names]
    total = sum(scores[1:], scores[0])
    print(f"{title:34} clauses F1 {total.node_f1:.3f}   with parents F1 {total.edge_f1:.3f}")


def report_rules(title: str, names: Iterable[str]) -> None:
    """Print the rule figures of some of our texts."""
    for what, kinds in (("rules", None), ("figures", labelled_rules.FIGURES)):
        scores = [labelled_rules.scored(name, kinds) for name in names]
        total = sum(scores[1:], scores[0])
        print(f"{title:34} {what:7} precision {total.precision:.3f}   recall {total.recall:.3f}")


def report_library() -> None:
    """Print how many figures of the bundled regulations' rules are read back, and which are not."""
    figures = pack_figures.library()
    found = pack_figures.shares(figures)
    print(
        f"figures of the bundled rules       {found.every}, in their clauses' words {found.worded}"
    )
    shares = (
        ("of those a proposal has", found.read_of_worded / found.worded),
        ("one of the rule's own kind", found.alike_of_worded / found.worded),
        ("of all a proposal has", found.read / found.every),
    )
    for what, share in shares:
        print(f"{what:34} {share:.3f}")
    for each in figures:
        if each.worded and not each.read:
            print(f"  missed: {each.pack} {each.clause} {each.kind}: {each.path} {each.said}")


def report_folder(folder: Path) -> None:
    """Print the figures of labelled regulations outside the checkout, scored by their script."""
    readers = (("ours", our_labels), ("plain regexes", plain_labels))
    for title, read in readers:
        with tempfile.TemporaryDirectory() as made:
            for file in sorted(folder.glob("[0-9]*.txt")):
                labels = read(file.read_text(encoding="utf-8"))
                Path(made, f"{file.stem}.json").write_text(json.dumps(labels), encoding="utf-8")
            told = subprocess.run(
                [sys.executable, str(folder / "score.py"), made, "--per"],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        print(f"── {folder.name}, {title}\n{told.stdout}")


def our_labels(text: str) -> dict[str, Any]:
    """Return the labels of our reader, several regulations in one."""
    told: dict[str, Any] = {"clauses": [], "rules": []}
    for part, tree in enumerate(trees_of(source_of(text))):
        each = labels(tree, propose(tree))
        told["clauses"] += [_within(part, one, "id", "parent") for one in each["clauses"]]
        told["rules"] += [_within(part, one, "clause") for one in each["rules"]]
    return told


def _within(part: int, label: dict[str, Any], *keys: str) -> dict[str, Any]:
    return label | {key: label[key] and f"{part}:{label[key]}" for key in keys}


def plain_labels(text: str) -> dict[str, Any]:
    """Return the labels of the plain reader, which proposes no rules."""
    return {"clauses": plain_clauses(text), "rules": []}


def report_speed() -> None:
    """Print the seconds that 100 pages of 1,000 characters take."""
    names = [*labelled_trees.TUNED, *labelled_trees.KEPT_BACK, *labelled_trees.KEPT_LONGER]
    text = "\n".join(text_named(name) for name in names)
    text = "\n".join([text] * (100 * PAGE // len(text) + 1))[: 100 * PAGE]
    source = source_of(text)
    trees, seconds = timed(lambda: trees_of(source))
    print(f"clause trees of 100 pages          {seconds:6.2f} s")
    _, rules = timed(lambda: [propose(tree) for tree in trees])
    print(f"rules of 100 pages                 {rules:6.2f} s")
    _, plain = timed(lambda: plain_clauses(text))
    print(f"plain regexes over 100 pages       {plain:6.2f} s")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what a piece of work returns, and its seconds, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        done = work()
        best = min(best, time.perf_counter() - begun)
    return done, best


def main() -> None:
    """Print every figure."""
    groups = (
        ("tuned on", labelled_trees.TUNED),
        ("kept back", labelled_trees.KEPT_BACK),
        ("kept back longer", labelled_trees.KEPT_LONGER),
        ("kept back last", labelled_trees.KEPT_LAST),
        ("read later", labelled_trees.READ_LATER),
    )
    for title, names in groups:
        report_trees(title, names, our_edges)
        report_trees(f"{title}: regexes", names, plain_edges)
    report_rules("tuned on", labelled_rules.TUNED)
    report_rules("kept back", labelled_rules.KEPT_BACK)
    report_rules("read later", labelled_rules.READ_LATER)
    report_library()
    report_speed()
    for folder in map(Path, sys.argv[1:]):
        report_folder(folder)


if __name__ == "__main__":
    main()
