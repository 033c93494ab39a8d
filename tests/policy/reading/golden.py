"""What is kept of a page that must not be in the repository: the structure of its trees only.

Run ``python tests/policy/reading/golden.py FOLDER`` from the checkout to write the golden files
anew from ``FOLDER/page-N.txt``; read what changed before it is committed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from shouwen.documents.cleaning import cleaned
from shouwen.documents.reading.any_format import read_any
from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.trees import trees_of

GOLDEN = Path(__file__).parent / "golden"


def structure_of(page: Path) -> list[dict[str, Any]]:
    """Return the trees of a page as numbers, depths, parents, lengths and hashes."""
    source = cleaned(read_any(page.read_bytes(), page.name))
    return [_of_tree(tree) for tree in trees_of(source)]


def golden(name: str) -> list[dict[str, Any]]:
    """Return the golden structure of a page."""
    told: list[dict[str, Any]] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return told


def _of_tree(tree: Tree) -> dict[str, Any]:
    places = {node.id: place for place, node in enumerate(tree.nodes)}
    return {
        "title": _hash(tree.title),
        "front": sum(span.end - span.start for span in tree.title_spans),
        "nodes": [
            [
                node.number or "-",
                node.depth,
                -1 if node.parent is None else places[node.parent],
                len(tree.text_of(node)),
                _hash(tree.text_of(node)),
            ]
            for node in tree.nodes
        ],
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def main() -> None:
    """Write the golden file of each page in a folder."""
    GOLDEN.mkdir(exist_ok=True)
    for page in sorted(Path(sys.argv[1]).glob("page-*.txt")):
        trees = structure_of(page)
        lines = [
            json.dumps(tree, ensure_ascii=False, separators=(",", ":")).replace("],[", "],\n[")
            for tree in trees
        ]
        text = "[\n" + ",\n".join(lines) + "\n]\n"
        (GOLDEN / f"{page.stem}.json").write_text(text, encoding="utf-8")
        sys.stdout.write(f"{page.name}: {len(trees)} trees\n")


if __name__ == "__main__":
    main()
