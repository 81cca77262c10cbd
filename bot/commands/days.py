"""A day given on the command line."""

from datetime import date

import click

from bot.domain.roster_cells import day
from bot.domain.roster_reasons import Unfit


class Day(click.ParamType[date]):
    """A date as people here write it, or ISO."""

    name = "ngày"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            found = value if isinstance(value, date) else day(str(value))
        except Unfit:
            found = None
        return found or self.fail("cần một ngày, ví dụ 01/12/2026", param, ctx)
