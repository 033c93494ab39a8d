"""What happens around every request."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from shouwen.site import signing_in

SENT_LATER = "X-Shouwen-Sent-Later"
LOG = structlog.get_logger("shouwen.web")


class RequestLogMiddleware:
    """Write one line per request: the route's pattern, never the address with its numbers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and say how long that took, in milliseconds."""
        started = time.monotonic()
        response = self.get_response(request)
        taken = round((time.monotonic() - started) * 1000)
        route = request.resolver_match.route if request.resolver_match else "(none)"
        LOG.info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            milliseconds=taken,
        )
        return response


class SentLaterMiddleware:
    """Answer a form that a device sends later, by itself, without the page it would lead to.

    The page would take the messages for the member with it, and nobody sees it. A header says how
    it went: ``done``, or ``sign-in`` when nobody is signed in any more; a refusal is sent as ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Turn a redirect into a word."""
        response = self.get_response(request)
        if SENT_LATER not in request.headers or not isinstance(response, HttpResponseRedirect):
            return response
        word = "sign-in" if response.url.startswith(reverse(settings.LOGIN_URL)) else "done"
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={SENT_LATER: word})


class RefusedSignInMiddleware:
    """Sign out whom a rule of access refused when they signed in, and say which clause it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or tell the refusal; what is unknown is told once and lets pass."""
        refused = request.session.get(signing_in.REFUSED)
        if refused is not None:
            logout(request)
            context = {"sentence": refused}
            page = render(request, "access/refused_sign_in.html", context)
            page.status_code = HTTPStatus.FORBIDDEN
            return page
        if request.method == "GET" and signing_in.SAID in request.session:
            messages.warning(request, request.session.pop(signing_in.SAID))
        return self.get_response(request)


class OnlyForSendingMiddleware:
    """Give whoever opens an address that only takes a form's data a page instead of a blank one.

    That happens after a reload, another language or a sign-in in the middle of sending.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a refused way of opening it is told in words."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers.get("Allow", "POST")
        return page


class NoSuchNumberMiddleware:
    """Answer an address with a number larger than any row can have: nothing is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Turn the database's refusal of such a number into the page for what is not there."""
        said = str(fault)
        # SQLite's driver says the first, PostgreSQL the second; both took nothing.
        too_large = isinstance(fault, OverflowError) and "SQLite INTEGER" in said
        if too_large or (isinstance(fault, DataError) and "out of range" in said):
            return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
        return None
