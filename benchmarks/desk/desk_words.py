"""Texts for the benchmark of a service desk, put together from phrases of our own."""

from __future__ import annotations

from random import Random

# One text in three holds the common word; one in twenty thousand the rare one.
COMMON, RARE = "电梯", "鹦鹉"
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


def titled(dice: Random, n: int) -> str:
    """Return a title."""
    return f"{dice.choice(_PLACES)}{dice.choice(_THINGS)}{dice.choice(_WRONG)} {n}"


def said(dice: Random, n: int) -> str:
    """Return what somebody wrote: two to four sentences in two languages."""
    first = f"{dice.choice(_PLACES)}的{dice.choice(_THINGS)}{dice.choice(_WRONG)}。"
    rest = dice.sample(_ASKS, dice.randint(1, 3))
    rare = "住户的鹦鹉飞进了设备间。" if n % 20_000 == 7 else ""
    return " ".join([first, *rest, rare]).strip()
