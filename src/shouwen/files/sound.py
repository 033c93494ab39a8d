"""Sounds of telephone calls: written anew from their samples, and how loud they are over time.

Uncompressed WAV only, of 8 or 16 bits and one or two channels, as exchanges record it.
"""

from __future__ import annotations

import sys
import wave
from array import array
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

_TYPES = {1: "B", 2: "h"}
_SILENCE = {1: 128, 2: 0}
_MOST_CHANNELS = 2
FULL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is known of a sound: its whole seconds, and how loud each part is, of 100."""

    seconds: int
    levels: list[int]


def plain(data: bytes) -> bytes | None:
    """Return a sound with nothing in it but its samples; None for what is no such sound."""
    try:
        with wave.open(BytesIO(data)) as given:
            shape = given.getparams()
            samples = given.readframes(shape.nframes)
    except (EOFError, wave.Error):
        return None
    width = shape.nchannels * shape.sampwidth
    fits = shape.sampwidth in _TYPES and shape.nchannels <= _MOST_CHANNELS and shape.framerate > 0
    if not fits or not samples:
        return None
    target = BytesIO()
    with wave.open(target, "wb") as fresh:
        fresh.setnchannels(shape.nchannels)
        fresh.setsampwidth(shape.sampwidth)
        fresh.setframerate(shape.framerate)
        # Half a frame at the end of a recording that was cut off is no sound.
        fresh.writeframes(samples[: len(samples) // width * width])
    return target.getvalue()


def heard(data: bytes, *, parts: int) -> Heard:
    """Return how long a plain sound is and how loud in each of so many equal parts."""
    with wave.open(BytesIO(data)) as given:
        shape = given.getparams()
        samples = array(_TYPES[shape.sampwidth], given.readframes(shape.nframes))
    if sys.byteorder == "big" and shape.sampwidth > 1:
        samples.byteswap()
    silence = _SILENCE[shape.sampwidth]
    most = 1 << (8 * shape.sampwidth - 1)
    cuts = [len(samples) * number // parts for number in range(parts + 1)]
    levels = [_peak(samples[first:last], silence) * FULL // most for first, last in pairwise(cuts)]
    return Heard(seconds=round(shape.nframes / shape.framerate), levels=levels)


def _peak(samples: array[int], silence: int) -> int:
    if not samples:
        return 0
    return max(max(samples) - silence, silence - min(samples))
