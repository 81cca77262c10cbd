"""What stands in the way of putting a form in force or withdrawing it, each as one sentence."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import select

from bot.domain.annual import AnnualForm
from bot.domain.calendar import first_day, period_of, shift
from bot.domain.roster_cells import code as as_code
from bot.domain.rubric import Rubric
from bot.domain.rubric_file import load_toml
from bot.domain.wording import month
from bot.services import rubric_seeds
from bot.services.rubric_texts import Brought, digest_of
from bot.services.work import Work
from db.models import Organisation, Person, RubricActivation
from db.queries import rubrics as queries
from db.queries import visits as visit_queries

LONGEST_NAME = 60


class Refused(Exception):
    """It cannot be done; the text is a sentence for the command line."""


def body_of(work: Work, code: str) -> Organisation:
    """The organisation of a code; Refused when there is none or it is no more."""
    found = work.session.exec(select(Organisation).where(Organisation.code == as_code(code))).first()
    if found is None:
        raise Refused(f"Không có tổ chức nào mang mã {code}. Xem mã: chibo roster export FILE.")
    if found.ended_on is not None and found.ended_on < work.today:
        raise Refused(f"{found.name} đã kết thúc hoạt động ngày {found.ended_on:%d/%m/%Y}.")
    return found


def person_of(work: Work, code: str | None) -> int | None:
    """Who does it, by a person's code; None when nobody is named. Refused when nobody has the code."""
    if code is None:
        return None
    found = work.session.exec(select(Person.id).where(Person.code == as_code(code))).first()
    if found is None:
        raise Refused(f"Không có cán bộ nào mang mã {code}.")
    return found


def require_day(work: Work, form: Rubric | AnnualForm, on: date) -> None:
    """Refused when the month of the day is closed, or the form is not in force on it."""
    period, span = period_of(on), form.in_force
    is_over = work.ground.policy.closing_at(period, work.ground.zone) <= work.now
    if is_over or not visit_queries.stays_open(work.session, period):
        raise Refused(
            f"Sổ {month(period)} đã khóa nên không đổi phiếu từ ngày {on:%d/%m/%Y} được. "
            f"Đề nghị chọn từ ngày {first_day(_first_open(work, period)):%d/%m/%Y} trở đi."
        )
    if on < span.starts_on:
        raise Refused(
            f"Phiếu {form.name} có hiệu lực từ ngày {span.starts_on:%d/%m/%Y} (starts_on trong tệp); "
            "đề nghị chọn ngày đó hoặc sau đó."
        )
    if span.ends_on and on > span.ends_on:
        raise Refused(f"Phiếu {form.name} đã hết hiệu lực ngày {span.ends_on:%d/%m/%Y} (ends_on trong tệp).")


def _first_open(work: Work, period: int) -> int:
    while work.ground.policy.closing_at(period, work.ground.zone) <= work.now:
        period = shift(period, 1)
    while not visit_queries.stays_open(work.session, period):
        period = shift(period, 1)
    return period


def require_same_content(work: Work, brought: Brought) -> None:
    """Refused when this version is known with another content: what was scored by it would change."""
    form = brought.form
    if len(form.name) > LONGEST_NAME:
        raise Refused(f"Tên phiếu (name) dài {len(form.name)} ký tự, nhiều nhất {LONGEST_NAME}.")
    known = queries.digest_of(work.session, form.name, form.version)
    text = rubric_seeds.text_of(form.name, form.version)
    if known is None and text is not None:
        known = digest_of(load_toml(text))
    if known not in (None, brought.digest):
        raise Refused(
            f"Đã có phiếu {form.name}, phiên bản {form.version}, với nội dung khác. "
            f"Nếu nội dung thay đổi, đề nghị ghi version = {form.version + 1} trong tệp, hoặc đặt name khác."
        )


def require_free_day(
    known: Iterable[tuple[RubricActivation, Rubric | AnnualForm]],
    body: Organisation,
    brought: Rubric | AnnualForm,
    on: date,
) -> None:
    """Refused when the body has a form from that very day that judges the same."""
    for row, form in known:
        if row.starts_on == on and overlap(form, brought):
            raise Refused(
                f"{body.name} đã có phiếu {form.name}, phiên bản {form.version}, áp dụng từ chính ngày "
                f"{on:%d/%m/%Y}. Đề nghị thu hồi phiếu đó trước (chibo rubric withdraw) hoặc chọn ngày khác."
            )


def overlap(one: Rubric | AnnualForm, other: Rubric | AnnualForm) -> bool:
    """Whether two forms judge the same: years, or meetings of a kind that both are for."""
    if isinstance(one, Rubric) and isinstance(other, Rubric):
        return not set(one.kinds).isdisjoint(other.kinds)
    return isinstance(one, AnnualForm) and isinstance(other, AnnualForm)
