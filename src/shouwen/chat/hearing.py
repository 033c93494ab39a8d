"""Who may hear a conversation: its customer by the window's token, and its readers."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404
from django.utils import timezone

from shouwen.chat import gates
from shouwen.chat.models import Conversation
from shouwen.live.streams import Listener, Proof
from shouwen.portal import keys

CUSTOMER, OPERATOR = "customer", "operator"


def role_in_chat(listener: Listener, key: str) -> str | None:
    """Return in which role somebody hears a conversation, None where they may not."""
    if listener.token:
        return CUSTOMER if _is_their_own(listener.token, key) else None
    today = timezone.localdate()  # clock: who may read now
    member = listener.member
    return OPERATOR if member and gates.is_open_to(member, f"chat:{key}", today) else None


def _is_their_own(token: str, key: str) -> bool:
    try:
        return str(gates.conversation_of(token).pk) == key
    except Http404:
        return False


def still_customers(proofs: Collection[Proof]) -> set[Proof]:
    """Return which tokens still prove the conversations they were shown for; one question."""
    tokens = {keys.of_link(token): token for token, _key in proofs}
    found = Conversation.objects.filter(token_digest__in=tokens, forgotten_at=None)
    rows = found.values_list("token_digest", "pk")
    return {(tokens[digest], str(pk)) for digest, pk in rows} & set(proofs)


def role_at_desk(listener: Listener, key: str) -> str | None:
    """Return a role to the member whose list it is."""
    member = listener.member
    return OPERATOR if member is not None and member.username == key else None
