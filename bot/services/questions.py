"""The questions with named buttons, each with what it has to know."""

from bot.forms.confirmations import Answer, Question
from bot.forms.engine import Option
from bot.messages import enrolment as messages
from bot.messages import general
from bot.services import imports, personal_data, wordings
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import Draft, Invitation, Person
from db.queries import chats
from db.queries import people as people_queries


def consent(work: Work, person_id: int, subject: str, _: Answer | None) -> Question:
    """What is kept and why."""
    person = work.session.get_one(Person, person_id)
    message = messages.ConsentAsked(person.name, work.ground.policy.retention.outbox.days)
    return Question(message, (Option("yes", "Tôi đồng ý"), Option("no", "Tôi không đồng ý")))


def leave(work: Work, person_id: int, subject: str, _: Answer | None) -> Question:
    """Whether the person really stops."""
    return Question(messages.LeaveAsked(), (Option("no", "Tiếp tục sử dụng"), Option("yes", "Ngừng sử dụng")))


def discard(work: Work, person_id: int, subject: str, _: Answer | None) -> Question:
    """Whether the open form is set aside; Gone when it was completed meanwhile."""
    draft = work.session.get(Draft, int(subject.split(":")[1]))
    if draft is None or draft.person_id != person_id or not draft.is_open:
        raise Gone
    message = general.DiscardAsked(wordings.what_is(work, draft))
    return Question(message, (Option("no", "Giữ lại"), Option("yes", "Bỏ phần đang điền")))


def conflict(work: Work, person_id: int, subject: str, _: Answer | None) -> Question:
    """Whose chat is the right one, for the office."""
    invitation = work.session.get_one(Invitation, int(subject.split(":")[1]))
    person = work.session.get_one(Person, invitation.person_id)
    post = people_queries.main_post(work.session, invitation.person_id, work.today)
    return Question(
        messages.ConflictAsked(person.name, post, person.phone),
        (Option("keep", "Giữ cuộc trò chuyện cũ"), Option("reissue", "Thu hồi và cấp mã mới")),
    )


def own_data(work: Work, person_id: int, subject: str, _: Answer | None) -> Question:
    """A copy of what is kept, with two requests."""
    person, kept = work.session.get_one(Person, person_id), personal_data.kept_about(work, person_id)
    agreed_at = chats.consented_at(work.session, person_id) or work.now
    message = messages.DataCopy(
        person.name,
        person.phone,
        kept.posts,
        kept.chats,
        kept.visits,
        kept.sheets,
        agreed_at.astimezone(work.ground.zone),
        work.ground.policy.data_answer_days,
    )
    return Question(message, (Option("correction", "Đề nghị sửa"), Option("deletion", "Đề nghị xóa")))


def roster(work: Work, person_id: int, subject: str, _: Answer | None) -> Question:
    """What an import would do, before it does it."""
    preview = imports.preview(work, subject)
    # What was shown may be overtaken: its buttons are answered still, with what became of it.
    is_answerable = preview.has_changes or imports.is_overtaken(work, subject)
    options = (Option("yes", "Cập nhật danh sách"), Option("no", "Bỏ qua")) if is_answerable else ()
    return Question(preview, options)
