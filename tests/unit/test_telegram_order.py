"""Of what waits in one chat the lowest number goes next; chats do not wait for each other."""

import asyncio
from contextlib import suppress

from bot.channels.telegram_order import Order
from bot.domain.chat import AddressKey

LAN, MINH = AddressKey("telegram", "1", "101"), AddressKey("telegram", "1", "102")


class Door:
    """Lets nobody of one chat out until it opens."""

    def __init__(self) -> None:
        self.order, self.opens = Order(), asyncio.Event()
        self.done: list[int] = []

    async def pass_(self, number: int, address: AddressKey = LAN) -> None:
        async with self.order.turn(address, number):
            if address == LAN:
                await self.opens.wait()
            self.done.append(number)

    async def arrive(self, *numbers: int) -> list["asyncio.Task[None]"]:
        tasks = [asyncio.create_task(self.pass_(number)) for number in numbers]
        await asyncio.sleep(0)
        return tasks


async def test_what_waits_goes_by_number_and_the_same_one_twice_goes_twice() -> None:
    door = Door()
    tasks = await door.arrive(3, 5, 4, 1, 4)
    door.opens.set()
    await asyncio.gather(*tasks)
    assert door.done == [3, 1, 4, 4, 5]


async def test_another_chat_does_not_wait() -> None:
    door = Door()
    (slow,) = await door.arrive(1)
    await door.pass_(2, MINH)
    assert door.done == [2]
    door.opens.set()
    await slow


async def test_who_gives_up_stops_nobody() -> None:
    door = Door()
    first, second, third = await door.arrive(1, 2, 3)
    for task in (first, second):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    door.opens.set()
    await third
    assert door.done == [3]
    await door.pass_(4)
    assert door.done == [3, 4]
