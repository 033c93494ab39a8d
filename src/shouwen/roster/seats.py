"""The code at a seat: a signed address that says where somebody clocked in."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="shouwen.roster.seat")


def token_of(team: str, seat: str) -> str:
    """Return what the code of a seat carries."""
    return _SIGNER.sign_object({"team": team, "seat": seat}, compress=True)


def read(token: str) -> tuple[str, str] | None:
    """Return the team and the seat of a code, or None for one that is not ours."""
    try:
        found = _SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return str(found.get("team", "")), str(found.get("seat", ""))
