"""Write the reference page of every kind of rule from its model: `kind_reference.py [--check]`.

Keys, values and what is required come from the models, their meaning from
`docs/reference/words.yaml`, and each example is a bundled rule of that kind with the cases that the
tests run. `--check` changes nothing and says which page is not up to date.
"""

from __future__ import annotations

import datetime as dt
import sys
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from shouwen.policy.amounts import Length, Quantity
from shouwen.policy.describe import KIND_NAMES
from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.kinds import KINDS, Rule
from shouwen.policy.kinds.common import Who
from shouwen.policy.kinds.conditions import Condition, Same, Within
from shouwen.policy.kinds.figures import Bound
from shouwen.policy.kinds.parties import Somebody
from shouwen.policy.kinds.shapes import SHAPES
from shouwen.policy.kinds.sources import SOURCES
from shouwen.policy.kinds.tested import Tests
from shouwen.policy.kinds.whose import Demands
from shouwen.regulations import library

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
WORDS = YAML(typ="safe").load((FOLDER / "words.yaml").read_text(encoding="utf-8"))
MANY = 4  # cases that make an example worth reading
MANY = 4  # cases that make an example worth reading
UNSAID: dict[str, None] = {}
LANGUAGES = {"zh": ".zh-CN.md", "en": ".md"}
Part = type[BaseModel]
# Explained once, on the page of what all kinds share.
SHARED: Mapping[Part, str] = {Condition: "condition", Demands: "condition", Tests: "condition",
                              Somebody: "somebody"}  # fmt: skip
PLAIN: Mapping[object, tuple[str, str]] = {
    str: ("文字", "text"),
    bool: ("是或否", "yes or no"),
    int: ("整数", "whole number"),
    float: ("数", "number"),
    Fraction: ("数或百分比", "number or percentage"),
    Quantity: ("数额", "amount"),
    Length: ("时长", "length of time"),
    Bound: ("界线", "bound"),
    Who: ("登记项的名称", "name of a detail"),
    Same: ("值", "value"),
    Within: ("范围", "range"),
    dt.date: ("日期", "date"),
}
HEADS = {
    "zh": ("| 键 | 值 | 必填 | 含义 |", "必填", "例", "共有的键", "规则参考", "它的案例："),
    "en": ("| key | value | required | meaning |", "yes", "Example", "Keys of every kind",
           "Rule reference", "Its cases:"),
}  # fmt: skip


class Said(NamedTuple):
    """A reference page in one language."""

    language: Literal["zh", "en"]

    def pick(self, both: Sequence[str]) -> str:
        """Return the text in this language; pairs are Chinese, English."""
        return both[0 if self.language == "zh" else 1]

    @property
    def heads(self) -> tuple[str, ...]:
        """The fixed words of a page."""
        return HEADS[self.language]


# ── what a model says ────────────────────────────────────────────────────────────────────────


def parts_of(model: Part) -> list[Part]:
    """Return the models that stand inside a model, each once, in the order they are met."""
    found: list[Part] = []
    for field in model.model_fields.values():
        for part in _inside(field.annotation):
            if part not in found and not _elsewhere(part):
                found += [part, *(p for p in parts_of(part) if p not in found and p is not part)]
    return list(dict.fromkeys(found))


def _inside(annotation: Any) -> Iterator[Part]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for inner in typing.get_args(annotation):
            yield from _inside(inner)


def _elsewhere(part: Part) -> bool:
    own = (*SHAPES.values(), *SOURCES.values())
    return any(issubclass(part, shared) for shared in SHARED) or part in own


def name_of(part: Part) -> str:
    """Return what a part is called on its page."""
    return part.__name__.removesuffix("Of") or part.__name__


def value_of(annotation: Any, said: Said) -> str:
    """Say what may stand as a value."""
    if annotation in PLAIN:
        return said.pick(PLAIN[annotation])
    if annotation is None or annotation is types.NoneType:
        return ""
    if typing.get_origin(annotation) is Literal:
        return ", ".join(_literal(one) for one in typing.get_args(annotation))
    if typing.get_origin(annotation) in (tuple, list):
        inner = value_of(typing.get_args(annotation)[0], said)
        return said.pick((f"{inner}（可列多个）", f"list of: {inner}"))
    return _model_or_choice(annotation, said)


def _literal(value: object) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _model_or_choice(annotation: Any, said: Said) -> str:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _linked(annotation)
    models = list(dict.fromkeys(_inside(annotation)))
    if models and all(model in SHAPES.values() for model in models):
        return f"[amount](amounts{LANGUAGES[said.language]})"
    if models and all(model in SOURCES.values() for model in models):
        return f"[figure](figures{LANGUAGES[said.language]})"
    # A part spelled out shortly, as bare text, is the same part.
    args = models or [one for one in typing.get_args(annotation) if one is not type(None)]
    texts = [text for text in dict.fromkeys(value_of(one, said) for one in args) if text]
    return said.pick(("或", " or ")).join(texts) or said.pick(("文字", "text"))


def _linked(part: Part) -> str:
    for shared, name in SHARED.items():
        if issubclass(part, shared):
            return f"`{name}`"
    return f"`{name_of(part)}`"


# ── a page ───────────────────────────────────────────────────────────────────────────────────


def meaning(part: Part, key: str, said: Said) -> str:
    """Say what a key means; what nobody wrote down yet is remembered in UNSAID."""
    keys = WORDS["keys"]
    for name in (f"{part.__name__}.{key}", key):
        if name in keys:
            return said.pick(keys[name])
    UNSAID.setdefault(f"{part.__name__}.{key}")
    return ""


def table(part: Part, said: Said, *, without: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines of a table of a model's keys."""
    yield said.heads[0]
    yield "|---|---|---|---|"
    for name, field in part.model_fields.items():
        if name not in without:
            yield _row(part, field.alias or name, field, said)


def _row(part: Part, key: str, field: FieldInfo, said: Said) -> str:
    required = said.heads[1] if field.is_required() else ""
    value = value_of(field.annotation, said).replace("|", "\\|")
    return f"| `{key}` | {value} | {required} | {meaning(part, key, said)} |"


def kind_page(kind: str, said: Said) -> Iterator[str]:
    """Yield the lines of the page of one kind."""
    model = KINDS[kind]
    yield f"# {said.pick(KIND_NAMES[kind])} `{kind}`"
    yield from ("", said.pick(WORDS["kinds"][kind]), "")
    ending = LANGUAGES[said.language]
    yield f"[{said.heads[3]}](common{ending}) · [{said.heads[4]}](README{ending})"
    yield ""
    yield from table(model, said, without=list(Rule.model_fields))
    yield from _parts(parts_of(model), said)
    yield from example(kind, said)


def _parts(parts: Sequence[Part], said: Said) -> Iterator[str]:
    for part in parts:
        yield from ("", f"## {name_of(part)}", "")
        yield from table(part, said)


def example(kind: str, said: Said) -> Iterator[str]:
    """Yield a short bundled rule of a kind with several cases, as it stands in its file."""
    blocks = [found for read in library.regulations() for found in _blocks(read, kind)]
    wanted = [one for one in blocks if _shows_much(*one[1:])] or blocks
    read, rule, cases = min(wanted, key=lambda one: (len(one[1]) + len(one[2]), one[1]))
    yield from ("", f"## {said.heads[2]}", "")
    yield f"`{read.file_name}`"
    yield from ("", "```yaml", rule, "```")
    if cases:
        yield from ("", said.heads[5], "", "```yaml", cases, "```")


def _shows_much(rule: str, cases: str) -> bool:
    return cases.count("case:") >= MANY and rule.count("\n") >= MANY + 4 and "____" not in rule


def _blocks(read: Regulation, kind: str) -> Iterator[tuple[Regulation, str, str]]:
    lines = read.source.splitlines()
    for key, rule in read.rules.items():
        if rule.kind == kind:
            below = lines[read.rule_lines[key] - 1 :]
            start = next(n for n, line in enumerate(below) if line.startswith(("```rule", "id:")))
            yield read, *_fenced(below[start:])


def _fenced(lines: Sequence[str]) -> tuple[str, str]:
    """Return the rule block that begins here and the block of cases that follows it."""
    body = lines[1:] if lines[0].startswith("```") else lines
    end = body.index("```")
    rest = list(body[end + 1 :])
    cases = ""
    if rest[:2] and "```cases" in rest[:2]:
        begin = rest.index("```cases") + 1
        cases = "\n".join(rest[begin : rest.index("```", begin)])
    return "\n".join(body[:end]), cases


def family_page(title: tuple[str, str], family: Mapping[str, Part], said: Said) -> Iterator[str]:
    """Yield the page of the shapes of amount, or of the sources of figures."""
    yield f"# {said.pick(title)}"
    for name, model in family.items():
        yield from ("", f"## `{name}`", "", meaning(model, name, said), "")
        for part in (model, *parts_of(model)):
            if part is not model:
                yield from ("", f"{name_of(part)}:", "")
            yield from table(part, said)


def common_page(said: Said) -> Iterator[str]:
    """Yield the page of the keys that every kind has."""
    yield f"# {said.heads[3]}"
    yield ""
    yield from table(Rule, said)
    yield from ("", "## somebody", "")
    yield from table(Somebody, said)


def index_page(said: Said) -> Iterator[str]:
    """Yield the list of all pages."""
    ending = LANGUAGES[said.language]
    yield f"# {said.heads[4]}"
    yield ""
    for kind in KINDS:
        what = said.pick(WORDS["kinds"][kind])
        yield f"- [{said.pick(KIND_NAMES[kind])} `{kind}`]({kind}{ending}) {what}"
    yield f"- [{said.heads[3]}](common{ending})"
    yield f"- [{said.pick(AMOUNTS)}](amounts{ending})"
    yield f"- [{said.pick(FIGURES)}](figures{ending})"


AMOUNTS, FIGURES = ("金额的形式", "Shapes of amount"), ("算出的数", "Figures worked out")


def pages() -> Iterator[tuple[str, str]]:
    """Yield every page with its file name."""
    for language, ending in LANGUAGES.items():
        said = Said(language)  # type: ignore[arg-type]
        content = {kind: kind_page(kind, said) for kind in KINDS}
        content |= {"common": common_page(said), "README": index_page(said)}
        content |= {"amounts": family_page(AMOUNTS, SHAPES, said)}
        content |= {"figures": family_page(FIGURES, SOURCES, said)}
        for name, lines in content.items():
            yield f"{name}{ending}", "\n".join(lines) + "\n"


def main() -> int:
    """Write every page, or with `--check` name those that differ."""
    stale = []
    for name, text in pages():
        file = FOLDER / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                file.write_text(text, encoding="utf-8")
    if UNSAID:
        print(f"Say in docs/reference/words.yaml what these mean: {', '.join(UNSAID)}.")
        return 1
    if stale and "--check" in sys.argv:
        print(f"Not up to date: {', '.join(stale)}. Run python tools/kind_reference.py.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
