"""The command line: chibo, or python -m bot."""

import click

from bot.commands.database import database
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.enrolling import admin, invite_all
from bot.commands.reconcile import reconcile
from bot.commands.roster import roster
from bot.commands.rubric import rubric
from bot.commands.serving import run
from bot.commands.usage import VietnameseGroup


@click.group(
    cls=VietnameseGroup, help="Theo dõi việc dự sinh hoạt chi bộ: lịch, nhắc việc, chấm điểm, tổng hợp."
)
@click.version_option(package_name="chibo", prog_name="chibo")
def main() -> None:
    """The group that every command belongs to."""


for command in (run, demo, database, roster, rubric, invite_all, admin, reconcile, doctor):
    main.add_command(command)

if __name__ == "__main__":
    main()
