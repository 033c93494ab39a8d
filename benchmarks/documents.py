"""How fast documents are read, and whether pages full of noise are still cleaned as they were.

Run ``python benchmarks/documents.py`` from the checkout. A hundred pages are made as PDF, DOCX,
HTML and text and read in a process of their own, the way the product reads them. Where the five
noisy pages lie (``../shared/data/regulation_documents``, or below ``SHOUWEN_DATA``), what cleaning
does to them is compared with ``noisy_pages.json``: counts only, none of their text is here.
``--write`` writes that file anew.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import weasyprint

from shouwen.documents.process import read_document
from shouwen.policy.reading.cleaning import undone
from shouwen.policy.reading.source import Source
from shouwen.policy.reading.trees import trees_of

HERE = Path(__file__).parent
KEPT = HERE / "noisy_pages.json"
DATA = Path(os.environ.get("SHOUWEN_DATA", HERE.parents[1] / "shared" / "data"))
PAGES, LONGEST = 100, 10.0
CLAUSES = 800
STYLE = (
    "@page { size: A4; margin: 2.5cm; @top-center { content: '制度汇编' }"
    " @bottom-center { content: '- ' counter(page) ' -' } }"
    " body { font: 13pt/1.9 'Noto Serif CJK SC', serif }"
)


def clause(number: int) -> str:
    """Return a clause of about three lines."""
    return (
        f"第{number}条 坐席应在{number % 48 + 1}小时内答复第{number * 7919 % 9973}号事项，"
        "并将处理结果登记在《投诉登记簿》中；超过时限的，每次扣2分，由班组长在当日17:30前汇总，上报客服部经理"
        "审核后存档备查。"
    )


def made() -> Iterator[tuple[str, bytes]]:
    """Yield a hundred pages in each format."""
    lines = [clause(number) for number in range(1, CLAUSES + 1)]
    page = "".join(f"<p>{line}</p>" for line in lines)
    yield "pdf", weasyprint.HTML(string=f"<style>{STYLE}</style><h1>办法</h1>{page}").write_pdf()
    written = docx.Document()
    for line in lines:
        written.add_paragraph(line)
    stream = io.BytesIO()
    written.save(stream)
    yield "docx", stream.getvalue()
    yield "html", f"<!doctype html><html><body>{page}</body></html>".encode()
    yield "txt", "\n".join(lines).encode("gb18030")


def timed() -> bool:
    """Print how long each format takes; tell whether all are fast enough."""
    fast = True
    for name, data in made():
        start = time.perf_counter()
        source = read_document(data, f"a.{name}")
        read = time.perf_counter() - start
        nodes = sum(len(tree.nodes) for tree in trees_of(source))
        whole = time.perf_counter() - start
        pages = max((piece.page or 0 for piece in source.pieces), default=0)
        shown = f"{pages} pages" if pages else f"{len(source.text)} letters"
        print(f"{name:5} {shown:14} read {read:5.2f} s, with its {nodes} clauses {whole:5.2f} s")
        fast = fast and whole <= LONGEST * max(pages, PAGES) / PAGES
    return fast


def shape(source: Source) -> dict[str, Any]:
    """Return what cleaning did to a page, in counts."""
    return {
        "letters": len(source.text),
        "pieces": len(source.pieces),
        "repairs": dict(sorted(Counter(each.code for each in source.repairs).items())),
        "left_out": dict(sorted(Counter(each.code for each in source.left_out).items())),
        "left_out_letters": sum(each.span.end - each.span.start for each in source.left_out),
        "cleaned": sha256(source.text.encode()).hexdigest()[:16],
    }


def noisy() -> bool:
    """Compare what cleaning does to the noisy pages with what it did."""
    folder = DATA / "regulation_documents"
    files = sorted(folder.glob("page-*.txt"))
    if not files:
        print(f"The noisy pages are not in {folder}; nothing to compare.")
        return True
    found = {}
    for file in files:
        source = read_document(file.read_bytes(), file.name)
        assert undone(source) == read_document(file.read_bytes(), file.name, clean=False).text
        found[file.stem] = shape(source)
    if "--write" in sys.argv:
        KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    for name in sorted({*found, *kept}):
        same = found.get(name) == kept.get(name)
        print(f"{name}: {'as before' if same else f'differs: {found.get(name)}'}")
    return bool(found == kept)


if __name__ == "__main__":
    sys.exit(0 if all([timed(), noisy()]) else 1)
