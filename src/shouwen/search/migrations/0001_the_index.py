from django.db import migrations, models

POSTGRES = (
    "ALTER TABLE search_entry ADD COLUMN tokens tsvector NOT NULL DEFAULT ''::tsvector",
    # What is written lately is looked through one by one, so only a little of it may wait.
    "CREATE INDEX search_entry_tokens ON search_entry USING gin (tokens)"
    " WITH (fastupdate = on, gin_pending_list_limit = 512)",
    # The commonest words tell which way is shorter: down the newest rows, or through the index.
    "ALTER TABLE search_entry ALTER COLUMN tokens SET STATISTICS 500",
)
SQLITE = (
    "CREATE VIRTUAL TABLE search_tokens USING fts5(tokens, detail='none', columnsize=0, tokenize='ascii')",
)


def make(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=160, unique=True)),
                ("kind", models.CharField(max_length=16)),
                ("head", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("parts", models.JSONField(default=list)),
                ("happened_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunPython(make, unmake),
    ]
