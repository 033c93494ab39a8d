"""Waking the sockets process: Redis where there is one; else it looks by itself, often enough.

A wake that is lost costs a second and nothing else: what was said is in the database.
"""

from __future__ import annotations

from functools import cache

import redis
import structlog
from django.conf import settings

CHANNEL = "shouwen.live"
SECONDS = 0.5  # as long a form may wait for Redis before it goes on without
LOG = structlog.get_logger("shouwen.live")


def wake() -> None:
    """Tell the sockets processes of all machines that something was said."""
    if not settings.SHOUWEN_REDIS_URL:
        return
    try:
        _client().publish(CHANNEL, "")
    except redis.RedisError as fault:
        LOG.warning("redis does not wake", fault=type(fault).__name__)


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.SHOUWEN_REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
    )
