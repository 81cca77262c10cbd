"""Write a migration from what the models have changed: python -m db.migrations "What changes"."""

import sys
import tempfile

from alembic import command

from db.migrate import configuration, newest, upgrade
from db.session import open_engine


def draft(message: str) -> None:
    """Write the next numbered migration, to be read and tested before it is committed."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/draft.db")
        upgrade(engine)
        with engine.begin() as connection:
            number = f"{int(newest() or 0) + 1:04}"
            command.revision(configuration(connection), message, autogenerate=True, rev_id=number)
        engine.dispose()


draft(" ".join(sys.argv[1:]))
