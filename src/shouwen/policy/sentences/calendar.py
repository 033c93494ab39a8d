"""The sentences of the working calendar: text and, at the line's end, its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from shouwen.policy.sentences.shape import Sentence
from shouwen.policy.steps import Language

# Each kind of day: the sentence with its places, how a name is put into it, and the result.
_KINDS_OF_DAY: dict[str, Sentence] = {
    "holiday": {
        "zh": ("{days}{named}放假", "不计"),
        "en": ("{days}: public holiday{named}", "not counted"),
    },
    "make_up": {
        "zh": ("{days}为{named}调休上班日", "计入"),
        "en": ("{days}: make-up working day{named}", "counted"),
    },
    "closed": {
        "zh": ("{days}公司安排休息{named}", "不计"),
        "en": ("{days}: closed by the company{named}", "not counted"),
    },
    "opened": {
        "zh": ("{days}公司安排上班{named}", "计入"),
        "en": ("{days}: open by the company{named}", "counted"),
    },
    "hours": {
        "zh": ("{days}公司安排开放{named}", "{hours:hours}"),
        "en": ("{days}: special hours{named}", "{hours:hours}"),
    },
}
_NAMED: dict[str, dict[Language, str]] = {
    "holiday": {"zh": "{name:occasion}", "en": " ({name:occasion})"},
    "make_up": {"zh": "{name:occasion}", "en": " ({name:occasion})"},
    "closed": {"zh": "（{name}）", "en": " ({name})"},
    "opened": {"zh": "（{name}）", "en": " ({name})"},
    "hours": {"zh": "（{name}）", "en": " ({name})"},
}
_DAYS: dict[str, dict[Language, str]] = {
    "": {"zh": "{day:day}", "en": "{day:day}"},
    "_run": {"zh": "{day:day}至{last:day}", "en": "{day:day} to {last:day}"},
}


def _about_days() -> Iterator[tuple[str, Sentence]]:
    """Yield each kind of day alone and in a run, without and with the name of the occasion."""
    for (kind, sentence), (run, days) in product(_KINDS_OF_DAY.items(), _DAYS.items()):
        yield f"calendar.{kind}{run}", _put(sentence, days, {"zh": "", "en": ""})
        yield f"calendar.{kind}_named{run}", _put(sentence, days, _NAMED[kind])


def _put(
    sentence: Sentence, days: Mapping[Language, str], named: Mapping[Language, str]
) -> Sentence:
    return {
        language: (text.replace("{days}", days[language]).replace("{named}", named[language]), end)
        for language, (text, end) in sentence.items()
    }


SENTENCES: dict[str, Sentence] = dict(_about_days())

SENTENCES |= {
    "calendar.many_named": {
        "zh": (
            "{day:day}至{last:day}期间，休息 {closed} 天不计，调休上班或特别开放 {opened} 天计入",
            "",
        ),
        "en": (
            "{day:day} to {last:day}: {closed} days off, {opened} special working days",
            "",
        ),
    },
    "calendar.standard_days": {
        "zh": ("时限 {length:length}（{hours:hours}）", "{seconds:duration}"),
        "en": ("Limit: {length:length} ({hours:hours} each)", "{seconds:duration}"),
    },
    "calendar.working_time": {
        "zh": ("时限按工作时间计", "{seconds:duration}"),
        "en": ("Limit in working time", "{seconds:duration}"),
    },
    "calendar.from_opening": {
        "zh": ("当时不在工作时间，从下次上班起计", "{at:moment}"),
        "en": ("Closed at that time; the clock starts at the next opening", "{at:moment}"),
    },
    "calendar.rest_of_day": {
        "zh": ("{day:day}余下 {seconds:duration}", "→ {until:ends}"),
        "en": ("{day:day}: {seconds:duration} left", "→ {until:ends}"),
    },
    "calendar.used_of_day": {
        "zh": ("{day:day}用去 {seconds:duration}", "→ {until:ends}"),
        "en": ("{day:day}: {seconds:duration} used", "→ {until:ends}"),
    },
    "calendar.whole_day": {
        "zh": ("{day:day}全天", "{seconds:duration}"),
        "en": ("{day:day}: whole day", "{seconds:duration}"),
    },
    "calendar.whole_days": {
        "zh": ("{day:day}至{last:day}共 {days} 个工作日", "{seconds:duration}"),
        "en": ("{day:day} to {last:day}: {days} working days", "{seconds:duration}"),
    },
    "calendar.next_opening": {
        "zh": ("恰好用到下班，止于下次上班时", "→ {at:moment}"),
        "en": ("Used up exactly at closing: it ends at the next opening", "→ {at:moment}"),
    },
    "calendar.counted_back": {
        "zh": ("往前数 {seconds:duration}工作时间", "→ {at:moment}"),
        "en": ("Counted back {seconds:duration} of working time", "→ {at:moment}"),
    },
    "calendar.pause": {
        "zh": ("{paused:moment} 暂停，{resumed:moment} 恢复", "停表"),
        "en": ("Paused {paused:moment}, resumed {resumed:moment}", "clock stopped"),
    },
    "calendar.pause_days": {
        "zh": ("{paused:moment} 暂停，{resumed:moment} 恢复", "{days} 天不计"),
        "en": ("Paused {paused:moment}, resumed {resumed:moment}", "days not counted: {days}"),
    },
    "calendar.paused": {
        "zh": ("{paused:moment} 暂停，尚未恢复", "停表"),
        "en": ("Paused {paused:moment}, not yet resumed", "clock stopped"),
    },
    "calendar.moved_by_pause": {
        "zh": ("到期时正在停表，顺延", "→ {at:deadline}"),
        "en": ("The clock stood still when it fell due, so it moves on", "→ {at:deadline}"),
    },
    "calendar.elapsed": {
        "zh": ("自 {start:moment} 起 {length:length}", "→ {at:moment}"),
        "en": ("{length:length} from {start:moment}", "→ {at:moment}"),
    },
    "calendar.nth_working_day": {
        "zh": ("自 {first:day}数起，第 {count} 个工作日为 {day:day}", "→ {at:ends}"),
        "en": ("Counted from {first:day}, working day {count} is {day:day}", "→ {at:ends}"),
    },
    "calendar.this_working_day": {
        "zh": ("{day:day}下班前", "→ {at:ends}"),
        "en": ("By closing time on {day:day}", "→ {at:ends}"),
    },
    "calendar.nth_day": {
        "zh": ("时限 {length:length}，次日起算，至 {day:day}", "→ {at:ends}"),
        "en": ("{length:length} counted from the next day end on {day:day}", "→ {at:ends}"),
    },
    "calendar.this_day": {
        "zh": ("{day:day}当日内", "→ {at:ends}"),
        "en": ("Within {day:day}", "→ {at:ends}"),
    },
    "calendar.by_clock_today": {
        "zh": ("当日 {clock} 前", "→ {day:day} {clock}"),
        "en": ("By {clock} the same day", "→ {day:day} {clock}"),
    },
    "calendar.by_clock_next_day": {
        "zh": ("次日 {clock} 前", "→ {day:day} {clock}"),
        "en": ("By {clock} the next day", "→ {day:day} {clock}"),
    },
    "calendar.by_clock_next_working_day": {
        "zh": ("下一个工作日 {clock} 前", "→ {day:day} {clock}"),
        "en": ("By {clock} the next working day", "→ {day:day} {clock}"),
    },
    "calendar.month_this_before": {
        "zh": ("当月 {number} 日前（不含当日）", "→ {day:day} {clock}"),
        "en": ("Before day {number} of this month, that day not included", "→ {day:day} {clock}"),
    },
    "calendar.month_this_until": {
        "zh": ("当月 {number} 日前（含当日）", "→ {day:day} {clock}"),
        "en": ("By day {number} of this month, that day included", "→ {day:day} {clock}"),
    },
    "calendar.month_this_last": {
        "zh": ("当月月底前", "→ {day:day} {clock}"),
        "en": ("By the end of this month", "→ {day:day} {clock}"),
    },
    "calendar.month_next_before": {
        "zh": ("次月 {number} 日前（不含当日）", "→ {day:day} {clock}"),
        "en": ("Before day {number} of next month, that day not included", "→ {day:day} {clock}"),
    },
    "calendar.month_next_until": {
        "zh": ("次月 {number} 日前（含当日）", "→ {day:day} {clock}"),
        "en": ("By day {number} of next month, that day included", "→ {day:day} {clock}"),
    },
    "calendar.month_next_last": {
        "zh": ("次月月底前", "→ {day:day} {clock}"),
        "en": ("By the end of next month", "→ {day:day} {clock}"),
    },
    "calendar.before": {
        "zh": ("{moment:moment} 之前 {length:length}", "→ {at:deadline}"),
        "en": ("{length:length} before {moment:moment}", "→ {at:deadline}"),
    },
    "calendar.working_days_before": {
        "zh": ("{moment:moment} 之前第 {count} 个工作日", "→ {at:deadline}"),
        "en": ("Working day {count} before {moment:moment}", "→ {at:deadline}"),
    },
    "calendar.provisional": {
        "zh": ("{year} 年放假安排尚未公布，暂按平常周历推算", "暂定"),
        "en": (
            "The holidays of {year} are not announced yet; the plain week is used",
            "provisional",
        ),
    },
}
