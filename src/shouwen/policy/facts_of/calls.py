"""The facts of telephone calls and of the seats that answer them.

A telephone number never stands in a fact: a record kept for ever names the call, not the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import PERSON, REASON, choice, detail, fact

OPERATOR = detail("member", "话务员", "Operator")
RINGS = detail("number", "振铃次数", "Rings")
QUEUE = detail("text", "队列", "Queue")
WAITED = detail("number", "等待秒数", "Seconds waited")
ON_SHIFT = detail("yes_no", "在班次内", "Within a shift")
SHIFT = detail("text", "班次", "Shift")
STATE = {
    "ready": ("就绪", "ready"),
    "on_call": ("通话中", "on a call"),
    "after_call": ("话后处理", "after-call work"),
    "on_break": ("小休", "on a break"),
    "training": ("培训", "training"),
    "offline": ("离线", "offline"),
}

FACTS: Mapping[str, Any] = {
    "call_arrived": fact("来电呼入", "Call arrived", queue=QUEUE),
    "call_rang": fact("来电振铃", "Call rang at a seat", operator=OPERATOR),
    "call_answered": fact(
        "接听来电",
        "Call answered",
        operator=OPERATOR,
        rings=RINGS,
        seconds=WAITED,
        queue=QUEUE,
    ),
    "call_missed": fact("振铃未接", "Call not picked up", operator=OPERATOR, rings=RINGS),
    "call_abandoned": fact(
        "来电放弃",
        "Call abandoned",
        seconds=WAITED,
        queue=QUEUE,
        operator=OPERATOR,
        lost=detail("yes_no", "交换机没有说明如何结束", "The exchange never said how it ended"),
    ),
    "call_transferred": fact(
        "转接来电",
        "Call transferred",
        operator=OPERATOR,
        to_operator=detail("member", "转给", "Transferred to"),
    ),
    "call_ended": fact(
        "通话结束",
        "Call ended",
        operator=OPERATOR,
        seconds=detail("number", "通话秒数", "Seconds spoken"),
        hold_seconds=detail("number", "保持秒数", "Seconds held"),
        hung_up_by=choice(
            "先挂断方",
            "Who hung up",
            caller=("客户", "the caller"),
            seat=("坐席", "the seat"),
        ),
    ),
    "call_returned": fact(
        "回拨来电",
        "Call returned",
        operator=OPERATOR,
        result=choice(
            "结果",
            "Result",
            reached=("已联系上", "reached"),
            not_reached=("未联系上", "not reached"),
        ),
    ),
    "call_listened": fact(
        "监听通话",
        "Call listened to",
        person=PERSON,
        operator=OPERATOR,
        recording=detail("yes_no", "录音", "Recording"),
        way=choice(
            "方式",
            "Way",
            listen=("监听", "listened"),
            whisper=("密语", "whispered to the seat"),
            join=("强插", "joined the call"),
        ),
    ),
    "call_commanded": fact(
        "操作来电",
        "Call commanded",
        person=PERSON,
        command=choice(
            "操作",
            "Command",
            answer=("接听", "answer"),
            hang_up=("挂断", "hang up"),
            hold=("保持", "hold"),
            resume=("恢复", "resume"),
            transfer=("转接", "transfer"),
            originate=("外呼", "dial"),
        ),
    ),
    "call_recorded": fact(
        "通话录音入库",
        "Call recorded",
        person=PERSON,
        seconds=detail("number", "录音秒数", "Seconds recorded"),
    ),
    "recording_held_back": fact(
        "录音暂缓销毁", "Recording held back", person=PERSON, reason=REASON
    ),
    "recording_released": fact("录音解除暂缓", "Recording no longer held back", person=PERSON),
    "recording_erased": fact("录音销毁", "Recording erased", person=PERSON),
    "call_noted": fact("通话记事", "Call noted", person=PERSON),
    "call_tied": fact(
        "来电归入事项",
        "Call tied to a matter",
        person=PERSON,
        case=detail("text", "事项", "Matter"),
    ),
    "call_situation_step": fact(
        "通话情景步骤",
        "Step of a situation in a call",
        person=PERSON,
        situation=detail("text", "情景", "Situation"),
        step=detail("number", "第几步", "Which step"),
    ),
    "phone_menu_saved": fact(
        "电话菜单保存",
        "Telephone menu saved",
        person=PERSON,
        options=detail("number", "单个菜单最多按键数", "Most keys in one menu"),
        levels=detail("number", "菜单层数", "Levels of menus"),
        advertising=detail("yes_no", "主菜单含广告", "Advertising in the main menu"),
    ),
    "seat_signed_in": fact(
        "坐席签入", "Signed in at a seat", person=PERSON, on_shift=ON_SHIFT, shift=SHIFT
    ),
    "seat_signed_out": fact(
        "坐席签出",
        "Signed out of a seat",
        person=PERSON,
        on_shift=ON_SHIFT,
        lapsed=detail("yes_no", "连接中断", "Connection lost"),
    ),
    "seat_state_changed": fact(
        "坐席状态变更",
        "Seat state changed",
        person=PERSON,
        state=choice("状态", "State", **STATE),
        before=choice("原状态", "State before", **STATE),
        seconds=detail("number", "原状态秒数", "Seconds in the state before"),
        break_kind=choice(
            "小休原因",
            "Kind of break",
            rest=("休息", "rest"),
            meal=("用餐", "meal"),
            meeting=("会议", "meeting"),
            other=("其他", "other"),
        ),
        on_shift=ON_SHIFT,
    ),
}
