"""Addresses of channels: how the official account is set up, never its secrets."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from pydantic import BaseModel

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.channels import actions, queries
from shouwen.channels.forms import OfficialAccountForm
from shouwen.portal import gates

router = Router("chats")


class OfficialAccountOut(BaseModel):
    """The WeChat official account; of its secrets only whether they are kept."""

    is_on: bool
    app_id: str
    has_secret: bool
    has_token: bool
    has_aes_key: bool
    fault: str
    fault_at: datetime | None


def _let_in(request: ApiRequest) -> None:
    gates.require_keeper(request.member, timezone.localdate())


@router.read("/wechat", OfficialAccountOut)
def wechat(request: ApiRequest) -> OfficialAccountOut:
    """Show how the WeChat official account is set up, and what failed last."""
    _let_in(request)
    kept = queries.account()
    return OfficialAccountOut(
        is_on=kept.is_on, app_id=kept.app_id, has_secret=bool(kept.secret),
        has_token=bool(kept.token), has_aes_key=bool(kept.aes_key),
        fault=kept.fault, fault_at=kept.fault_at,
    )  # fmt: skip


@router.do("/wechat", OfficialAccountOut, method="PUT")
@bodies.takes(OfficialAccountForm)
def set_wechat(request: ApiRequest, body: Body) -> OfficialAccountOut:
    """Set up the WeChat official account; a secret left out stays as it is."""
    _let_in(request)
    form = OfficialAccountForm(bodies.sent(body), instance=queries.account())
    bodies.given(form)
    actions.keep_account(account=form.save(commit=False), secrets=form.secrets())
    return wechat(request)
