"""Where the roster of a real office's shape lies: beside the repository, in shared/."""

from pathlib import Path

KHOI = Path(__file__).resolve().parents[2] / "shared" / "roster" / "khoi.xlsx"
