"""The duty to visit: response, outcome and reasons are separate facts (DOMAIN 5)."""

from enum import StrEnum


class Response(StrEnum):
    NONE = "none"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class DeclineReason(StrEnum):
    """Why somebody cannot come: a list, never free text (DOMAIN 9)."""

    BUSINESS_TRIP = "business_trip"
    ILLNESS = "illness"
    OTHER_MEETING = "other_meeting"
    OTHER = "other"


class Outcome(StrEnum):
    PENDING = "pending"
    ATTENDED = "attended"
    EXCUSED = "excused"
    MISSED = "missed"


class OutcomeReason(StrEnum):
    """Why a duty was excused or missed; none for pending and attended."""

    ACCEPTED = "accepted"  # excused: the office accepted the reason given
    CELL_DID_NOT_MEET = "cell_did_not_meet"  # excused
    WITH_REASON = "with_reason"  # missed: a reason was given, the office did not accept it or did not decide
    WITHOUT_REASON = "without_reason"  # missed
    UNREACHABLE = "unreachable"  # missed: no messenger address ever reached the person


class SheetRole(StrEnum):
    """Who scored: the cell itself, the visitor, the superior committee (DOMAIN 3)."""

    SELF = "self"
    VISITOR = "visitor"
    SUPERIOR = "superior"


class Grade(StrEnum):
    TOT = "tot"
    KHA = "kha"
    TRUNG_BINH = "trung_binh"
    KEM = "kem"
