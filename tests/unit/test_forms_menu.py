"""The menu: up to seven at once, pages beyond, the chosen thing is opened and the menu stays."""

from bot.domain.chat import Capabilities
from bot.forms.engine import Chosen, Typed
from bot.forms.menu import MenuForm, MenuItem, MenuState
from bot.messages.general import ChooseByButton
from bot.messages.menu import ChooseOne, ThingsDue, ThingsToDo
from bot.render import render
from tests.unit.answering import Answering


def items(count: int, line: str = "") -> tuple[MenuItem, ...]:
    return tuple(MenuItem("respond", f"meeting:{n}", f"Chi bộ {n}", line) for n in range(count))


def menu(count: int, *, line: str = "", is_choice: bool = False, speaks_first: bool = False) -> Answering:
    talk = Answering(MenuForm(), speaks_first)
    talk.state = MenuState(items(count, line), is_choice=is_choice)
    return talk


def test_what_is_open_is_listed_and_opened() -> None:
    talk = menu(3)
    assert talk.said() == ThingsToDo(3, ("Chi bộ 0", "Chi bộ 1", "Chi bộ 2"))
    assert talk.result is None
    talk.taps("i1")
    assert talk.result == "open"
    assert talk.state.picked == items(3)[1]
    talk.taps("i2")
    assert talk.state.picked == items(3)[2]


def test_who_speaks_and_what_for() -> None:
    assert isinstance(menu(2, speaks_first=True).said(), ThingsDue)
    assert isinstance(menu(2, is_choice=True).said(), ChooseOne)


def test_seven_fit_on_a_card_and_more_are_turned_over() -> None:
    assert menu(7).keys == [f"i{n}" for n in range(7)]
    talk = menu(14)
    seen = [key for key in talk.keys if key != "more"]
    for _ in range(2):
        talk.taps("more")
        assert talk.result is None
        seen += [key for key in talk.keys if key != "more"]
    assert seen == [f"i{n}" for n in range(14)]
    assert talk.taps("more").keys[0] == "i0"
    assert talk.taps("more", "i6").state.picked == items(14)[6]
    assert talk.taps("more").result is None


def test_lines_are_the_items_own_and_fit_a_reminder() -> None:
    long = (
        "Chi bộ Phòng Kế hoạch và Đầu tư, 14:00 T5 03/12: báo cáo dự sinh hoạt và chấm điểm buổi sinh hoạt "
        * 2
    )
    talk = menu(40, line=long, speaks_first=True)
    said = talk.said()
    assert isinstance(said, ThingsDue)
    assert said.more == 40 - len(said.lines) > 0
    assert len(render(said, Capabilities(has_html=False))) <= 500
    assert menu(1, line="Báo cáo").said() == ThingsToDo(1, ("Báo cáo",))


def test_only_a_choice_is_an_answer() -> None:
    talk = menu(3)
    assert talk.refused(Typed("gì cũng được")) == ChooseByButton()
    assert talk.refused(Chosen("i3")) == ChooseByButton()
    assert menu(0).keys == []
    assert MenuForm().begin(False) == MenuState()
