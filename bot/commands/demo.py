"""chibo demo: an invented Party body in a database of its own, played in the browser with a movable clock."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import click

from bot.channels.web_gate import Gate
from bot.channels.web_serving import serve_on
from bot.commands import opening
from bot.commands.serving import until_stopped
from bot.domain.chat import Capabilities
from bot.services.work import Ground
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
    gate = opening.gate(settings)
    with opening.listening(gate.address) as listening, opening.sole(settings, file):
        stage = _opened(file, settings, gate, fresh)
        click.echo(f"Trang diễn tập: {gate.start_page}")
        click.echo("Dừng bằng Ctrl+C. Bắt đầu lại từ đầu: .venv/bin/chibo demo --fresh")
        asyncio.run(until_stopped(stage.program, serve_on(listening, stage.app, stage.messenger.hub.close)))
        stage.program.engine.dispose()


def _opened(file: Path, settings: Settings, gate: Gate, fresh: bool) -> Stage:
    def ground(channels: Mapping[str, Capabilities]) -> Ground:
        return opening.ground(settings, channels, file.parent / "secret")

    try:
        if file.exists() and file.stat().st_size:
            _require_demo(file, ground({}), settings)
        if fresh:
            _remove(file)
        return Stage(opening.engine(settings, file), ground, gate)
    except NotADemo:
        raise click.ClickException(f"{file} không phải dữ liệu diễn tập nên không mở, không xóa.") from None


def _require_demo(file: Path, ground: Ground, settings: Settings) -> None:
    """NotADemo for what may be an office's data, before anything is changed in it. A start that was broken
    off leaves an empty database: it is taken for a demo in the demo's own folder only."""
    with opening.usable(settings, str(file)):
        engine = open_engine(f"sqlite:///{file}")
        try:
            if not is_demo(engine, ground, may_be_empty=file.parent == FOLDER):
                raise NotADemo
        finally:
            engine.dispose()


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
