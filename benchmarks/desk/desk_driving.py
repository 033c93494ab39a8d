"""Eight clients that ask as fast as they are answered, and the servers they ask."""

from __future__ import annotations

import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools import with_postgres

CLIENTS = 8
SCRIPT = """
local paths = { %(paths)s }
local body = %(body)s
local headers = { %(headers)s }
local count = 0
local seed = 0
setup = function(thread) seed = seed + 1; thread:set("part", seed) end
init = function() math.randomseed(os.time() * 100 + part) end
request = function()
  count = count + 1
  local sent = nil
  if body ~= "" then
    local key = part .. "-" .. os.time() .. "-" .. math.random(1, 1e9) .. "-" .. count
    sent = body:gsub("__KEY__", key):gsub("__TEXT__", "bench " .. key)
    headers["Idempotency-Key"] = key
  end
  return wrk.format("%(method)s", paths[math.random(#paths)], headers, sent)
end
"""


def drive(
    base: str, seconds: int, method: str, paths: list[str], body: str, headers: dict[str, str],
    *, name: str, times: int = 3,
) -> float:  # fmt: skip
    """Return the requests a second of one act, the median of three, after a warm-up."""
    if body and "Content-Type" not in headers:
        headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    script = SCRIPT % {
        "paths": ", ".join(f"{path!r}" for path in paths),
        "body": repr(body),
        "headers": ", ".join(f'["{key}"] = {value!r}' for key, value in headers.items()),
        "method": method,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        runs = [_wrk(file.name, base, each, name) for each in (2, *[seconds] * times)]
    print(f"  {name}: {statistics.median(runs[1:]):,.1f} a second", flush=True)
    return statistics.median(runs[1:])


def _wrk(script: str, base: str, seconds: int, name: str) -> float:
    told = subprocess.run(
        ["wrk", "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "60s", "-s", script, base],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    if bad:
        print(f"  {name}: {bad[1]} answers were refusals; the figure is worth nothing")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(found[1]) if found else 0.0


@contextlib.contextmanager
def served(python: str, application: str, folder: Path, **more: str) -> Iterator[str]:
    """Serve an application with two processes of four threads; give its address."""
    port = with_postgres.free_port()
    process = subprocess.Popen(
        [python, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--worker-class",
         "gthread", "--workers", "2", "--threads", "4", "--log-level", "error",
         # Half the clients each: with connections kept, one process would often have them all.
         "--worker-connections", "4", "--keep-alive", "0"],
        cwd=folder, env={**os.environ, **more},
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base)
        yield base
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        # Its processes may still be at an answer for which nobody waits any more.
        process.kill()
        process.wait()


def _wait_for(base: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"{base} does not answer.")
