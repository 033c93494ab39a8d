"""The API's description (OpenAPI 3.1), completed with what every operation shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from pydantic import BaseModel

from shouwen.api import problems, repeats, writing

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
_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": '^("[0-9a-f]{32}"|\\*)$'},
    "description": "The ETag that was read; 412 if the record has changed since.",
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
        for path in schema["paths"].values():
            for method, operation in path.items():
                _complete(method, operation)
        return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    # The same description serves several methods of one function.
    operation["security"] = [{SCHEME: []}]
    operation["description"] += f"\n\nScope: `{operation['x-scope']}`."
    operation["parameters"].append(_LANGUAGE)
    if method == "post":
        operation["parameters"].append(_REPEAT)
    if method in ("put", "patch", "delete"):
        operation["parameters"].append(_MATCH)
    operation["responses"]["4XX"] = {"$ref": "#/components/responses/Problem"}
