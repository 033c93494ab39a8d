"""Two readers, one meaning: what libyaml reads, ruamel.yaml reads likewise, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from shouwen.policy.file_reading import yaml_lines
from shouwen.policy.file_reading.faults_of_file import FaultPad
from shouwen.regulations import library

BAD = sorted((Path(__file__).parent / "bad_files").glob("*.md"))
_BLOCK = re.compile(r"^```(?:rule|cases)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> list[str]:
    head = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    return [*([head[1]] if head else []), *_BLOCK.findall(text)]


def read(text: str, monkeypatch: pytest.MonkeyPatch, *, slowly: bool) -> object:
    """Read a block by one reader: its data, its lines and the faults."""
    with monkeypatch.context() as patch:
        if slowly:
            patch.setattr(yaml_lines, "composed", YAML(typ="safe", pure=True).compose)
        pad = FaultPad("x.md")
        block = yaml_lines.read_yaml(text, 1, pad)
    return block.data, block.lines.of, block.ok, [str(fault) for fault in pad.faults]


@pytest.mark.parametrize("name", library.names()[::6])
def test_bundled_regulations_mean_the_same_to_both(name, monkeypatch):
    for block in blocks(library.text_of(name)):
        assert read(block, monkeypatch, slowly=False) == read(block, monkeypatch, slowly=True)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_faulty_files_are_told_the_same_by_both(file, monkeypatch):
    text = file.read_bytes().decode("utf-8", "replace")
    for block in blocks(text):
        assert read(block, monkeypatch, slowly=False) == read(block, monkeypatch, slowly=True)


PIECES = st.sampled_from([
    *"abn01 .:,-?!&*[]{}'\"\n#|>~%@`＝：=", ": ", "- ", "\n  ",
    "null", "yes", "true", "0x1", "1_0", "2024-01-01", "12:30", "1e3", "<<", "on", "____",
])  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_typed_means_the_same_to_both(text):
    try:
        slow = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError):
        return
    pads = FaultPad("x.md"), FaultPad("x.md")
    fast = yaml_lines.read_yaml(text, 1, pads[0])
    if slow is None:
        assert fast.data is None
        return
    reader = yaml_lines._Reader(1, pads[1])
    assert fast.data == reader.plain(slow, ())
    assert fast.lines.of == reader.lines
