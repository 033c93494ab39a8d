"""How a room writes down its addresses: what is read, what is done, and which scope it needs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar, get_type_hints

import ninja

from shouwen.api.callers import Needs
from shouwen.api.choices import NOUNS, READ, WRITE

View = TypeVar("View", bound=Callable[..., Any])
CREATED = 201


class Router(ninja.Router):
    """The addresses of one noun; every operation is named ``<noun>_<function>``."""

    def __init__(self, noun: str) -> None:
        """Keep the noun, which is the tag in the reference and the first half of every scope."""
        if noun not in NOUNS:
            raise ValueError(f"“{noun}” is no noun of the API; add it to api/choices.py.")
        super().__init__(tags=[noun])
        self.noun = noun

    def read(self, path: str, answers: Any) -> Callable[[View], View]:
        """Add a GET that answers with ``answers``."""
        return self._keep("GET", path, answers, 200, READ)

    def do(
        self, path: str, answers: Any, *, status: int = 200, method: str = "POST", verb: str = WRITE
    ) -> Callable[[View], View]:
        """Add an operation that changes something; ``answers`` comes with ``status``."""
        return self._keep(method, path, answers, status, verb)

    def add(self, path: str, answers: Any) -> Callable[[View], View]:
        """Add a POST that makes something new."""
        return self._keep("POST", path, answers, CREATED, WRITE)

    def _keep(
        self, method: str, path: str, answers: Any, status: int, verb: str
    ) -> Callable[[View], View]:
        def keep(view: View) -> View:
            scope = f"{self.noun}:{verb}"
            # Read where the function was written: a decorator around it lives elsewhere.
            inner = inspect.unwrap(view)
            inner.__annotations__.update(get_type_hints(inner, include_extras=True))
            # A trailing underscore keeps Python's own words free, such as list.
            name = f"{self.noun}_{view.__name__.rstrip('_')}"
            said = inspect.getdoc(view) or ""
            first, _, rest = said.partition("\n")
            self.add_api_operation(
                path, [method], view,
                auth=Needs(scope),
                response={status: answers} if not isinstance(answers, dict) else answers,
                operation_id=name,
                url_name=name,
                summary=first,
                description=rest.strip() or first,
                openapi_extra={"x-scope": scope},
            )  # fmt: skip
            return view

        return keep
