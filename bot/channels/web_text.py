"""The bot's HTML as plain pieces with a style: the page builds its nodes from them and never parses HTML."""

from html.parser import HTMLParser

Run = tuple[str, str]  # the style ("", "b", "i" or "bi") and the text


def runs(html: str) -> list[Run]:
    """Pieces of a bot's text. Only <b> and <i> count; any other tag goes, its text stays."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def plain(html: str) -> str:
    """The text alone, on one line."""
    return " ".join("".join(text for _, text in runs(html)).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Run] = []
        self._open = {"b": 0, "i": 0}

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self._open:
            self._open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if self._open.get(tag):
            self._open[tag] -= 1

    def handle_data(self, data: str) -> None:
        style = "".join(tag for tag, depth in self._open.items() if depth)
        if self.found and self.found[-1][0] == style:
            data = self.found.pop()[1] + data
        self.found.append((style, data))
