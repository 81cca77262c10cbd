"""What is wrong in a form's file, in Vietnamese: where, what, and what to do about it."""

from dataclasses import dataclass

from bot.domain.reading import Malformed


@dataclass(frozen=True)
class Finding:
    """`path` is the key as in "groups[1].items[2].maximum", counted from 1; empty for the file as a whole.
    `line` of the file counts from 1; None while it is not known."""

    path: str
    problem: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        """One line: "dòng 12, groups[1].maximum: …"."""
        where = [f"dòng {self.line}"] if self.line else []
        where += [self.path] if self.path else []
        return (
            f"{', '.join(where)}: {self.problem} {self.remedy}" if where else f"{self.problem} {self.remedy}"
        )

    @classmethod
    def of(cls, error: Malformed) -> "Finding":
        """What reading a value found."""
        return cls(error.path, error.problem, error.remedy)


class RubricError(ValueError):
    """A form is wrong; the text is the first thing found (after the file's name), `findings` are all."""

    def __init__(self, findings: tuple[Finding, ...], file: str = "") -> None:
        super().__init__(f"{file}: {findings[0]}" if file else str(findings[0]))
        self.findings = findings
