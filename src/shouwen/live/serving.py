"""The sockets process: one small server beside the pages."""

from __future__ import annotations

import gc

import uvicorn
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from shouwen.live.addresses import PATH
from shouwen.live.sockets import Socket

LONGEST_FRAME = 8_000
MOST_SOCKETS = 20_000


def application() -> ProtocolTypeRouter:
    """Return the application that answers sockets and nothing else."""
    return ProtocolTypeRouter({"websocket": URLRouter([path(PATH, Socket.as_asgi())])})


def serve(*, host: str, port: int) -> None:
    """Answer sockets until told to stop; pages reconnect by themselves."""
    gc.collect()
    gc.freeze()
    uvicorn.run(
        application(), host=host, port=port, ws="websockets-sansio", ws_max_size=LONGEST_FRAME,
        lifespan="off", log_level="warning", access_log=False, server_header=False,
        limit_concurrency=MOST_SOCKETS, timeout_graceful_shutdown=3,
    )  # fmt: skip
