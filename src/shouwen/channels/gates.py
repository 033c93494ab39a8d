"""Who may set up channels, and the account while it is on."""

from __future__ import annotations

from django.http import Http404

from shouwen.channels.models import OfficialAccount
from shouwen.channels.official import Secrets
from shouwen.webhooks import signing


def open_account() -> tuple[OfficialAccount, Secrets]:
    """Return the account that is on and what it shares with the platform; else there is none."""
    account = OfficialAccount.objects.filter(pk=1, is_on=True).first()
    if account is None:
        raise Http404
    try:
        token, aes_key = signing.unsealed(account.token), signing.unsealed(account.aes_key)
    except signing.KeyChangedError:
        raise Http404 from None
    return account, Secrets(app_id=account.app_id, token=token, aes_key=aes_key)
