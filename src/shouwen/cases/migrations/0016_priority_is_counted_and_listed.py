from django.db import migrations, models
from django.db.models import Count
from django.db.models.functions import Concat

DIMENSIONS = (
    "state", "case_type", "severity", "channel", "handler_id", "first_owner_id", "team_id",
    "responsible_department_id", "category_id", "queue_id", "priority",
)


def name_the_priority_in_each_cell(apps, _schema):
    """A cell's key names the priority last; matters that have one move to a cell of their own."""
    tallies = apps.get_model("cases", "Tally").objects
    cases = apps.get_model("cases", "Case").objects
    tallies.update(key=Concat("key", models.Value("|")))
    ranked = cases.filter(tally__isnull=False).exclude(priority="")
    for row in ranked.order_by().values("tally", "priority").annotate(n=Count("pk")):
        former = tallies.get(pk=row["tally"])
        values = {name: getattr(former, name) for name in DIMENSIONS}
        there = values | {"priority": row["priority"]}
        key = former.key + row["priority"]
        cell, _made = tallies.get_or_create(key=key, is_move=False, defaults=there)
        tallies.create(key=former.key, is_move=True, n=-row["n"], **values)
        tallies.create(key=key, is_move=True, n=row["n"], **there)
        cases.filter(tally=former, priority=row["priority"]).update(tally=cell)


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0015_moves_of_counters_stand_in_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="tally",
            name="priority",
            field=models.CharField(blank=True, max_length=10),
        ),
        # Few matters have a priority: the others cost this index nothing.
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("priority", ""), _negated=True),
                fields=["priority", "-opened_at", "-id"],
                name="cases_by_priority",
            ),
        ),
        migrations.RunPython(name_the_priority_in_each_cell, migrations.RunPython.noop),
    ]
