"""The API's description (OpenAPI 3.1), completed with what every operation shares."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from pydantic import BaseModel

from shouwen.api import marks, problems, repeats, wording, writing
from shouwen.api.choices import NOUNS
from shouwen.api.wording import ENGLISH, Say

SCHEME = "token"
_REPEAT: dict[str, Any] = {
    "name": repeats.HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
    "description": "Sent again with the same key, the request happens once and is answered alike.",
}
_LANGUAGE: dict[str, Any] = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "enum": ["zh-hans", "en"]},
    "description": "The language of sentences: zh-hans (the house's own) or en.",
}
_ETAG = "The ETag of `GET %(address)s` as you read it; 412 if that has changed since."
_SCOPE = "Scope: `%(scope)s`."
_MARK = '^(\\*|(W/)?"[0-9a-f]{32}")$'
_MATCH = {
    "name": marks.HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": _MARK},
}


class Clause(BaseModel):
    """A clause of a regulation, quoted."""

    regulation: str
    title: str
    number: str
    address: str
    text: str
    page: str


class ProblemBody(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    fields: dict[str, list[str]] | None = None
    clause: Clause | None = None
    rule: str | None = None
    steps: list[str] | None = None
    scope: str | None = None
    page: str | None = None


class Renderer(JSONRenderer):
    """Writes JSON; moments carry the offset of the house's zone."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:  # noqa: ARG002 the base asks for them
        """Return the text of an answer."""
        return writing.text_of(data)


class Description(OpenAPISchema):
    """The description; a name of a model means the same in every room."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Keep models by name; refuse two that differ under one name."""
        for name, model in definitions.items():
            if self.schemas.setdefault(name, model) != model:
                raise ValueError(f"Two models are called {name}; give one of them another name.")


class HouseAPI(NinjaAPI):
    """The API with its shared parts."""

    def get_openapi_schema(self, *, language: str = ENGLISH, **options: Any) -> Any:
        """Return the description with headers, scopes and problems in every operation."""
        schema, say = Description(self, options["path_prefix"]), wording.words_of(language)
        parts = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = schema["components"]["schemas"]
        schemas.update(parts.pop("$defs"))
        schemas["Problem"] = parts
        content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        schema["components"]["responses"] = {
            "Problem": {"description": "A problem (RFC 9457)", "content": content}
        }
        schema["components"]["securitySchemes"] = {SCHEME: {"type": "http", "scheme": "bearer"}}
        plain: dict[str, Any] = json.loads(json.dumps(schema))
        wording.retell(plain, say)
        plain["tags"] = _tags(plain, language)
        reads = {path for path, each in plain["paths"].items() if "get" in each}
        for path, each in plain["paths"].items():
            for method, operation in each.items():
                _complete(method, operation, say)
                _match(method, operation, marks.readable(path, reads) if "{" in path else "", say)
        return plain if language == ENGLISH else _spoken(plain)


def _tags(schema: dict[str, Any], language: str) -> list[dict[str, str]]:
    """Return the nouns that have addresses, with their words."""
    used = {tag for path in schema["paths"].values() for op in path.values() for tag in op["tags"]}
    with translation.override(language):
        return [{"name": n, "description": str(said)} for n, said in NOUNS.items() if n in used]


def _spoken(schema: dict[str, Any]) -> dict[str, Any]:
    # Titles come from names of fields; what they say, the names themselves say.
    wording.without_titles(schema["paths"])
    for name, model in schema["components"]["schemas"].items():
        wording.without_titles(model)
        model["title"] = name
    return schema


def _match(method: str, operation: dict[str, Any], read: str, say: Say) -> None:
    """Say which address an edit is held against: it must be what its sender had read there."""
    if method == "get" or not read:
        return
    said = say(_ETAG) % {"address": read}
    operation["parameters"].append({**_MATCH, "description": said})


def _complete(method: str, operation: dict[str, Any], say: Say) -> None:
    operation["security"] = [{SCHEME: []}]
    operation["description"] += f"\n\n{say(_SCOPE) % {'scope': operation['x-scope']}}"
    operation["parameters"].append({**_LANGUAGE, "description": say(_LANGUAGE["description"])})
    if method == "post":
        operation["parameters"].append({**_REPEAT, "description": say(_REPEAT["description"])})
    operation["responses"]["4XX"] = {"$ref": "#/components/responses/Problem"}
