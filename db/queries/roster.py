"""The roster as it is kept, and what an import writes; whole tables at a time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlmodel import Session, SQLModel, col

from db.models import Address, Assignment, Organisation, Person, Post


def organisations(session: Session) -> Sequence[Organisation]:
    """All organisations, ended ones too, in the order of their codes."""
    return session.scalars(select(Organisation).order_by(col(Organisation.code))).all()


def people(session: Session) -> Sequence[Any]:
    """id, code, name, phone of everybody."""
    columns: tuple[Any, ...] = (col(Person.id), col(Person.code), col(Person.name), col(Person.phone))
    return session.connection().execute(select(*columns).order_by(col(Person.code))).all()


def posts(session: Session) -> Sequence[Any]:
    """All posts, history too, earlier ones first, with the codes they join."""
    statement: Any = (
        select(
            col(Post.id),
            col(Person.code).label("person"),
            col(Organisation.code).label("organisation"),
            col(Post.title),
            col(Post.folded_title),
            col(Post.role),
            col(Post.starts_on),
            col(Post.ends_on),
        )
        .join(Person, col(Person.id) == col(Post.person_id))
        .join(Organisation, col(Organisation.id) == col(Post.organisation_id))
        .order_by(col(Post.starts_on), col(Post.id))
    )
    return session.connection().execute(statement).all()


def assignments(session: Session) -> Sequence[Any]:
    """All assignments, history too, earlier ones first, with the codes they join."""
    cell, body = Organisation.__table__.alias("cell"), Organisation.__table__.alias("body")  # type: ignore[attr-defined]
    statement = (
        select(
            col(Assignment.id),
            col(Person.code).label("person"),
            cell.c.code.label("cell"),
            body.c.code.label("body"),
            col(Assignment.decision),
            col(Assignment.starts_on),
            col(Assignment.ends_on),
        )
        .join(Person, col(Person.id) == col(Assignment.person_id))
        .join(cell, cell.c.id == col(Assignment.cell_id))
        .join(body, body.c.id == col(Assignment.assigned_by_id))
        .order_by(col(Assignment.starts_on), col(Assignment.id))
    )
    return session.connection().execute(statement).all()


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Add rows, all of the same columns, in one statement."""
    if rows:
        session.connection().execute(insert(table), rows)


def update_rows(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Change rows by their `id`; every row gives the same columns."""
    if not rows:
        return
    columns = [name for name in rows[0] if name != "id"]
    statement = (
        update(table)
        .where(table.__table__.c.id == bindparam("row_id"))  # type: ignore[attr-defined]
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    values = [{"row_id": row["id"], **{f"new_{name}": row[name] for name in columns}} for row in rows]
    session.connection().execute(statement, values)


def codes_to_ids(session: Session, table: type[Organisation] | type[Person]) -> dict[str, int]:
    """The id behind every code."""
    statement: Any = select(col(table.code), col(table.id))
    return {row.code: row.id for row in session.connection().execute(statement)}


def not_enrolled(session: Session, on: date) -> Sequence[Person]:
    """People with a post or an assignment in force whom no chat is bound to, in the order of their names."""
    bound = select(col(Address.id)).where(col(Address.person_id) == col(Person.id)).exists()
    statement = select(Person).where(or_(_holds(Post, on), _holds(Assignment, on)), ~bound)
    return session.scalars(statement.order_by(col(Person.sort_key), col(Person.code))).all()


def _holds(table: type[Post] | type[Assignment], on: date) -> Any:
    return (
        select(col(table.id))
        .where(
            col(table.person_id) == col(Person.id),
            col(table.starts_on) <= on,
            or_(col(table.ends_on).is_(None), col(table.ends_on) >= on),
        )
        .exists()
    )


def posts_in_force(session: Session, on: date) -> Sequence[Any]:
    """person_id, title, and the path of the organisation, the highest organisation first."""
    statement = (
        select(col(Post.person_id), col(Post.title), col(Organisation.name), col(Organisation.path))
        .join(Organisation, col(Organisation.id) == col(Post.organisation_id))
        .where(col(Post.starts_on) <= on, or_(col(Post.ends_on).is_(None), col(Post.ends_on) >= on))
        .order_by(func.length(col(Organisation.path)), col(Post.id))
    )
    return session.connection().execute(statement).all()


def assigned_places(session: Session, on: date) -> Sequence[Any]:
    """person_id and the path of the body that assigned, for assignments in force."""
    statement = (
        select(col(Assignment.person_id), col(Organisation.path))
        .join(Organisation, col(Organisation.id) == col(Assignment.assigned_by_id))
        .where(
            col(Assignment.starts_on) <= on,
            or_(col(Assignment.ends_on).is_(None), col(Assignment.ends_on) >= on),
        )
        .order_by(func.length(col(Organisation.path)), col(Assignment.id))
    )
    return session.connection().execute(statement).all()
