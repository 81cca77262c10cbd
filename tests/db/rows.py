"""A valid row of each table, from which a test changes one thing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import SQLModel

from bot.domain.chat import Lane
from bot.domain.duties import Grade, SheetRole
from bot.domain.meetings import Kind
from bot.domain.people import Level
from bot.domain.rubric import Purpose
from db import models
from db.models.visits import MilestoneKind

NOW = datetime(2026, 12, 3, 7, tzinfo=UTC)
DAY = date(2026, 12, 1)
#: Whom rows refer to.
PERSON = "INSERT INTO person (id, code, name, folded_name, sort_key) VALUES (1, 'P1', 'A', 'a', 'a')"

Row = TypeVar("Row", bound=SQLModel)

_IN_DECEMBER = {"cell_id": 1, "period": 202612}
_CHAT = {"channel": "telegram", "account": "7012345678"}
_VALID: dict[type[SQLModel], dict[str, Any]] = {
    models.Organisation: {"code": "C2", "name": "Chi bộ 2", "level": Level.DEPENDENT_CELL},
    models.Person: {
        "code": "P2", "name": "Trần Văn Minh", "folded_name": "tran van minh", "sort_key": "minh tran van",
    },
    models.Post: {
        "person_id": 1, "organisation_id": 1, "title": "Bí thư", "folded_title": "bi thu", "starts_on": DAY,
    },
    models.Assignment: {"person_id": 1, "cell_id": 1, "assigned_by_id": 1, "starts_on": DAY},
    models.Meeting: _IN_DECEMBER
    | {"kind": Kind.ORDINARY, "starts_at": NOW, "planned_minutes": 90, "place": "Phòng họp 2"},
    models.Duty: _IN_DECEMBER | {"person_id": 1, "assignment_id": 1, "assigned_by_id": 1},
    models.Visit: _IN_DECEMBER | {"meeting_id": 1, "person_id": 1},
    models.ScoreSheet: _IN_DECEMBER
    | {"meeting_id": 1, "role": SheetRole.VISITOR, "scorer_id": 1, "rubric": "42-hd-short"}
    | {"rubric_version": 1, "answers": {}, "total": Decimal(90), "grade": Grade.TOT, "submitted_at": NOW},
    models.CellReport: _IN_DECEMBER
    | {"meeting_id": 1, "author_id": 1, "reported_at": NOW, "members": 18, "exempt": 1}
    | {"present": 16, "excused": 1, "unexcused": 0, "minutes": 95, "speakers": 12},
    models.Remedy: _IN_DECEMBER
    | {"meeting_id": 1, "number": 1, "text": "Sổ biên bản ghi chưa đủ", "post": "Phó bí thư"}
    | {"due_on": DAY, "author_id": 1, "created_at": NOW},
    models.RubricVersion: {
        "purpose": Purpose.MEETING, "name": "own", "version": 1, "text": "", "digest": "0", "checked_at": NOW,
    },
    models.RubricActivation: {
        "body_id": 1, "rubric_version_id": 1, "starts_on": DAY, "activated_at": NOW,
    },
    models.Reminder: {
        "kind": "notice", "step": "1", "subject": "meeting:1", "person_id": 1, "period": 202612,
        "due_at": NOW, "expires_at": NOW,
    },
    models.Milestone: {"kind": MilestoneKind.CLOSE, "period": 202612, "due_at": NOW},
    models.Address: _CHAT | {"chat": "7"},
    models.SeenEvent: _CHAT | {"event_id": "1", "seen_at": NOW},
    models.OutboxMessage: {
        "dedupe_key": "a", "lane": Lane.REPLY, "message": "Help", "fields": {}, "text": "x", "choices": [],
        "due_at": NOW, "created_at": NOW,
    },
    models.Draft: {
        "person_id": 1, "form": "facts", "subject": "visit:1", "state": {},
        "created_at": NOW, "updated_at": NOW,
    },
}  # fmt: skip


def row(model: type[Row], **changed: Any) -> Row:
    """A row that refers to cell, person, assignment and meeting 1, valid but for what is changed."""
    return model(**_VALID[model] | changed)
