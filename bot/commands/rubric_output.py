"""How a form and what it would change are shown on the command line, before anything is done."""

from collections.abc import Iterator

from bot.domain.annual import AnnualForm
from bot.domain.duties import Grade
from bot.domain.rubric import Ambiguity, Rubric
from bot.domain.wording import GRADES, KINDS, exactly
from bot.services.rubric_activation import Activation, Withdrawal
from bot.services.rubric_comparison import Named
from bot.services.rubric_effects import Effect


def activation(planned: Activation) -> str:
    """The preview of a form that is about to be in force."""
    return "\n".join([*_form(planned.brought.form), "", *_activation(planned)])


def withdrawal(planned: Withdrawal) -> str:
    """The preview of a form that is about to be withdrawn."""
    form, body, row = planned.form, planned.body, planned.activation
    lines = [
        f"Thu hồi: {form.title} ({_version(form)})",
        f"Đang áp dụng cho: {body.code} {body.name}, từ ngày {row.starts_on:%d/%m/%Y}",
        *_effect(planned.effect),
        f"Buổi đã đăng ký, chưa khóa sổ, đổi phiếu: {planned.effect.meetings}",
        f"Phiếu đang điền dở của các buổi đó: {planned.effect.drafts}; phiếu mở theo mẫu bị thu hồi sẽ chuyển"
        " sang mẫu thay thế, giữ điểm của những tiêu chí vẫn còn.",
        "Điểm đã chấm giữ nguyên, không chấm lại.",
    ]
    return "\n".join(lines)


def _activation(planned: Activation) -> Iterator[str]:
    body, form, effect = planned.body, planned.brought.form, planned.effect
    yield f"Áp dụng cho: {body.code} {body.name}, từ ngày {planned.starts_on:%d/%m/%Y}"
    if isinstance(form, Rubric):
        yield f"Cho các buổi: {', '.join(KINDS[kind] for kind in form.kinds)}"
    yield from _effect(effect)
    for day, name in planned.later:
        yield f"Đến ngày {day:%d/%m/%Y} thì {name} thay phiếu này."
    if isinstance(form, Rubric):
        yield f"Buổi đã đăng ký từ ngày đó sẽ chấm theo phiếu này: {effect.meetings}"
        yield f"Phiếu đang điền dở của các buổi đó: {effect.drafts}; các phiếu đã mở vẫn theo mẫu lúc mở."
    yield "Điểm đã chấm giữ nguyên, không chấm lại."


def _effect(effect: Effect) -> Iterator[str]:
    yield f"Số chi bộ đổi phiếu: {effect.changed}"
    for one in effect.instead:
        yield f"  {one.cells} chi bộ: thôi dùng {_named(one.before)}; dùng {_named(one.after)}"
    if effect.unchanged:
        yield f"Số chi bộ không đổi (đã có phiếu của cấp gần hơn, hoặc phiếu mới hơn): {effect.unchanged}"
    for other in effect.others:
        kind, told = KINDS[other.kind], _named(other.form)
        yield f"Buổi {kind} không thuộc phiếu này: {other.cells} chi bộ chấm theo {told}"


def _form(form: Rubric | AnnualForm) -> Iterator[str]:
    yield f"Phiếu: {form.title} ({_version(form)})"
    yield f"Căn cứ: {form.legal_basis}"
    ends = f" đến ngày {form.in_force.ends_on:%d/%m/%Y}" if form.in_force.ends_on else ""
    yield f"Hiệu lực ghi trong tệp: từ ngày {form.in_force.starts_on:%d/%m/%Y}{ends}"
    yield from _points(form) if isinstance(form, Rubric) else _conditions(form)
    yield from _ambiguities(form.ambiguities)


def _points(form: Rubric) -> Iterator[str]:
    if form.points_borrowed_from:
        yield f"Các tiêu chí mượn của: {form.points_borrowed_from}"
    yield f"Tổng {exactly(form.maximum)} điểm, {len(form.groups)} nhóm, {len(form.items)} tiêu chí:"
    for group in form.groups:
        yield f"  {group.title}: {exactly(group.maximum)} điểm, {len(group.items)} tiêu chí"
    yield "Xếp loại: " + "; ".join(f"{GRADES[one.grade]} từ {exactly(one.at_least)}" for one in form.bands)
    for gate in form.gates:
        yield f"Điều kiện: {gate.title}; nếu không thì cao nhất là {GRADES[gate.otherwise]}"


def _conditions(form: AnnualForm) -> Iterator[str]:
    tot = GRADES[Grade.TOT]
    yield f"Điều kiện xếp loại {tot} của năm:"
    if form.mean is not None:
        yield f"  điểm trung bình các tháng từ {exactly(form.mean)}"
    if form.needs_every_ordinary:
        yield "  sinh hoạt thường kỳ đủ các tháng"
    if form.thematic_per_quarter:
        yield f"  mỗi quý {form.thematic_per_quarter} buổi chuyên đề"
    yield f"  ít nhất {form.months_tot} tháng xếp loại {tot}, không tháng nào dưới {GRADES[form.lowest]}"


def _ambiguities(found: tuple[Ambiguity, ...]) -> Iterator[str]:
    if found:
        yield "Chỗ văn bản chưa rõ và cách xử lý của phiếu này:"
    for one in found:
        yield f"  {one.source} Cách xử lý: {one.choice}"


def _named(one: Named) -> str:
    of = f"của {one.body}" if one.body else "có sẵn của chương trình"
    return f"“{one.title}” ({one.name}, phiên bản {one.version}, {of})"


def _version(form: Rubric | AnnualForm) -> str:
    return f"{form.name}, phiên bản {form.version}"
