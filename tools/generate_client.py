"""Writes the nouns and models of clients/python from docs/reference/openapi.json.

Each noun has a file of its own with the models that only it uses, or two files where one would be
long; what several use is in ``models.py``. `--check` writes nothing and fails when a file is not
current.
"""

from __future__ import annotations

import json
import keyword
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs" / "reference" / "openapi.json"
PLACE = ROOT / "clients" / "python" / "shouwen_client"
BY = "written by tools/generate_client.py."
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
MULTIPART, JSON = "multipart/form-data", "application/json"
START = "/api/v1/"
ROWS = re.compile(r"^(Rows|Page)\[(\w+)\]$")
MATCH = "If-Match"
TYPING = {"Any", "Generic", "Literal", "NotRequired", "TypedDict", "TypeVar", "Unpack"}
# The widest a sentence may be inside a method.
WIDE = 100 - len('        """"""')
LONG = 400  # lines of a file
MANY = 30  # operations; a noun with more has those on one thing in a file of their own

Told = dict[str, Any]


# ── types ────────────────────────────────────────────────────────────────────────────────────


def name_of(ref: str) -> str:
    """Return what a model is called in Python."""
    return ref.rpartition("/")[2].replace("_", "")


def type_of(schema: Told) -> str:
    """Return the type of a schema as Python writes it."""
    if "$ref" in schema:
        return name_of(schema["$ref"])
    if "anyOf" in schema:
        kinds = " | ".join(type_of(each) for each in schema["anyOf"])
        return " | ".join(dict.fromkeys(kinds.split(" | ")))
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return f"Literal[{', '.join(map(_quoted, values))}]"
    if schema.get("type") == "array":
        return f"list[{type_of(schema.get('items', {}))}]"
    if schema.get("type") == "object":
        rest = schema.get("additionalProperties")
        return f"dict[str, {type_of(rest) if isinstance(rest, dict) else 'Any'}]"
    return PLAIN.get(str(schema.get("type")), "Any")


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def names_in(schema: object) -> Iterator[str]:
    """Yield the models that a schema names, as the description calls them."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for each in schema.values():
            yield from names_in(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from names_in(each)


def sentence(text: str, *, wide: int = WIDE) -> str:
    """Return the first sentence of a text on one line; a longer one is cut at a mark."""
    line = " ".join(text.partition("\n\n")[0].replace("\\", "").replace('"', "'").split())
    while len(line) > wide and (cut := re.match(r"(.+)[;:,(—.] .*$", line)):
        line = cut[1].rstrip(" ;:,.") + "."
    return line


# ── the description ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    method: str
    path: str
    told: Told

    @property
    def noun(self) -> str:
        """The first half of its name."""
        return str(self.told["operationId"]).partition("_")[0]

    @property
    def is_on_one(self) -> bool:
        """Whether its address names one thing of the noun."""
        return self.path.removeprefix(START).split("/")[1:2] > ["{"]

    @property
    def verb(self) -> str:
        """The second half, as Python may call a method."""
        verb = str(self.told["operationId"]).partition("_")[2]
        return f"{verb}_" if keyword.iskeyword(verb) or verb == "list" else verb

    @cached_property
    def answer(self) -> str:
        """The name of the model that it answers with."""
        good = next(each for code, each in self.told["responses"].items() if code.startswith("2"))
        return str(good["content"][JSON]["schema"]["$ref"]).rpartition("/")[2]

    @cached_property
    def body(self) -> tuple[str, str]:
        """The kind of content that is sent, and the name of its model; empty for none."""
        content = self.told.get("requestBody", {}).get("content", {})
        if MULTIPART in content:
            return MULTIPART, ""
        if JSON in content:
            return JSON, str(content[JSON]["schema"]["$ref"]).rpartition("/")[2]
        return "", ""

    @property
    def is_marked(self) -> bool:
        """Whether it is only done if what was read is still the same."""
        return any(each["name"] == MATCH for each in self.told["parameters"])

    def parameters(self, place: str) -> list[Told]:
        """Return what stands in its path or query; the client turns pages by itself."""
        every = [each for each in self.told["parameters"] if each["in"] == place]
        return [each for each in every if each["name"] != "cursor"]


class Description:
    """What the API says about itself."""

    def __init__(self, api: Told) -> None:
        """Read the operations and models."""
        self.schemas: Told = api["components"]["schemas"]
        self.operations = [
            Operation(method, path, told)
            for path, each in sorted(api["paths"].items())
            for method, told in sorted(each.items())
        ]
        self.nouns = sorted({each.noun for each in self.operations})
        self.parts = sorted({self.part_of(each) for each in self.operations})

    def part_of(self, operation: Operation) -> str:
        """Return the file that an operation stands in: its noun's, or that of single things."""
        noun = operation.noun
        many = sum(each.noun == noun for each in self.operations) > MANY
        return f"{noun}_one" if many and operation.is_on_one else noun

    @cached_property
    def users(self) -> Mapping[str, set[str]]:
        """The files that use each model."""
        found: dict[str, set[str]] = {}
        for each in self.operations:
            waiting = [each.answer, each.body[1]]
            while waiting:
                name = waiting.pop()
                if name and self.part_of(each) not in found.setdefault(name, set()):
                    found[name].add(self.part_of(each))
                    waiting += names_in(self.schemas[name])
        return found

    def list_of(self, name: str) -> tuple[str, str]:
        """Return ``Page`` or ``Rows`` and what it is made of, where a model is a list."""
        found = ROWS.match(self.schemas[name]["title"])
        return (found[1], found[2]) if found else ("", "")

    def models_of(self, nouns: set[str]) -> list[str]:
        """Return the models that one noun uses alone, or that several share."""
        return sorted(
            name
            for name, users in self.users.items()
            if (users == nouns or (len(users) > 1 and not nouns)) and not self.list_of(name)[0]
        )


# ── writing ──────────────────────────────────────────────────────────────────────────────────


def model(name: str, schema: Told) -> Iterator[str]:
    """Write one model as a dictionary with known keys."""
    required = set(schema.get("required", ()))
    yield f"class {name_of(name)}(TypedDict):"
    yield f'    """{sentence(schema.get("description") or f"What {name_of(name)} holds.")}"""'
    yield ""
    for key, each in schema.get("properties", {}).items():
        if not key.isidentifier() or keyword.iskeyword(key):
            raise ValueError(f"{name}.{key} cannot be a name in Python; call it otherwise.")
        written = type_of(each)
        yield f"    {key}: {written if key in required else f'NotRequired[{written}]'}"


def operation(each: Operation, answer: str, *, paged: bool) -> Iterator[str]:
    """Write one operation as a method of its noun."""
    kind, body = each.body
    inside = [f"{p['name']}: int | str" for p in each.parameters("path")]
    named = [f"{p['name']}: {_optional(p)}" for p in each.parameters("query")]
    named += ["idempotency_key: str | None = None"] if each.method == "post" else []
    named += ["if_match: str | None = None"] if each.is_marked else []
    rest = ["**files: Any"] if kind == MULTIPART else []
    rest = [f"**body: Unpack[{name_of(body)}]"] if body else rest
    taken = ["self", *inside, *(["/"] if inside else []), *(["*"] if named else []), *named, *rest]
    yield f"    def {each.verb}({', '.join(taken)}) -> {answer}:"
    yield f'        """{sentence(each.told["summary"])}"""'
    sent = f"self._transport.{'pages' if paged else 'call'}({', '.join(_sent(each, paged=paged))})"
    yield f"        return {sent}"
    yield ""


def _sent(each: Operation, *, paged: bool) -> Iterator[str]:
    if not paged:
        yield f'"{each.method.upper()}"'
    yield _place(each.path)
    kind, body = each.body
    asked = ", ".join(f'"{p["name"]}": {p["name"]}' for p in each.parameters("query"))
    yield from [f"query={{{asked}}}"] if asked else []
    yield from ["files=files"] if kind == MULTIPART else []
    yield from ["body=body"] if body else []
    yield from ["key=idempotency_key"] if each.method == "post" else []
    yield from ["if_match=if_match"] if each.is_marked else []


def _place(path: str) -> str:
    if "{" not in path:
        return f'"{path}"'
    parts = path.removeprefix(START).split("/")
    return f"place({', '.join(p[1:-1] if p[0] == '{' else _quoted(p) for p in parts)})"


def _optional(parameter: Told) -> str:
    written = type_of(parameter["schema"])
    if parameter["required"]:
        return written
    return written + (" = None" if "None" in written else " | None = None")


def _classes(api: Description, nouns: set[str]) -> list[str]:
    found: list[str] = []
    for name in api.models_of(nouns):
        found += [*model(name, api.schemas[name]), "", ""]
    return found


def _class(api: Description, part: str) -> str:
    one = f"{part}_one" in api.parts
    said = f"Operations on {part}." if not part.endswith("_one") else "Operations on one of them."
    lines = [
        f"class {_named(part)}{f'({_named(part)}One)' if one else ''}:",
        f'    """{said}"""',
        "",
    ]
    if not one:
        lines += ["    def __init__(self, transport: Transport) -> None:"]
        lines += ['        """Send through this transport."""']
        lines += ["        self._transport = transport", ""]
    for each in api.operations:
        if api.part_of(each) != part:
            continue
        kind, row = api.list_of(each.answer)
        paged = kind == "Page" and each.method == "get"
        whole = f"{kind}[{row}]" if kind else name_of(each.answer)
        lines += operation(each, f"Iterator[{row}]" if paged else whole, paged=paged)
    return "\n".join(lines)


def _named(part: str) -> str:
    return part.title().replace("_", "")


def _files_of(api: Description, part: str) -> dict[Path, str]:
    """Return the file of a noun or a part of it, or two where one would be long."""
    path, apart = PLACE / "nouns" / f"{part}.py", PLACE / "nouns" / f"{part}_models.py"
    title = f"The noun {part}".replace("_one", ": operations on one of them")
    shared = {"shouwen_client.models": {"Rows", *map(name_of, api.models_of(set()))}}
    one = {f"shouwen_client.nouns.{part}_one": {f"{_named(part)}One"}}
    classes, methods = "\n".join(_classes(api, {part})), _class(api, part)
    whole = _file(title, classes + methods, shared | one, path)
    if whole.count("\n") <= LONG:
        return {path: whole}
    own = {f"shouwen_client.nouns.{part}_models": {*map(name_of, api.models_of({part}))}}
    return {
        path: _file(title, methods, shared | own | one, path),
        apart: _file(f"Models of {part}", classes, shared, apart),
    }


def _file(title: str, text: str, elsewhere: Mapping[str, set[str]], path: Path) -> str:
    """Return a whole file: its sentence, what it takes from elsewhere, and the text."""
    used = set(re.findall(r"\w+", re.sub(r'"""(.+?)"""|"[^"]*"', "", text)))
    lines = [f'"""{title}; {BY}"""', "", "from __future__ import annotations", ""]
    lines += ["from collections.abc import Iterator"] if "Iterator" in used else []
    lines += [*_taking("typing", used & TYPING), ""]
    for module, names in sorted(elsewhere.items()):
        lines += _taking(module, used & names)
    # A model may well have a field called place.
    called = {"place"} if "place(" in text else set()
    lines += _taking("shouwen_client.transport", (used & {"Transport"}) | called)
    return _laid_out("\n".join(lines).rstrip() + f"\n\n{text}", path)


def _taking(module: str, names: set[str]) -> list[str]:
    # As ruff sorts them: classes, then functions, whatever their letters.
    taken = ", ".join(sorted(names, key=lambda name: (name.islower(), name.lower())))
    return [f"from {module} import {taken}"] if names else []


def _models(api: Description) -> str:
    rows = ['Row = TypeVar("Row")', "", ""]
    rows += ["class Rows(TypedDict, Generic[Row]):", '    """All rows there are."""', ""]
    rows += ["    items: list[Row]", "", ""]
    text = "\n".join([*rows, *_classes(api, set())])
    return _file("Models that several nouns share", text, {}, PLACE / "models.py")


def _nouns(api: Description) -> str:
    lines = [f'"""Every noun of the API; {BY}"""', "", "from __future__ import annotations", ""]
    lines += [f"from shouwen_client.nouns.{each} import {each.title()}" for each in api.nouns]
    lines += ["from shouwen_client.transport import Transport", ""]
    lines += ["", "class Nouns:", '    """Every noun of the API."""', ""]
    lines += ["    def __init__(self, transport: Transport) -> None:"]
    lines += ['        """Give each noun the transport."""']
    lines += [f"        self.{each} = {each.title()}(transport)" for each in api.nouns]
    return "\n".join(lines)


def _laid_out(text: str, path: Path) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(path), "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


def files() -> dict[Path, str]:
    """Return what each file should hold."""
    api = Description(json.loads(SOURCE.read_text(encoding="utf-8")))
    nouns = PLACE / "nouns" / "__init__.py"
    found = {PLACE / "models.py": _models(api), nouns: _laid_out(_nouns(api), nouns)}
    for part in api.parts:
        found |= _files_of(api, part)
    return found


def not_current() -> list[str]:
    """Return the files that are not what they should be, and those that nobody wants."""
    wanted = files()
    there = {*(PLACE / "nouns").glob("*.py"), *wanted}
    return sorted(
        str(path.relative_to(ROOT))
        for path in there
        if not path.exists() or path.read_text(encoding="utf-8") != wanted.get(path)
    )


def write() -> None:
    """Write every file, and remove those of nouns that are gone."""
    wanted = files()
    (PLACE / "nouns").mkdir(exist_ok=True)
    for path in {*(PLACE / "nouns").glob("*.py")} - {*wanted}:
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")


def main() -> int:
    """Write the files, or compare them."""
    if "--check" not in sys.argv:
        write()
        return 0
    if wrong := not_current():
        print(f"The client is not current ({', '.join(wrong)}); run tools/generate_client.py.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
