"""Who may speak to the rehearsal: loopback, the Host and Origin of its own page, the start token."""

import hmac
import ipaddress
import socket
from dataclasses import dataclass, field

from starlette.requests import Request

TOKEN_HEADER = "x-rehearsal-token"  # noqa: S105 - the header's name
OPEN_PATHS = ("/", "/healthz", "/healthz/live", "/healthz/ready")  # and /static/: they carry no data


@dataclass(frozen=True)
class WebAddress:
    """Where the page is served: "127.0.0.1:8080", "localhost:8080", "[::1]:8080"."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "WebAddress":
        """ValueError when it is not HOST:PORT."""
        host, _, port = text.strip().rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise ValueError(f"{text!r} is not HOST:PORT")
        return cls(host.removeprefix("[").removesuffix("]").lower(), int(port))

    @property
    def is_loopback(self) -> bool:
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def netloc(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def listen(address: WebAddress) -> socket.socket:
    """A socket open for connections; OSError when the port is taken. Port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    return socket.create_server((address.host, address.port), family=family, backlog=128)


@dataclass(frozen=True)
class Gate:
    """The checks of one start of the program; ValueError for an address that others could reach."""

    address: WebAddress
    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.address.is_loopback:
            raise ValueError(f"a rehearsal is served on this machine only, not on {self.address.netloc}")
        if not self.token:
            raise ValueError("a rehearsal needs a start token")

    @property
    def page(self) -> str:
        """The page's address, without the token."""
        return f"http://{self.address.netloc}/"

    @property
    def start_page(self) -> str:
        """The address to open: the token stands in the fragment, which a browser sends nowhere."""
        return f"{self.page}#token={self.token}"

    def refusal(self, request: Request) -> str | None:
        """What is wrong with a request: "host", "origin" or "token"; None when nothing is."""
        if request.headers.get("host", "").lower() not in self._hosts:
            return "host"
        if request.method not in ("GET", "HEAD"):
            if request.headers.get("origin", "").lower() not in {f"http://{host}" for host in self._hosts}:
                return "origin"
        elif request.url.path in OPEN_PATHS or request.url.path.startswith("/static/"):
            return None
        return None if self._knows_token(request) else "token"

    @property
    def _hosts(self) -> set[str]:
        names = {"127.0.0.1", "localhost", "[::1]", self.address.netloc.rpartition(":")[0]}
        bare = names if self.address.port == 80 else set()
        return {f"{name}:{self.address.port}" for name in names} | bare

    def _knows_token(self, request: Request) -> bool:
        # EventSource cannot send a header, so the token may stand in the query, which no log keeps.
        given = request.headers.get(TOKEN_HEADER) or request.query_params.get("token", "")
        return hmac.compare_digest(given.encode(), self.token.encode())
