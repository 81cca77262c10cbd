"""A well-formed update of every type, and a message of every type, that the library knows."""

from typing import Any

from telegram.constants import MessageType, UpdateType

from tests.fakes.telegram_json import ATTACHMENTS, FILM, PICTURE

Json = dict[str, Any]
AT = 1_797_552_000  # 18/12/2026
BOT: Json = {"id": 700000001, "is_bot": True, "first_name": "Chi bộ", "username": "chibo_bot"}
_STRANGER: Json = {"id": 77, "is_bot": False, "first_name": "Người lạ"}
_CHANNEL: Json = {"id": -1008, "type": "channel", "title": "Kênh"}
_STARS: Json = {"currency": "XTR", "total_amount": 5, "invoice_payload": "x"}
_PAID: Json = {"telegram_payment_charge_id": "t", "provider_payment_charge_id": "p"}
_POLL: Json = {
    "id": "p1", "question": "Bao giờ?", "options": [], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
    "members_only": False,
}  # fmt: skip
_GIVEAWAY: Json = {"chats": [_CHANNEL], "winners_selection_date": AT, "winner_count": 1}
_WON: Json = {"chat": _CHANNEL, "giveaway_message_id": 1, "winners": [_STRANGER]} | _GIVEAWAY
_BOOST: Json = {
    "boost_id": "b", "add_date": AT, "expiration_date": AT, "source": {"source": "premium", "user": _STRANGER}
}  # fmt: skip
_STICKER: Json = ATTACHMENTS["sticker"]["sticker"]
_GIFT: Json = {"gift": {"id": "g", "sticker": _STICKER, "star_count": 1}}
_PART: Json = {"name": "x", "sticker": _STICKER, "rarity_per_mille": 1}
_COLORS: Json = dict.fromkeys(("center_color", "edge_color", "symbol_color", "text_color"), 1)
_UNIQUE: Json = {
    "gift_id": "1", "base_name": "x", "name": "x", "number": 1, "model": _PART, "symbol": _PART,
    "backdrop": {"name": "x", "colors": _COLORS, "rarity_per_mille": 1},
}  # fmt: skip
_TASKS: Json = {"tasks": [], "marked_as_done_task_ids": [1]}
_PERMISSIONS: Json = {"status": "member", "user": BOT}

#: What a message of each type consists of beside its frame.
MESSAGES: dict[str, Json] = {
    **ATTACHMENTS,
    "text": {"text": "xin chào"},
    "document": {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "a.xlsx", "file_size": 9}},
    "live_photo": {"live_photo": FILM | {"photo": [PICTURE]}},
    "venue": {
        "venue": {"location": {"latitude": 21.0, "longitude": 105.8}, "title": "Hội trường", "address": "x"}
    },
    "dice": {"dice": {"value": 3, "emoji": "🎲"}},
    "game": {"game": {"title": "x", "description": "x", "photo": [PICTURE]}},
    "poll": {"poll": _POLL},
    "story": {"story": {"chat": _CHANNEL, "id": 1}},
    "reply_to_story": {"reply_to_story": {"chat": _CHANNEL, "id": 1}, "text": "x"},
    "paid_media": {"paid_media": {"star_count": 1, "paid_media": []}},
    "checklist": {"checklist": {"title": "x", "tasks": []}},
    "checklist_tasks_added": {"checklist_tasks_added": _TASKS},
    "checklist_tasks_done": {"checklist_tasks_done": _TASKS},
    "invoice": {
        "invoice": {"title": "x", "description": "x", "start_parameter": "x", "currency": "XTR",
                    "total_amount": 1}
    },
    "successful_payment": {"successful_payment": _STARS | _PAID},
    "refunded_payment": {"refunded_payment": _STARS | {"telegram_payment_charge_id": "t"}},
    "passport_data": {
        "passport_data": {"data": [], "credentials": {"data": "x", "hash": "x", "secret": "x"}}
    },
    "boost_added": {"boost_added": {"boost_count": 1}},
    "business_connection_id": {"business_connection_id": "b", "text": "x"},
    "chat_background_set": {
        "chat_background_set": {
            "type": {"type": "fill", "fill": {"type": "solid", "color": 1}, "dark_theme_dimming": 0}
        }
    },
    "chat_owner_changed": {"chat_owner_changed": {"new_owner": _STRANGER}},
    "chat_owner_left": {"chat_owner_left": {}},
    "chat_shared": {"chat_shared": {"request_id": 1, "chat_id": -5}},
    "users_shared": {"users_shared": {"request_id": 1, "users": []}},
    "connected_website": {"connected_website": "example.org"},
    "direct_message_price_changed": {
        "direct_message_price_changed": {"are_direct_messages_enabled": True, "direct_message_star_count": 1}
    },
    "effect_id": {"effect_id": "5", "text": "x"},
    "forum_topic_created": {"forum_topic_created": {"name": "x", "icon_color": 1}},
    "forum_topic_edited": {"forum_topic_edited": {"name": "x"}},
    "gift": {"gift": _GIFT},
    "gift_upgrade_sent": {"gift_upgrade_sent": _GIFT},
    "giveaway": {"giveaway": _GIVEAWAY},
    "giveaway_created": {"giveaway_created": {}},
    "giveaway_winners": {"giveaway_winners": _WON},
    "giveaway_completed": {"giveaway_completed": {"winner_count": 1}},
    "left_chat_member": {"left_chat_member": _STRANGER},
    "managed_bot_created": {"managed_bot_created": {"bot": BOT}},
    "message_auto_delete_timer_changed": {
        "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}
    },
    "migrate_to_chat_id": {"migrate_to_chat_id": -1009},
    "new_chat_members": {"new_chat_members": [BOT]},
    "new_chat_title": {"new_chat_title": "x"},
    "new_chat_photo": {"new_chat_photo": [PICTURE]},
    "paid_message_price_changed": {"paid_message_price_changed": {"paid_message_star_count": 1}},
    "poll_option_added": {"poll_option_added": {"option_persistent_id": "1", "option_text": "x"}},
    "poll_option_deleted": {"poll_option_deleted": {"option_persistent_id": "1", "option_text": "x"}},
    "proximity_alert_triggered": {
        "proximity_alert_triggered": {"traveler": _STRANGER, "watcher": _STRANGER, "distance": 5}
    },
    "sender_boost_count": {"sender_boost_count": 2, "text": "x"},
    "sender_business_bot": {"sender_business_bot": BOT, "text": "x"},
    "suggested_post_approval_failed": {
        "suggested_post_approval_failed": {"price": {"currency": "XTR", "amount": 1}}
    },
    "suggested_post_approved": {"suggested_post_approved": {"send_date": AT}},
    "suggested_post_declined": {"suggested_post_declined": {"comment": "x"}},
    "suggested_post_info": {"suggested_post_info": {"state": "pending"}, "text": "x"},
    "suggested_post_paid": {"suggested_post_paid": {"currency": "XTR"}},
    "suggested_post_refunded": {"suggested_post_refunded": {"reason": "post_deleted"}},
    "unique_gift": {"unique_gift": {"gift": _UNIQUE, "origin": "upgrade"}},
    "video_chat_scheduled": {"video_chat_scheduled": {"start_date": AT}},
    "video_chat_ended": {"video_chat_ended": {"duration": 5}},
    "video_chat_participants_invited": {"video_chat_participants_invited": {"users": [_STRANGER]}},
    "web_app_data": {"web_app_data": {"data": "x", "button_text": "x"}},
    "write_access_allowed": {"write_access_allowed": {"from_request": True}},
    **{
        name: {name: True}
        for name in (
            "channel_chat_created", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
        )
    },
    **{
        name: {name: {}}
        for name in (
            "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
            "general_forum_topic_unhidden", "video_chat_started",
        )
    },
    "pinned_message": {
        "pinned_message": {"message_id": 1, "date": AT, "chat": _CHANNEL, "text": "x"}
    },
}  # fmt: skip


def message(place: Json, number: int, content: Json) -> Json:
    """A message of this person in this chat."""
    return {"message_id": number, "date": AT, **place, **content}


def update(kind: str, place: Json, number: int, content: Json) -> Json:
    """An update of this type; `place` is {"chat": …, "from": …}, `content` what a message would contain."""
    chat, user = place["chat"], place["from"]
    said = message(place, number, content)
    member = {
        "chat": chat, "from": user, "date": AT, "old_chat_member": _PERMISSIONS,
        "new_chat_member": {"status": "kicked", "user": BOT, "until_date": 0},
    }  # fmt: skip
    asked = {"id": "q", "from": user}
    reaction: Json = {"chat": chat, "message_id": 1, "date": AT}
    made: dict[str, Json] = {
        "callback_query": asked | {"chat_instance": "1", "message": said, "data": "1.1.yes"},
        "inline_query": asked | {"query": "x", "offset": ""},
        "chosen_inline_result": {"result_id": "1", "from": user, "query": "x"},
        "shipping_query": asked | {
            "invoice_payload": "x",
            "shipping_address": dict.fromkeys(
                ("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "x"
            ),
        },
        "pre_checkout_query": asked | _STARS,
        "poll": _POLL,
        "poll_answer": {"poll_id": "p1", "option_ids": [0], "option_persistent_ids": ["0"], "user": user},
        "my_chat_member": member,
        "chat_member": member,
        "chat_join_request": {"chat": chat, "from": user, "date": AT, "user_chat_id": user["id"]},
        "chat_boost": {"chat": chat, "boost": _BOOST},
        "removed_chat_boost": {
            "chat": chat, "boost_id": "b", "remove_date": AT, "source": _BOOST["source"]
        },
        "message_reaction": reaction | {"user": user, "old_reaction": [], "new_reaction": []},
        "message_reaction_count": reaction | {"reactions": []},
        "business_connection": {
            "id": "b", "user": user, "user_chat_id": user["id"], "date": AT, "is_enabled": True
        },
        "deleted_business_messages": {"business_connection_id": "b", "chat": chat, "message_ids": [1]},
        "purchased_paid_media": {"from": user, "paid_media_payload": "x"},
        "managed_bot": {"user": user, "bot": BOT},
    }  # fmt: skip
    for name in ("message", "channel_post", "business_message", "guest_message"):
        made[name] = said
        made[f"edited_{name}"] = said | {"edit_date": AT}
    return {"update_id": number, kind: made[kind]}


UPDATES = tuple(sorted(kind.value for kind in UpdateType))
MESSAGE_TYPES = tuple(sorted(kind.value for kind in MessageType))
