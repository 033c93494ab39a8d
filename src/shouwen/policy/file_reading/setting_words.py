"""The `settings:` of a front matter and the choices made between them, with their faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.named_settings import (
    BY_SETTING,
    IF_SETTING,
    NamedSetting,
    listed,
    settings_of,
)
from shouwen.policy.file_reading.yaml_lines import Lines, Path, Plain
from shouwen.policy.kinds.references import Loc

_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_TEXTS = ("label", "label_en", "reading")
_CHOICES = ("choices", "choices_en")
_KEYS = (*_TEXTS, *_CHOICES, "default")
_LETTERS = "Use small letters, figures and `_`, beginning with a letter."
_FEWEST = 2
_MOST_WAYS = 64
Fault = tuple[Loc, str, str]


def read_settings(declared: Plain, lines: Lines, pad: FaultPad) -> dict[str, NamedSetting]:
    """Check the `settings:` of a front matter and return them, as far as they are sound."""
    if declared is None:
        return {}
    if not isinstance(declared, dict):
        example = "Write `name: {label: …, reading: …, choices: …, default: …}` lines below."
        pad.error(lines.at(("settings",)), "`settings:` is not a table of settings.", example)
        return {}
    return dict(_sound(declared, _Pad(lines, pad)))


def read_chosen(
    declared: Plain, settings: Mapping[str, NamedSetting], lines: Lines, pad: FaultPad
) -> dict[str, str]:
    """Check the `chosen:` of a front matter and return the sound choices."""
    if declared is None:
        return {}
    if not isinstance(declared, dict):
        what = "`chosen:` is not a table of choices."
        pad.error(lines.at(("chosen",)), what, "Write `setting: choice` lines below.")
        return {}
    faults = list(faults_of_choices(declared, settings))
    for loc, what, mend in faults:
        pad.error(lines.at(("chosen", *loc)), what, mend)
    faulty = {loc[0] for loc, _what, _mend in faults}
    return {key: str(choice) for key, choice in declared.items() if key not in faulty}


def faults_of_choices(
    choices: Mapping[str, Any], settings: Mapping[str, NamedSetting]
) -> Iterator[Fault]:
    """List settings that there are not, and choices that they do not have."""
    for name, wanted in choices.items():
        if name not in settings:
            yield (name,), f"There is no setting called `{name}`.", choose(name, settings)
            continue
        for key in listed(wanted):
            if _is_strange(key, settings[name]):
                yield _no_choice((name,), name, key, settings)


def _is_strange(key: Any, setting: NamedSetting) -> bool:
    # A setting without any choice is faulty itself, and that has been said.
    return bool(setting.choices) and key not in setting.choices


def _no_choice(loc: Loc, name: str, key: Any, settings: Mapping[str, NamedSetting]) -> Fault:
    known = settings[name].choices
    return loc, f"`{key}` is not a choice of `{name}`.", choose(str(key), known)


def faults_of_rule(
    written: Mapping[str, Any], settings: Mapping[str, NamedSetting]
) -> Iterator[Fault]:
    """List what is wrong with how a rule block depends on settings, each with its place."""
    wanted = written.get(IF_SETTING, {})
    if not isinstance(wanted, Mapping) or (IF_SETTING in written and not wanted):
        mend = "Write for example `if_setting: {severe_line: eight}`."
        yield (IF_SETTING,), "`if_setting:` does not say which choice.", mend
        return
    faults = [((IF_SETTING, *loc), what, mend)
              for loc, what, mend in faults_of_choices(wanted, settings)]  # fmt: skip
    faults += _faults_inside({k: v for k, v in written.items() if k != IF_SETTING}, settings, ())
    yield from faults
    if not faults and _ways(written, settings) > _MOST_WAYS:
        mend = "Divide it into several rules."
        yield (), "The rule depends on too many settings at once.", mend


def _ways(written: Mapping[str, Any], settings: Mapping[str, NamedSetting]) -> int:
    ways = 1
    for name in settings_of(written):
        ways *= len(settings[name].choices)
    return ways


def _faults_inside(value: Any, settings: Mapping[str, NamedSetting], here: Loc) -> Iterator[Fault]:
    inside: Any = ()
    if isinstance(value, Mapping):
        if BY_SETTING in value:
            yield from _of_place(value, settings, here)
        inside = ((key, inner) for key, inner in value.items() if key != BY_SETTING)
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, inner in inside:
        yield from _faults_inside(inner, settings, (*here, key))


def _of_place(
    value: Mapping[str, Any], settings: Mapping[str, NamedSetting], here: Loc
) -> Iterator[Fault]:
    name = value[BY_SETTING]
    if not isinstance(name, str) or name not in settings:
        what = f"There is no setting called `{name}`."
        yield (*here, BY_SETTING), what, choose(str(name), settings)
        return
    keys = [key for key in value if key != BY_SETTING]
    if not keys:
        what = f"No value is given for any choice of `{name}`."
        yield (*here, BY_SETTING), what, f"Add {_listed(settings[name].choices)}."
    for key in keys:
        if _is_strange(key, settings[name]):
            yield _no_choice((*here, key), name, key, settings)


def _listed(keys: Mapping[str, str]) -> str:
    return ", ".join(f"`{key}:`" for key in keys)


# ── what a setting says of itself ────────────────────────────────────────────────────────────


class _Pad:
    """Notes faults at places of the front matter."""

    def __init__(self, lines: Lines, pad: FaultPad) -> None:
        self.lines, self._pad = lines, pad

    def refuse(self, path: Path, what: str, mend: str) -> bool:
        self._pad.error(self.lines.at(("settings", *path)), what, mend)
        return False


def _sound(declared: dict[str, Plain], pad: _Pad) -> Iterator[tuple[str, NamedSetting]]:
    for name, words in declared.items():
        table = words if isinstance(words, dict) else {}
        sound, line = _is_sound(name, words, pad), pad.lines.at(("settings", name))
        # The file is refused, but what rests on the setting should not be blamed for it.
        yield name, _setting(table, line) if sound else _as_far_as_sound(table, line)


def _as_far_as_sound(words: Mapping[str, Any], line: int) -> NamedSetting:
    tables = [words.get(key) for key in _CHOICES]
    chinese, english = ({*table} if isinstance(table, dict) else set() for table in tables)
    both = len(chinese) > 1 and chinese == english
    known = {key: key for key in sorted(chinese) if _KEY.match(key)} if both else {}
    return NamedSetting(
        label="", label_en="", reading="", choices=known, choices_en=known, line=line,
        default=next(iter(known), ""),
    )  # fmt: skip


def _setting(words: Mapping[str, Any], line: int) -> NamedSetting:
    label, label_en, reading = (words[key].strip() for key in _TEXTS)
    choices, choices_en = (dict(words[key]) for key in _CHOICES)
    return NamedSetting(
        label=label,
        label_en=label_en,
        reading=reading,
        choices=choices,
        choices_en=choices_en,
        default=str(words["default"]),
        line=line,
    )


def _is_sound(name: str, words: Plain, pad: _Pad) -> bool:
    if not _KEY.match(name) or name in (BY_SETTING, IF_SETTING):
        return pad.refuse((name,), f"`{name}` cannot name a setting.", _LETTERS)
    if not isinstance(words, dict):
        mend = "Write `label:`, `label_en:`, `reading:`, `choices:`, `choices_en:`, `default:`."
        return pad.refuse((name,), f"The setting `{name}` has no keys.", mend)
    checks = [
        *(_known(name, key, pad) for key in words),
        *(_text(name, key, words, pad) for key in _TEXTS),
        *(_table(name, key, words, pad) for key in _CHOICES),
    ]
    return all(checks) and _same_keys(name, words, pad) and _default(name, words, pad)


def _known(name: str, key: str, pad: _Pad) -> bool:
    if key in _KEYS:
        return True
    return pad.refuse((name, key), f"A setting has no key `{key}`.", choose(key, _KEYS))


def _text(name: str, key: str, words: Mapping[str, Plain], pad: _Pad) -> bool:
    value = words.get(key)
    if isinstance(value, str) and value.strip():
        return True
    mend = {
        "reading": "Say how the unclear place is understood, and why.",
        "label": "Write `label: 中文`.",
        "label_en": "Write `label_en: English`.",
    }[key]
    return pad.refuse((name, key), f"The setting `{name}` lacks `{key}:`.", mend)


def _table(name: str, key: str, words: Mapping[str, Plain], pad: _Pad) -> bool:
    value = words.get(key)
    named = isinstance(value, dict) and all(isinstance(v, str) and v for v in value.values())
    if not named or not isinstance(value, dict) or len(value) < _FEWEST:
        what = f"The setting `{name}` lacks `{key}:` with at least two names."
        return pad.refuse((name, key), what, f"Write `{key}: {{one: 名称, other: 名称}}`.")
    wrong = [one for one in value if not _KEY.match(one) or one == BY_SETTING]
    for one in wrong:
        pad.refuse((name, key, one), f"`{one}` cannot name a choice.", _LETTERS)
    return not wrong


def _same_keys(name: str, words: Mapping[str, Any], pad: _Pad) -> bool:
    chinese, english = (words[key] for key in _CHOICES)
    odd = sorted({*chinese} ^ {*english})
    for one in odd:
        what = f"The choice `{one}` of `{name}` has no name in both languages."
        pad.refuse((name, "choices", one), what, "Name it under `choices:` and `choices_en:`.")
    return not odd


def _default(name: str, words: Mapping[str, Any], pad: _Pad) -> bool:
    default, known = words.get("default"), words["choices"]
    if default in known:
        return True
    what = f"The setting `{name}` has no default among its choices."
    return pad.refuse((name, "default"), what, f"Use one of: {', '.join(known)}.")
