"""The rules of the house that no ready-made linter knows; `house_rules.py` prints what breaks them.

Each rule takes a file's text and yields line numbers with a sentence.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "shouwen"
LONG_FILE, LONGEST_FILE = 400, 600
Found = Iterator[tuple[int, str]]


def no_receiver(text: str) -> Found:
    """Domain work is not done in signals; only `site` may listen to the framework's own."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(_name(each) == "receiver" for each in node.decorator_list):
                yield node.lineno, "listens to a signal; use the table in site/reactions.py."
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
            yield node.lineno, "imports model signals; use the table in site/reactions.py."


def no_own_save(text: str) -> Found:
    """A row is written as it stands; what else must happen is an action's business."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ClassDef) or any("Form" in _name(b) for b in node.bases):
            continue
        for each in node.body:
            if isinstance(each, ast.FunctionDef) and each.name in ("save", "delete"):
                yield each.lineno, f"overrides {each.name}(); write an action instead."


def no_bare_select_related(text: str) -> Found:
    """Every join is asked for by name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _name(node.func) == "select_related" and not node.args:
            yield node.lineno, "joins everything; name what select_related() shall join."


def no_silent_conflicts(text: str) -> Found:
    """SQLite drops a row that breaks any constraint when conflicts are ignored."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg == "ignore_conflicts":
            yield node.value.lineno, "ignores conflicts; use get_or_create on a unique key."


def no_wall_clock(text: str) -> Found:
    """Time is handed in; a line that says `# clock:` with its reason is the exception."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        converts = called.endswith("localdate") and node.args
        excused = "# clock: " in lines[node.lineno - 1]
        if called in CLOCKS and not converts and not excused:
            yield node.lineno, f"reads the clock with {called}(); take the time as an argument."


CLOCKS = frozenset({
    "timezone.now", "datetime.now", "datetime.utcnow", "date.today", "timezone.localdate",
    "datetime.datetime.now", "datetime.date.today", "time.time", "now", "localdate",
})  # fmt: skip


def no_own_code_in_migrations(text: str) -> Found:
    """A migration must still run when today's code is gone."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        if any(name.split(".")[0] == "shouwen" for name in names):
            yield node.lineno, "imports code of ours; write down what it needs."


def no_inline_code(text: str) -> Found:
    """The content security policy allows neither inline code nor other hosts."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, sentence in INLINE:
            if pattern.search(line):
                yield number, sentence


INLINE = (
    (re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)"), "has an inline script."),
    (re.compile(r"<style[\s>]"), "has an inline style sheet."),
    (re.compile(r"<[^>]*\sstyle="), "has a style attribute; use a class."),
    (re.compile(r"<[^>]*\son[a-z]+="), "has an inline event handler."),
    (re.compile(r"<(?:script|link|img)[^>]*(?:src|href)=\"(?:https?:)?//"), "loads from a host."),
)


def not_too_long(text: str) -> Found:
    """A file is short enough to find one's way in."""
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield LONGEST_FILE, f"has {lines} lines; split it by noun below {LONGEST_FILE}."


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


Rule = Callable[[str], Found]


def in_rooms(path: Path) -> bool:
    """Tell whether a file is code of a room, migrations left out."""
    return path.suffix == ".py" and "migrations" not in path.parts


# Where the clock may be read: where a request, a command or a process begins.
BEGINNINGS = re.compile(r"views|\w+_page\.py|api|apps|gallery|middleware|tasks|command_line")


def below_the_views(path: Path) -> bool:
    """Tell whether a file may not read the clock: everything but beginnings and `site`."""
    inside = path.relative_to(SOURCE).parts
    if path.suffix != ".py" or {"site", "migrations"} & set(inside):
        return False
    return len(inside) > 1 and not BEGINNINGS.match(inside[1])


# Rooms whose rows must not be dropped silently.
KEEPERS = {"journal", "obligations", "approvals", "ledger", "enforcement"}
RULES: tuple[tuple[Rule, Callable[[Path], bool]], ...] = (
    (no_receiver, lambda path: in_rooms(path) and "site" not in path.parts),
    (no_own_save, in_rooms),
    (no_bare_select_related, in_rooms),
    (no_silent_conflicts, lambda path: in_rooms(path) and bool(KEEPERS & set(path.parts))),
    (no_wall_clock, below_the_views),
    (not_too_long, in_rooms),
    (no_own_code_in_migrations, lambda path: path.parent.name == "migrations"),
    (no_inline_code, lambda path: path.suffix == ".html"),
)


def faults() -> list[str]:
    """Return everything in the source that breaks a rule, FILE:LINE first."""
    files = sorted(each for each in SOURCE.rglob("*") if each.suffix in (".py", ".html"))
    return [
        f"{file.relative_to(ROOT)}:{line}: {sentence}"
        for file in files
        for rule, concerns in RULES
        if concerns(file)
        for line, sentence in rule(file.read_text(encoding="utf-8"))
    ]


def long_files() -> list[str]:
    """Return the files worth splitting before somebody must."""
    files = sorted(each for each in SOURCE.rglob("*.py") if in_rooms(each))
    lengths = {file: file.read_text(encoding="utf-8").count("\n") for file in files}
    return [
        f"{file.relative_to(ROOT)}:{LONG_FILE}: notice: has {length} lines; split it by noun."
        for file, length in lengths.items()
        if length > LONG_FILE
    ]


def main() -> int:
    """Print what breaks the rules, and what is about to."""
    found = faults()
    for notice in long_files():
        print(notice)
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
