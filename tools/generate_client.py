"""Writes clients/python/shouwen_client/generated.py from docs/reference/openapi.json.

`--check` writes nothing and fails when the file is not current.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs" / "reference" / "openapi.json"
PLACE = ROOT / "clients" / "python" / "shouwen_client" / "generated.py"
HEAD = '''"""Models and operations of the API; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, Unpack
from urllib.parse import quote

from shouwen_client.transport import Transport
'''
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
MULTIPART, JSON = "multipart/form-data", "application/json"


def name_of(ref: str) -> str:
    """Return what a model is called in Python."""
    return re.sub(r"_", "", ref.rpartition("/")[2])


def type_of(schema: dict[str, Any]) -> str:
    """Return the type of a schema as Python writes it."""
    if "$ref" in schema:
        return name_of(schema["$ref"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(each) for each in schema["anyOf"]))
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


def model(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """Write one model as a dictionary with known keys."""
    required = set(schema.get("required", ()))
    yield f"{name_of(name)} = TypedDict("
    yield f'    "{name_of(name)}",'
    yield "    {"
    for key, each in schema.get("properties", {}).items():
        written = type_of(each)
        whole = written if key in required else f"NotRequired[{written}]"
        yield f'        "{key}": {_late(whole)},'
    yield "    },"
    yield ")"


def _late(written: str) -> str:
    # Models name models below them, so every type is read late.
    return "'" + written.replace("'", '"') + "'"


def operation(method: str, path: str, told: dict[str, Any]) -> Iterator[str]:
    """Write one operation as a method of its noun."""
    noun, _, verb = told["operationId"].partition("_")
    del noun
    name = f"{verb}_" if keyword.iskeyword(verb) or verb == "list" else verb
    answer = _answer(told)
    inside = [p["name"] for p in told["parameters"] if p["in"] == "path"]
    query = [p for p in told["parameters"] if p["in"] == "query" and p["name"] != "cursor"]
    kind, body = _body(told)
    paged = answer.startswith("Page") and method == "get"
    yield f"    def {name}("
    yield "        self,"
    for each in inside:
        yield f"        {each}: int | str,"
    if inside:
        yield "        /,"
    keywords = [f"        {p['name']}: {_optional(p)}," for p in query]
    if method == "post":
        keywords.append("        idempotency_key: str | None = None,")
    if method in ("put", "patch", "delete"):
        keywords.append("        if_match: str | None = None,")
    if kind == MULTIPART:
        keywords.append("        **files: Any,")
    elif body:
        keywords.append(f"        **body: Unpack[{body}],")
    starred = keywords and not keywords[0].lstrip().startswith("**")
    yield from (["        *,"] if starred else [])
    yield from keywords
    item = f"Iterator[{_item(answer)}]" if paged else answer
    yield f"    ) -> {item}:"
    yield f'        """{_sentence(told["summary"])}"""'
    yield from _sending(method, path, query, kind=kind, body=body, paged=paged)


def _sentence(text: str) -> str:
    return text.replace("\\", "").replace('"', "'")


def _optional(parameter: dict[str, Any]) -> str:
    written = type_of(parameter["schema"])
    if parameter["required"]:
        return written
    return written + (" = None" if "None" in written else " | None = None")


def _answer(told: dict[str, Any]) -> str:
    good = next(value for status, value in told["responses"].items() if status.startswith("2"))
    return type_of(good["content"][JSON]["schema"])


def _item(answer: str) -> str:
    return answer.removeprefix("Page")


def _body(told: dict[str, Any]) -> tuple[str, str]:
    content = told.get("requestBody", {}).get("content", {})
    if MULTIPART in content:
        return MULTIPART, ""
    if JSON in content:
        return JSON, type_of(content[JSON]["schema"])
    return "", ""


def _sending(
    method: str, path: str, query: list[dict[str, Any]], *, kind: str, body: str, paged: bool
) -> Iterator[str]:
    where = re.sub(r"{(\w+)}", r"{quote(str(\1), safe='')}", path)
    address = f'f"{where}"' if "{" in path else f'"{path}"'
    asked = ", ".join(f'"{p["name"]}": {p["name"]}' for p in query)
    if paged:
        yield f"        yield from self._transport.pages({address}, {{{asked}}})"
        return
    yield "        return self._transport.call(  # type: ignore[no-any-return]"
    yield f'            "{method.upper()}",'
    yield f"            {address},"
    if query:
        yield f"            query={{{asked}}},"
    if kind == MULTIPART:
        yield "            files=files,"
    elif body:
        yield "            body=body,"
    if method == "post":
        yield "            key=idempotency_key,"
    if method in ("put", "patch", "delete"):
        yield "            if_match=if_match,"
    yield "        )"


def text() -> str:
    """Return the whole file."""
    api = json.loads(SOURCE.read_text(encoding="utf-8"))
    lines = [HEAD]
    for name, schema in sorted(api["components"]["schemas"].items()):
        if schema.get("type") == "object":
            lines += [*model(name, schema), ""]
        else:
            lines += [f"{name_of(name)} = {type_of(schema)}", ""]
    nouns: dict[str, list[str]] = {}
    for path, each in sorted(api["paths"].items()):
        for method, told in sorted(each.items()):
            found = nouns.setdefault(told["operationId"].partition("_")[0], [])
            found += [*operation(method, path, told), ""]
    for noun, written in sorted(nouns.items()):
        lines += ["", f"class {noun.title()}:", f'    """Operations on {noun}."""', ""]
        lines += ["    def __init__(self, transport: Transport) -> None:"]
        lines += ['        """Send through this transport."""']
        lines += ["        self._transport = transport", "", *written]
    lines += ["", "class Nouns:", '    """Every noun of the API."""', ""]
    lines += ["    def __init__(self, transport: Transport) -> None:"]
    lines += ['        """Give each noun the transport."""']
    lines += [f"        self.{noun} = {noun.title()}(transport)" for noun in sorted(nouns)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the file, or compare it."""
    wanted = text()
    if "--check" not in sys.argv:
        PLACE.write_text(wanted, encoding="utf-8")
        return 0
    if PLACE.exists() and PLACE.read_text(encoding="utf-8") == wanted:
        return 0
    print("The client is not current; run tools/generate_client.py.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
