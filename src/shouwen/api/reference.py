"""The API's description (OpenAPI 3.1), completed with what every operation shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from pydantic import BaseModel

from shouwen.api import marks, problems, repeats, writing

SCHEME = "token"
_REPEAT = {
    "name": repeats.HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
    "description": "Sent again with the same key, the request happens once and is answered alike.",
}
_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "enum": ["zh-hans", "en"]},
    "description": "The language of sentences: zh-hans (the house's own) or en.",
}
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

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the description with headers, scopes and problems in every operation."""
        schema = Description(self, options["path_prefix"])
        parts = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = schema["components"]["schemas"]
        schemas.update(parts.pop("$defs"))
        schemas["Problem"] = parts
        content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        schema["components"]["responses"] = {
            "Problem": {"description": "A problem (RFC 9457)", "content": content}
        }
        schema["components"]["securitySchemes"] = {SCHEME: {"type": "http", "scheme": "bearer"}}
        reads = {path for path, each in schema["paths"].items() if "get" in each}
        for path, each in schema["paths"].items():
            for method, operation in each.items():
                _complete(method, operation)
                _match(method, operation, marks.readable(path, reads) if "{" in path else "")
        return schema


def _match(method: str, operation: dict[str, Any], read: str) -> None:
    """Say which address an edit is held against: it must be what its sender had read there."""
    if method == "get" or not read:
        return
    said = f"The ETag of `GET {read}` as you read it; 412 if that has changed since."
    operation["parameters"].append({**_MATCH, "description": said})


def _complete(method: str, operation: dict[str, Any]) -> None:
    # The same description serves several methods of one function.
    operation["security"] = [{SCHEME: []}]
    operation["description"] += f"\n\nScope: `{operation['x-scope']}`."
    operation["parameters"].append(_LANGUAGE)
    if method == "post":
        operation["parameters"].append(_REPEAT)
    operation["responses"]["4XX"] = {"$ref": "#/components/responses/Problem"}
