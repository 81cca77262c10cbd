"""What the program remembers; one module per area, every table importable from here."""

from db.models.cells import CellReport, Remedy
from db.models.chats import Address, Attempt, CodeTry, Consent, Invitation, OutboxMessage, SeenEvent
from db.models.forms import AuditEntry, Draft, FileFetch, Mark
from db.models.ledger import LedgerLine
from db.models.people import Assignment, Organisation, Person, Post
from db.models.rubrics import RubricActivation, RubricVersion
from db.models.visits import DigestSnapshot, Duty, Meeting, Milestone, Reminder, ScoreSheet, Visit

__all__ = [
    "Address",
    "Assignment",
    "Attempt",
    "AuditEntry",
    "CellReport",
    "CodeTry",
    "Consent",
    "DigestSnapshot",
    "Draft",
    "Duty",
    "FileFetch",
    "Invitation",
    "LedgerLine",
    "Mark",
    "Meeting",
    "Milestone",
    "Organisation",
    "OutboxMessage",
    "Person",
    "Post",
    "Remedy",
    "Reminder",
    "RubricActivation",
    "RubricVersion",
    "ScoreSheet",
    "SeenEvent",
    "Visit",
]
