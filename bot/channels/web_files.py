"""Files sent from the page: kept in memory until they are fetched, the last few only."""

UPLOAD_LIMIT = 5 * 1024 * 1024  # bytes
UPLOADS_KEPT = 8


class Uploads:
    """Content by handle."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def keep(self, handle: str, content: bytes) -> None:
        self._contents[handle] = content
        while len(self._contents) > UPLOADS_KEPT:
            del self._contents[next(iter(self._contents))]

    def read(self, handle: str, limit: int) -> bytes:
        """What was sent; ValueError when it is larger than `limit` bytes, FileNotFoundError when it is
        no longer here."""
        content = self._contents.get(handle)
        if content is None:
            raise FileNotFoundError("the file is no longer here")
        if len(content) > limit:
            raise ValueError(f"{len(content)} bytes, at most {limit}")
        return content
