"""Texts for the benchmark of a service desk, put together from phrases of our own."""

from __future__ import annotations

from random import Random

# Every other case holds the common word; one in twenty thousand the rare one.
COMMON, RARE = "电梯", "鹦鹉"
RARELY_SAID = "住户的鹦鹉飞进了设备间。"
_PLACES = [
    "地下车库",
    "三号楼大堂",
    "北门岗亭",
    "消防通道",
    "儿童乐园",
    "屋顶花园",
    "快递柜",
    "会议室",
]
_THINGS = ["电梯", "空调", "门禁", "路灯", "水泵", "监控", "电梯轿厢", "车位锁", "打印机", "网络"]
_WRONG = [
    "不运行",
    "有异响",
    "漏水",
    "反复重启",
    "打不开",
    "温度过高",
    "被占用",
    "显示错误",
    "断电",
]
_ASKS = [
    "请尽快派人查看并答复处理时间。", "业主已经第二次来电,情绪比较着急。",
    "已联系维保单位,等待到场。",
    "现场已设置警示牌,请继续跟进。", "已向客户说明原因并约定回访时间。", "请核对台账后回复。",
    "Please call the customer back after the visit.", "The contractor confirmed the schedule.",
    "Waiting for spare parts; the customer was informed by phone.",
    "Access card was replaced and tested at the gate.",
]  # fmt: skip


_FIRST = ["梧桐", "锦绣", "翠湖", "枫林", "银杏", "望江", "临风", "碧水", "朝阳", "丹桂"]
_SECOND = [
    "苑", "里", "雅居", "花园", "公馆", "新村", "家园", "华庭", "名邸", "小筑",
    "山庄", "府", "嘉园", "水岸", "别院", "新城", "广场", "阁", "轩", "坊",
]  # fmt: skip


def titled(dice: Random, n: int) -> str:
    """Return a title."""
    return f"{dice.choice(_PLACES)}{dice.choice(_THINGS)}{dice.choice(_WRONG)} {n}"


def said(dice: Random) -> str:
    """Return what somebody wrote: two to four sentences in two languages."""
    first = f"{dice.choice(_PLACES)}的{dice.choice(_THINGS)}{dice.choice(_WRONG)}。"
    return " ".join([first, *dice.sample(_ASKS, dice.randint(1, 3))])


def estate(n: int) -> str:
    """Return the name of the ``n``-th of two hundred estates."""
    return _FIRST[n % 10] + _SECOND[n // 10 % 20]


def spread(number: int) -> list[int]:
    """Return which of so many cases hold the rare word."""
    return list(range(7, number, 20_000))
