"""chibo demo: an invented Party body in a database of its own, played in the browser with a movable clock."""

import asyncio
from pathlib import Path

import click

from bot.channels.web_gate import Gate, WebAddress
from bot.channels.web_serving import serve
from bot.commands import opening
from bot.commands.serving import until_stopped
from bot.commands.tokens import start_token
from bot.stage import NotADemo, Stage

FOLDER = Path("var/demo")


@click.command(help="Mở trang diễn tập trong trình duyệt, với người và số liệu hư cấu.")
@click.option("--fresh", is_flag=True, help="Bắt đầu lại từ đầu.")
@click.option(
    "--database", "file", type=click.Path(path_type=Path), default=FOLDER / "demo.db", help="Tệp dữ liệu."
)
def demo(fresh: bool, file: Path) -> None:
    """Seed the demo's own database when it is new, and serve the page."""
    settings = opening.settings()
    address = WebAddress.parse(settings.web_address)
    try:
        gate = Gate(address, start_token(settings))
    except ValueError:
        raise click.ClickException(
            "Trang diễn tập chỉ mở trên chính máy này: hãy dùng địa chỉ 127.0.0.1."
        ) from None
    if fresh:
        _remove(file)
    engine = opening.engine(f"sqlite:///{file}")
    try:
        stage = Stage(
            engine, lambda channels: opening.ground(settings, channels, file.parent / "secret"), gate
        )
    except NotADemo:
        raise click.ClickException(f"{file} không phải dữ liệu diễn tập nên không mở.") from None
    click.echo(
        f"Trang diễn tập: {gate.start_page}\nDừng bằng Ctrl+C; bắt đầu lại từ đầu bằng: chibo demo --fresh"
    )
    asyncio.run(until_stopped(stage.program, serve(stage.app, address, stage.messenger.hub.close)))
    engine.dispose()


def _remove(file: Path) -> None:
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()
