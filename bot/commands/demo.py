"""chibo demo: an invented Party body in a database of its own, played in the browser with a movable clock."""

import asyncio
from pathlib import Path

import click

from bot.channels.web_gate import Gate, WebAddress
from bot.channels.web_serving import serve_on
from bot.commands import opening
from bot.commands.serving import until_stopped
from bot.commands.tokens import start_token
from bot.settings import Settings
from bot.stage import NotADemo, Stage, is_demo
from db.session import open_engine

FOLDER = Path("var/demo")


@click.command(help="Mở trang diễn tập trong trình duyệt, với người và số liệu hư cấu.")
@click.option("--fresh", is_flag=True, help="Bắt đầu lại từ đầu.")
@click.option(
    "--database", "file", type=click.Path(path_type=Path), default=FOLDER / "demo.db", help="Tệp dữ liệu."
)
def demo(fresh: bool, file: Path) -> None:
    """Seed the demo's own database when it is new, and serve the page."""
    settings = opening.settings()
    gate = _gate(settings)
    with opening.listening(gate.address) as listening:
        stage = _opened(file, settings, gate, fresh)
        click.echo(f"Trang diễn tập: {gate.start_page}")
        click.echo("Dừng bằng Ctrl+C. Bắt đầu lại từ đầu: .venv/bin/chibo demo --fresh")
        asyncio.run(until_stopped(stage.program, serve_on(listening, stage.app, stage.messenger.hub.close)))
        stage.program.engine.dispose()


def _gate(settings: Settings) -> Gate:
    try:
        return Gate(WebAddress.parse(settings.web_address), start_token(settings))
    except ValueError:
        raise click.ClickException(
            "Trang diễn tập chỉ mở trên chính máy này: hãy dùng địa chỉ 127.0.0.1."
        ) from None


def _opened(file: Path, settings: Settings, gate: Gate, fresh: bool) -> Stage:
    try:
        if fresh and file.exists():
            _remove(file, settings)
        return Stage(
            opening.engine(f"sqlite:///{file}"),
            lambda channels: opening.ground(settings, channels, file.parent / "secret"),
            gate,
        )
    except NotADemo:
        raise click.ClickException(f"{file} không phải dữ liệu diễn tập nên không mở, không xóa.") from None


def _remove(file: Path, settings: Settings) -> None:
    """Remove a demo's files; NotADemo for anything else, which may be an office's data."""
    engine = open_engine(f"sqlite:///{file}")
    try:
        if not is_demo(engine, opening.ground(settings, {}, file.parent / "secret")):
            raise NotADemo
    finally:
        engine.dispose()
    for one in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))):
        one.unlink(missing_ok=True)
