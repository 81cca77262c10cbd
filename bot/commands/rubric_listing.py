"""Which forms a body goes by today, what it activated itself, what the program comes with."""

from collections.abc import Iterator

from bot.domain.annual import AnnualForm
from bot.domain.meetings import Kind
from bot.domain.rubric import Rubric
from bot.domain.wording import KINDS
from bot.services import people, rubric_activation, rubric_seeds, rubrics
from bot.services.work import Work
from db.models import Organisation, RubricActivation


def listing(work: Work, body: Organisation) -> str:
    """The list for one body."""
    return "\n".join([f"{body.code} {body.name}", *_today(work, body), *_own(work, body), _seeds()])


def _today(work: Work, body: Organisation) -> Iterator[str]:
    yield f"Hôm nay, {work.today:%d/%m/%Y}:"
    for kind in Kind:
        yield f"  buổi {KINDS[kind]}: {_told(rubrics.rubric_for(work, body, work.today, kind))}"
    annual = rubrics.annual_form_for(work, people.place(body), work.today.year)
    yield f"  xếp loại năm {work.today.year}: {_told(annual)}"


def _own(work: Work, body: Organisation) -> Iterator[str]:
    found = rubric_activation.activations(work, body)
    yield "Phiếu do chính tổ chức này áp dụng:" if found else "Tổ chức này chưa tự áp dụng phiếu nào."
    for row, form in found:
        yield f"  từ ngày {row.starts_on:%d/%m/%Y}: {_told(form)}{_withdrawn(work, row)}"


def _withdrawn(work: Work, row: RubricActivation) -> str:
    if row.withdrawn_at is None:
        return ""
    return f"; đã thu hồi ngày {row.withdrawn_at.astimezone(work.ground.zone):%d/%m/%Y}"


def _seeds() -> str:
    return f"Phiếu có sẵn của chương trình: {', '.join(rubric_seeds.names())}"


def _told(form: Rubric | AnnualForm) -> str:
    return f"“{form.title}” ({form.name}, phiên bản {form.version})"
