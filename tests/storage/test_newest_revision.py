"""The revision told by the migrations' file names is the one that Alembic would bring the schema to."""

from __future__ import annotations

from importlib.resources import as_file, files

from alembic.config import Config
from alembic.script import ScriptDirectory

from clausewatch.storage.database import newest_revision


def test_the_newest_revision_is_the_head_of_the_chain() -> None:
    with as_file(files("clausewatch.storage") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()
