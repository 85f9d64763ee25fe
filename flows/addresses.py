"""Which network addresses may be connected to, judged on the address itself and not on the name.

A name is resolved once, its addresses are checked, and the connection goes to a checked address: so a name
that answers with a public address first and a private one a moment later gains nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable

import httpcore

Resolve = Callable[[str, int], Awaitable[list[str]]]
_SHARED = ipaddress.ip_network("100.64.0.0/10")  # carrier networks; some clouds keep their metadata here
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefusedError(httpcore.ConnectError):
    """The name resolves to no address that may be connected to."""


class NameNotFoundError(httpcore.ConnectError):
    """The name could not be resolved. ``temporary`` is False when the resolver says it does not exist."""

    def __init__(self, message: str, *, temporary: bool) -> None:
        super().__init__(message)
        self.temporary = temporary


def address_allowed(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether a connection to this IP address may be made.

    Refused are private, loopback, link-local (cloud metadata lives there), multicast, reserved and
    unspecified addresses, also when wrapped in IPv6 (mapped, 6to4, Teredo, NAT64). ``allow_loopback`` lets
    127.0.0.0/8 and ::1 through and nothing else.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(ip)
    if inner is not None:
        return address_allowed(str(inner), allow_loopback=allow_loopback)
    if ip.is_loopback:
        return allow_loopback
    if isinstance(ip, ipaddress.IPv4Address) and ip in _SHARED:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


async def resolve(host: str, port: int) -> list[str]:
    """Addresses of ``host`` in the resolver's order; an address is its own. Raises ``NameNotFoundError``."""
    with contextlib.suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        gone = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise NameNotFoundError(f"{host}: {error.strerror}", temporary=not gone) from error
    except UnicodeError as error:  # a label over 63 characters, an empty label
        raise NameNotFoundError(f"{host[:60]}: not a host name", temporary=False) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses only. TLS and the Host header keep the name: they are made above it."""

    def __init__(self, *, allow_loopback: bool, resolve: Resolve = resolve) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._resolve = resolve
        self._allow_loopback = allow_loopback

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, connect to the first checked address that answers, check the peer again."""
        allowed = await self._allowed(host, port)
        error: httpcore.ConnectError | None = None
        for address in allowed[:3]:
            try:
                stream = await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as failed:
                error = failed
                continue
            await self._check_peer(stream, host)
            return stream
        raise error or AddressRefusedError(f"{host}: no address to connect to")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no source lives behind a local socket."""
        raise AddressRefusedError("local sockets are not fetched from")

    async def sleep(self, seconds: float) -> None:
        """Wait, as the pool asks between attempts."""
        await asyncio.sleep(seconds)

    async def _allowed(self, host: str, port: int) -> list[str]:
        addresses = await self._resolve(host, port)
        allowed = [one for one in addresses if address_allowed(one, allow_loopback=self._allow_loopback)]
        if not allowed:
            raise AddressRefusedError(f"{host} resolves to {', '.join(addresses[:3]) or 'nothing'}")
        return allowed

    async def _check_peer(self, stream: httpcore.AsyncNetworkStream, host: str) -> None:
        peer = stream.get_extra_info("server_addr")
        if peer and not address_allowed(str(peer[0]), allow_loopback=self._allow_loopback):
            await stream.aclose()
            raise AddressRefusedError(f"{host} connected to {peer[0]}")
