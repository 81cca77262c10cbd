"""Numbers that are never given again."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('ledger', schema=None) as batch_op:
        batch_op.create_index('ix_ledger_reminder', ['row_id'], unique=False, sqlite_where=sa.text("source = 'reminder'"), postgresql_where=sa.text("source = 'reminder'"))
    _count_on_for_ever(True)


def downgrade() -> None:
    _count_on_for_ever(False)
    with op.batch_alter_table('ledger', schema=None) as batch_op:
        batch_op.drop_index('ix_ledger_reminder', sqlite_where=sa.text("source = 'reminder'"), postgresql_where=sa.text("source = 'reminder'"))


def _count_on_for_ever(does: bool) -> None:
    # PostgreSQL's sequences never go back; where SQLite goes on from is set in db/numbering.py.
    if op.get_bind().dialect.name != 'sqlite':
        return
    for table in ('outbox', 'reminder'):
        with op.batch_alter_table(table, recreate='always', table_kwargs={'sqlite_autoincrement': does}):
            pass
