"""Files on their way in: accepted by name and size, fetched and parsed outside of any turn."""

from dataclasses import dataclass

from sqlmodel import col, select

from bot.domain.vietnamese import clean
from bot.services.work import Work
from db.models import Address, FileFetch

LIMIT = 5 * 1024 * 1024  # bytes
#: What an office may mean as a roster; an old workbook is read to be told how to save it anew.
_ENDINGS = (".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True)
class WaitingFile:
    """A file to fetch, as plain values."""

    id: int
    channel: str
    account: str
    chat: str
    handle: str


def is_workbook(name: str) -> bool:
    """Whether a name is one of a workbook that may be a roster."""
    return name.casefold().endswith(_ENDINGS)


def accept(work: Work, person_id: int, address: Address, name: str, size: int, handle: str) -> FileFetch:
    """Leave a row for the fetcher."""
    fetch = FileFetch(
        person_id=person_id,
        address_id=address.id or 0,
        handle=handle,
        name=clean(name)[:200],
        size=size,
        offered_at=work.now,
    )
    work.session.add(fetch)
    work.session.flush()
    return fetch


def waiting(work: Work, channels: list[str]) -> list[WaitingFile]:
    """Everything accepted and not read yet, oldest first."""
    rows = work.session.exec(
        select(FileFetch, Address)
        .join(Address, col(Address.id) == col(FileFetch.address_id))
        .where(col(FileFetch.read_at).is_(None), col(Address.channel).in_(channels))
        .order_by(col(FileFetch.id))
    )
    return [
        WaitingFile(fetch.id or 0, address.channel, address.account, address.chat, fetch.handle)
        for fetch, address in rows
    ]


def read(work: Work, fetch_id: int, parsed: str | None) -> FileFetch:
    """The file was read: keep what was parsed until somebody decides."""
    fetch = work.session.get_one(FileFetch, fetch_id)
    fetch.read_at, fetch.parsed = work.now, parsed
    return fetch


def give_up(work: Work, fetch_id: int) -> None:
    """Whatever became of the turn that was told of a file: it is not read again."""
    fetch = work.session.get_one(FileFetch, fetch_id)
    fetch.read_at = fetch.read_at or work.now
