"""Forms of a body's own, and since when they are in force."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.types

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rubric_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.Enum('meeting', 'year', name='purpose', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('checked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('checked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint('version > 0', name=op.f('ck_rubric_version_version_positive')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['person.id'], name=op.f('fk_rubric_version_checked_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rubric_version')),
    sa.UniqueConstraint('name', 'version', name=op.f('uq_rubric_version_name_version'))
    )
    with op.batch_alter_table('rubric_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rubric_version_checked_by_id'), ['checked_by_id'], unique=False)

    op.create_table('rubric_activation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('body_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rubric_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('activated_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('activated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('withdrawn_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('withdrawn_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint('withdrawn_at IS NOT NULL OR withdrawn_by_id IS NULL', name=op.f('ck_rubric_activation_withdrawn_by_has_withdrawn_at')),
    sa.ForeignKeyConstraint(['activated_by_id'], ['person.id'], name=op.f('fk_rubric_activation_activated_by_id_person')),
    sa.ForeignKeyConstraint(['body_id'], ['organisation.id'], name=op.f('fk_rubric_activation_body_id_organisation')),
    sa.ForeignKeyConstraint(['rubric_version_id'], ['rubric_version.id'], name=op.f('fk_rubric_activation_rubric_version_id_rubric_version')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['person.id'], name=op.f('fk_rubric_activation_withdrawn_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rubric_activation'))
    )
    with op.batch_alter_table('rubric_activation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rubric_activation_activated_by_id'), ['activated_by_id'], unique=False)
        batch_op.create_index('ix_rubric_activation_body_starts', ['body_id', 'starts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_rubric_activation_rubric_version_id'), ['rubric_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rubric_activation_withdrawn_by_id'), ['withdrawn_by_id'], unique=False)
        batch_op.create_index('uq_rubric_activation_standing', ['body_id', 'starts_on', 'rubric_version_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('rubric_activation', schema=None) as batch_op:
        batch_op.drop_index('uq_rubric_activation_standing', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_rubric_activation_withdrawn_by_id'))
        batch_op.drop_index(batch_op.f('ix_rubric_activation_rubric_version_id'))
        batch_op.drop_index('ix_rubric_activation_body_starts')
        batch_op.drop_index(batch_op.f('ix_rubric_activation_activated_by_id'))

    op.drop_table('rubric_activation')
    with op.batch_alter_table('rubric_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rubric_version_checked_by_id'))

    op.drop_table('rubric_version')
