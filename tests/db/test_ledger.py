"""The ledger: whatever is queued or planned is entered by the database itself, and stays."""

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlmodel import select

from bot.domain.chat import Lane
from db.migrate import MIGRATIONS, downgrade, upgrade
from db.models import LedgerLine, OutboxMessage, Reminder
from db.models.ledger import LedgerSource
from db.session import unit_of_work
from tests.db.rows import NOW, PERSON, row


def test_every_message_and_reminder_is_entered(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        session.connection().execute(text(PERSON))
        session.add_all([row(OutboxMessage), row(Reminder)])
    assert sorted(entered(engine)) == [
        (LedgerSource.OUTBOX, 1, "Help", Lane.REPLY),
        (LedgerSource.REMINDER, 1, "notice.1", None),
    ]


def test_what_is_deleted_stays_entered(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        session.add(row(OutboxMessage))
    with unit_of_work(engine) as session:
        session.connection().execute(text("DELETE FROM outbox"))
    assert [row_id for _, row_id, _, _ in entered(engine)] == [1]


def test_what_an_older_program_left_is_entered_when_the_schema_comes_up(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        session.add(row(OutboxMessage))
    downgrade(engine, _before_the_ledger())
    upgrade(engine)
    assert entered(engine) == [(LedgerSource.OUTBOX, 1, "Help", Lane.REPLY)]


def _before_the_ledger() -> str:
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    (ledger,) = (script for script in scripts if "ledger" in script.doc)
    return str(ledger.down_revision)


def entered(engine: Engine) -> list[tuple[LedgerSource, int, str, Lane | None]]:
    """What the ledger holds; every line is of the instant that the rows name."""
    with unit_of_work(engine) as session:
        lines = session.exec(select(LedgerLine)).all()
        assert all(line.at == NOW for line in lines)
        return [(line.source, line.row_id, line.kind, line.lane) for line in lines]
