"""Keeps tests on this machine: a guard over connections and name look-ups."""

import socket
from typing import Any

import pytest


class NetworkForbiddenError(ConnectionRefusedError):
    """A test reached out beyond this machine."""


class NetworkGuard:
    """Refuses every connection and every name look-up beyond loopback, and remembers who tried."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self._connect = socket.socket.connect
        self._connect_ex = socket.socket.connect_ex
        self._getaddrinfo = socket.getaddrinfo

    def install(self, patch: pytest.MonkeyPatch) -> None:
        guard = self

        def connect(self: socket.socket, address: Any) -> None:
            guard.check(self.family, address)
            return guard._connect(self, address)

        def connect_ex(self: socket.socket, address: Any) -> int:
            guard.check(self.family, address)
            return guard._connect_ex(self, address)

        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", self.look_up)

    def look_up(self, host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or _is_here(name):
            return self._getaddrinfo(host, *args, **kwargs)
        # reserved for names that never exist: answered here as any resolver must
        if not name.endswith(".invalid"):
            self.attempts.append(f"look-up of {name}")
        raise socket.gaierror(socket.EAI_NONAME, "no name is looked up in tests")

    def check(self, family: int, address: Any) -> None:
        if family not in (socket.AF_INET, socket.AF_INET6) or _is_here(address[0]):
            return
        self.attempts.append(f"connection to {address[0]}:{address[1]}")
        raise NetworkForbiddenError(f"a test may not connect to {address[0]}")


def _is_here(host: str) -> bool:
    return host in ("localhost", "::1", "", "::", "0.0.0.0") or host.startswith("127.")
