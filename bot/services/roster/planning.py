"""What importing a workbook would do to the roster in the database."""

from datetime import date

from bot.domain.roster_plan import RosterPlan, plan_import
from bot.domain.roster_rows import read
from bot.domain.workbooks import ParsedWorkbook
from bot.services.roster.knowing import known_roster
from bot.services.roster.post_table import load_post_table
from bot.services.work import Work


def plan(work: Work, parsed: ParsedWorkbook, *, complete: bool = False, on: date | None = None) -> RosterPlan:
    """What the workbook would add, change and end on a local day, today by default; nothing is written.

    `complete`: what it leaves out ends, inside the subtrees of the organisations that it lists. NoRoster
    when no sheet of it lists anything of a roster.
    """
    day = on or work.today
    return plan_import(known_roster(work), read(parsed), load_post_table(), on=day, complete=complete)
