"""A small regulation about what is said and how one behaves, in force for the cast."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast

WORDS = """---
regulation: counter-words
title: 柜台用语规范
industry: property-services
in_force: 2024-01-01
posts:
  agent: 客服专员
  service_engineer: 服务工程师
points:
  quality_points: 质检分
working_hours:
  mon-fri: ["09:00-18:00"]
---

## 1 用语

### 1.1 禁语

不得说没办法；“不行”除“不行使”外不得说。

```rule
id: banned-words
kind: conduct
title: 禁语
title_en: Banned words
must_not_say: [没办法, {phrase: 不行, not_in: [不行使]}]
```

### 1.2 书面答复

书面答复须称呼“您”，并留下联系电话。

```rule
id: written-words
kind: conduct
title: 书面答复用语
title_en: Words of a written answer
situation: written_reply
must_say:
  - {group: you, name: 敬称, name_en: Polite you, any_of: [您]}
  - {group: phone, name: 联系电话, name_en: Telephone, any_of: ["电话{number}"]}
```

### 1.3 挂机

通话结束时须道别。

```rule
id: goodbye-words
kind: conduct
title: 道别用语
title_en: Words of goodbye
situation: goodbye
must_say:
  - {group: thanks, name: 致谢, name_en: Thanks, any_of: [谢谢, 感谢]}
  - {group: bye, name: 道别, name_en: Goodbye, any_of: [再见]}
in_order: true
```

### 1.4 无声电话

问候后等候五秒，再问一遍。

```rule
id: silence
kind: conduct
title: 无声电话
title_en: Silent call
situation: silent_line
sequence:
  - {say: 您好，请讲, say_en: "Hello, please speak", wait: 5 seconds}
  - {say: 听不到您的声音，再见, say_en: "No sound, goodbye", wait: 3 seconds}
```

### 1.5 工程师用语

工程师上门须报公司名。

```rule
id: engineer-words
kind: conduct
title: 上门用语
title_en: Words at the door
for: [service_engineer]
must_say:
  - {group: company, name: 公司名, name_en: Company, any_of: [首问物业]}
```

## 2 行为

### 2.1 仪表

着工装，佩戴胸牌。

```rule
id: appearance
kind: conduct
title: 仪表
title_en: Appearance
items:
  - {item: uniform, text: 着工装, text_en: Wears the uniform}
  - {item: badge, text: 佩戴胸牌, text_en: Wears the badge}
```

### 2.2 工具

工程师带齐工具。

```rule
id: tools
kind: conduct
title: 工具
title_en: Tools
for: [service_engineer]
items:
  - {item: tools_complete, text: 工具带齐, text_en: Brings every tool}
```

### 2.3 扣分

着装不合格扣二分。

```rule
id: appearance-points
kind: score
title: 仪表扣分
title_en: Points for appearance
when: {fact: conduct_checked, item: uniform, passed: false}
amount: {fixed: -2 quality_points}
```
"""


def adopt(text: str, by: Member) -> Version:
    """Adopt a text as from the beginning of 2024."""
    version = regulations.adopt(
        text=text, file_name="words.md", by=by, at=datetime(2024, 1, 1, 1, tzinfo=UTC)
    )
    assert isinstance(version, Version), version
    return version


@pytest.fixture
def words(cast: Cast) -> Version:
    """Return the regulation about words, in force."""
    return adopt(WORDS, cast.he)
