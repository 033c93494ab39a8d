"""Keep the order of keys in what was adopted, and bring it back where the database lost it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from shouwen.policy.regulation_file import read_regulation
from shouwen.regulations.ordered import OrderedJSONField
from shouwen.regulations.plain import plain


def bring_back(apps: Any, _editor: Any) -> None:
    """Write rules and front matter anew in the order of their text, where nothing else differs."""
    version_of, row_of = (apps.get_model("regulations", name) for name in ("Version", "RuleRow"))
    for version in version_of.objects.order_by("pk"):
        read = read_regulation(version.source, version.file_name).regulation
        if read is None:
            continue
        front = {key: plain(getattr(read, key, None)) for key in version.front}
        if front == version.front:
            version_of.objects.filter(pk=version.pk).update(front=front)
        for row in row_of.objects.filter(version=version.pk):
            written = plain(read.definitions.get(row.rule_id))
            if written == row.definition:
                row_of.objects.filter(pk=row.pk).update(definition=written)


class Migration(migrations.Migration):
    """The columns stay as they are; what stands in them is a text from now on."""

    dependencies = (("regulations", "0001_adopted_texts"),)

    operations = (
        migrations.AlterField("version", "front", OrderedJSONField(default=dict)),
        migrations.AlterField("rulerow", "definition", OrderedJSONField()),
        migrations.RunPython(bring_back, migrations.RunPython.noop),
    )
