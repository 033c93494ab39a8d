"""How a page answers a button: done and led on, or refused where it stands."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shouwen.people.refusals import RefusedError


def answered(
    request: HttpRequest,
    do: Callable[[], object],
    *,
    refused: Callable[[RefusedError], HttpResponse],
    said: str,
    to: str,
) -> HttpResponse:
    """Do what was asked for, say that it is done and lead on; a refusal is shown by ``refused``.

    ``to`` is an address. What is said may be empty where the page itself shows what was done.
    """
    try:
        do()
    except RefusedError as refusal:
        return refused(refusal)
    if said:
        messages.success(request, said)
    return redirect(to)


def refused_there(request: HttpRequest, refusal: RefusedError, to: str) -> HttpResponse:
    """Show a refusal on the page that one is led to, for buttons without a page of their own."""
    messages.error(request, str(refusal))
    return redirect(to)
