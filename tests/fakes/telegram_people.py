"""People of the fake Telegram: what they write, tap and send, and what they do to the bot."""

from typing import Any

from tests.fakes.telegram_chats import Query, Seen, World
from tests.fakes.telegram_json import ATTACHMENTS, member_json, message_json, user_json

ANYBODY = 42  # who adds the bot to groups


class People:
    """The scripting half of the fake server. A private chat has its person's id; a group's is negative.
    Each act returns the id of the update that tells the bot of it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def happened(self) -> None:
        """Called after each act."""

    def says(self, chat_id: int, text: str, person: int | None = None) -> int:
        """Somebody writes; in a group, `person` does."""
        message = self.world.add_message(chat_id, is_from_bot=False, text=text)
        return self._tell("message", message_json(self.world, message, person))

    def taps(self, chat_id: int, label: str, message_id: int | None = None) -> int:
        """Tap the button with this label on the newest message that has it, or on the message named."""
        for message in reversed(self.world.chat(chat_id).messages):
            key = message.key(label)
            if key is not None and message_id in (None, message.message_id):
                return self._tap(message, key.data)
        offered = [message.buttons for message in self.world.chat(chat_id).messages if message.keys]
        raise AssertionError(f"no button {label!r}; there are {offered}")

    def taps_data(self, chat_id: int, data: str, message_id: int | None = None) -> int:
        """Tap a button that carries this, on the newest message that shows it; shown nowhere, on the newest
        of the bot."""
        own = [message for message in self.world.chat(chat_id).messages if message.is_from_bot]
        shown = [one for one in own if any(key.data == data for row in one.keys for key in row)]
        taken = [one for one in (*own, *shown) if message_id in (None, one.message_id)]
        message = taken[-1] if taken else None
        return self._tap(message or self.world.add_message(chat_id, is_from_bot=True, text="…"), data)

    def offers_file(self, chat_id: int, name: str, content: bytes, said_size: int | None = None) -> int:
        """Send a document; `said_size` where Telegram tells another size than it has."""
        path = f"documents/file_{len(self.world.files) + 1}.{name.rpartition('.')[2]}"
        self.world.files[path] = content
        size = self.world.said_sizes[path] = len(content) if said_size is None else said_size
        file = {
            "file_id": f"file-{path}",
            "file_unique_id": f"u-{path}",
            "file_name": name,
            "file_size": size,
        }
        return self._send(chat_id, {"document": file})

    def sends(self, chat_id: int, kind: str) -> int:
        """Send a photo, voice, video, video_note, audio, animation, sticker, location or contact."""
        return self._send(chat_id, ATTACHMENTS[kind])

    def edits_own(self, chat_id: int, text: str) -> int:
        """Change the text of the last message written."""
        message = next(one for one in reversed(self.world.chat(chat_id).messages) if not one.is_from_bot)
        message.text, message.is_edited = text, True
        edited = message_json(self.world, message) | {"edit_date": message.date}
        return self._tell("edited_message", edited)

    def deletes(self, chat_id: int, message_id: int) -> None:
        """Delete a message for both sides; the bot is not told."""
        self.world.chat(chat_id).deleted.add(message_id)

    def freezes(self, chat_id: int, message_id: int) -> None:
        """From now on Telegram refuses to edit this message."""
        message = self.world.chat(chat_id).message(message_id)
        assert message is not None
        message.is_frozen = True

    def blocks(self, chat_id: int) -> int:
        """Stop the bot: it may not write and is told so."""
        return self._change(chat_id, chat_id, "member", "kicked", "bot was blocked by the user")

    def unblocks(self, chat_id: int) -> int:
        return self._change(chat_id, chat_id, "kicked", "member", "")

    def deactivates(self, chat_id: int) -> None:
        """The account is deleted; the bot is not told."""
        self.world.chat(chat_id).is_closed = "user is deactivated"

    def joins_group(self, group_id: int, person: int = ANYBODY) -> int:
        """Somebody adds the bot to a group."""
        update = self._change(group_id, person, "left", "member", "")
        service = message_json(
            self.world, self.world.add_message(group_id, is_from_bot=False, text=""), person
        )
        bot = {"id": self.world.bot_id, "is_bot": True, "first_name": "Chi bộ"}
        self._tell("message", service | {"new_chat_members": [bot]})
        return update

    def upgrades_group(self, group_id: int, new_id: int) -> int:
        """A group becomes a supergroup with another id; the bot is told in both."""
        old, new = self.world.chat(group_id), self.world.chat(new_id)
        old.migrated_to = new_id
        for chat, told in ((old, {"migrate_to_chat_id": new_id}), (new, {"migrate_from_chat_id": group_id})):
            service = self.world.add_message(chat.chat_id, is_from_bot=False, text="")
            update = self._tell("message", message_json(self.world, service, ANYBODY) | told)
        return update

    def has_left(self, group_id: int) -> bool:
        """Whether the bot left the group."""
        return bool(self.world.chat(group_id).is_closed)

    def taps_get_old(self) -> None:
        """Every tap not yet answered is now too old to be answered."""
        for query in self.world.queries.values():
            query.is_old = True

    def updates_start_at(self, number: int) -> None:
        """After a quiet week Telegram counts its updates from a random number."""
        self.world.next_update = number

    def _send(self, chat_id: int, content: dict[str, Any]) -> int:
        message = self.world.add_message(chat_id, is_from_bot=False, text="")
        return self._tell("message", message_json(self.world, message) | content)

    def _tap(self, message: Seen, data: str) -> int:
        query = f"q{len(self.world.queries) + 1}"
        self.world.queries[query] = Query()
        content = {
            "id": query,
            "from": user_json(self.world, abs(message.chat_id)),
            "chat_instance": str(message.chat_id),
            "message": message_json(self.world, message),
            "data": data,
        }
        return self._tell("callback_query", content)

    def _change(self, chat_id: int, person: int, was: str, now: str, is_closed: str) -> int:
        chat = self.world.chat(chat_id)
        chat.is_closed = is_closed
        return self._tell("my_chat_member", member_json(self.world, chat, person, was, now))

    def _tell(self, kind: str, content: dict[str, Any]) -> int:
        number = self.world.add_update(kind, content)
        self.happened()
        return number
