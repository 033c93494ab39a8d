"""Every room's addresses of the API, joined under ``/api/v1``."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from ninja.errors import AuthenticationError, HttpError, ValidationError

import shouwen
from shouwen.access import api as access
from shouwen.adoption import api as adoption
from shouwen.api import api as members
from shouwen.api import problems, saying
from shouwen.api.door import problem_of, through_the_door
from shouwen.api.problems import Problem
from shouwen.api.reference import HouseAPI, Renderer
from shouwen.api.wording import ENGLISH
from shouwen.appeals import api as appeals
from shouwen.calls import api as calls
from shouwen.calls import api_menu as calls_menu
from shouwen.calls import api_recording as calls_recording
from shouwen.calls import api_report as calls_report
from shouwen.cases import api as cases
from shouwen.cases import api_imports as cases_imports
from shouwen.cases import api_kept as cases_kept
from shouwen.cases import api_mailed as cases_mailed
from shouwen.cases import api_recurring as cases_recurring
from shouwen.cases import api_tools as cases_tools
from shouwen.channels import api as channels
from shouwen.chat import api as chats
from shouwen.customers import api as customers
from shouwen.enforcement import api as enforcement
from shouwen.files import api as files
from shouwen.handover import api as handover
from shouwen.insight import api as insight
from shouwen.knowledge import api as knowledge
from shouwen.mail import api as mail
from shouwen.office import api as office
from shouwen.office import api_sheets as office_sheets
from shouwen.pay import api as pay
from shouwen.quality import api as quality
from shouwen.quality import api_calibration as quality_calibration
from shouwen.quality import api_cards as quality_cards
from shouwen.quality import api_checks as quality_checks
from shouwen.quality import api_coaching as quality_coaching
from shouwen.quality import api_findings as quality_findings
from shouwen.quality import api_people as quality_people
from shouwen.quality import api_samples as quality_samples
from shouwen.quality import api_signals as quality_signals
from shouwen.quality import api_trends as quality_trends
from shouwen.reception import api as reception
from shouwen.registers import api as registers
from shouwen.regulations import api as regulations
from shouwen.roster import api as rosters
from shouwen.roster import api_asking as rosters_asking
from shouwen.roster import api_demand as rosters_demand
from shouwen.roster import api_presence as rosters_presence
from shouwen.rounds import api as rounds
from shouwen.signoff import api as signoff
from shouwen.trial import api as trial

api = HouseAPI(
    title="Shouwen 首问",
    version="1",
    description="Everything a page can do. The guide is docs/guides/api.md.",
    renderer=Renderer(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
ROUTERS = (
    ("/facts", enforcement.facts),
    ("/obligations", enforcement.obligations),
    ("/why", enforcement.why),
    ("/ledger", enforcement.transfers),
    ("/ledger", pay.router),
    # Before the cases themselves: what is kept for them has names, where they have numbers.
    ("/cases", cases_imports.router),
    ("/cases", cases_kept.router),
    ("/cases", cases_mailed.router),
    ("/cases", cases_recurring.router),
    ("/cases", cases_tools.router),
    ("/cases", cases.router),
    ("/channels", channels.router),
    ("/chats", chats.router),
    ("/calls", calls.router),
    ("/calls", calls_menu.router),
    ("/calls", calls_recording.router),
    ("/calls", calls_report.router),
    ("/mail", mail.router),
    ("/visitors", reception.router),
    ("/customers", customers.router),
    ("/appeals", appeals.router),
    ("/approvals", signoff.router),
    ("/quality", quality.router),
    ("/quality", quality_cards.router),
    ("/quality", quality_samples.router),
    ("/quality", quality_findings.router),
    ("/quality", quality_people.router),
    ("/quality", quality_checks.router),
    ("/quality", quality_coaching.router),
    ("/quality", quality_calibration.router),
    ("/quality", quality_signals.router),
    ("/quality", quality_trends.router),
    ("/registers", registers.router),
    ("/rounds", rounds.router),
    ("/handovers", handover.router),
    ("/rosters", rosters.router),
    ("/rosters", rosters_asking.router),
    ("/rosters", rosters_presence.router),
    ("/rosters", rosters_demand.router),
    ("/files", files.router),
    ("/access", access.router),
    ("/knowledge", knowledge.router),
    ("/office", office.router),
    ("/office", office_sheets.router),
    ("/targets", insight.router),
    ("/members", members.router),
    ("/regulations", adoption.router),
    ("/regulations", regulations.router),
    ("/calendar", regulations.calendar),
    ("/trials", trial.router),
    ("/announcements", trial.announced),
)
for _prefix, _router in ROUTERS:
    api.add_router(_prefix, _router)


def _any(_request: HttpRequest, fault: Exception) -> HttpResponse:
    return problems.answer(problem_of(fault))


def _invalid(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for error in fault.errors:
        place = [str(part) for part in error.get("loc", ())]
        # The first parts say whether it came in the address or in the body.
        name = ".".join(place[2:] if place[:1] == ["body"] else place[1:])
        fields.setdefault(name, []).append(saying.sentence(error))
    return problems.answer(Problem(type="invalid", fields=fields))


def _of_framework(_request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problems.answer(Problem(type=problems.of_status(fault.status_code)))


HANDLERS: dict[type[Exception], Any] = {
    Exception: _any,
    Http404: _any,
    ValidationError: _invalid,
    HttpError: _of_framework,
    AuthenticationError: _of_framework,
}
for _fault, _handler in HANDLERS.items():
    api.add_exception_handler(_fault, _handler)


def openapi(request: HttpRequest) -> JsonResponse:
    """Answer with the description of every address; it tells nothing of what is in the house.

    In the language of ``?language=``, else of Accept-Language; English to whoever names none.
    """
    language = _language_of(request)
    answer = JsonResponse(description(language), json_dumps_params={"ensure_ascii": False})
    answer["Content-Language"] = language
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


openapi.login_required = False  # type: ignore[attr-defined]


def _language_of(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    named = "Accept-Language" in request.headers
    return get_language_from_request(request) if named else ENGLISH


@cache
def description(language: str = ENGLISH) -> dict[str, Any]:
    """Return the OpenAPI description as plain data, its texts in a language."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="api/v1/", language=language)
    schema["info"] = {**schema["info"], "x-product-version": shouwen.__version__}
    return schema


@through_the_door
def _nothing(_request: HttpRequest) -> HttpResponse:
    raise Http404


def _behind_the_door(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = through_the_door(pattern.callback)
    return patterns


_patterns, _app, _name = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", openapi, name="openapi"),
    *_behind_the_door([p for p in _patterns if getattr(p, "name", "") != "api-root"]),
    re_path("", _nothing, name="nothing"),
]
app_name = "api-v1"
