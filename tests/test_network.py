"""No test leaves this machine: a guard refuses, and remembers attempts that the code swallowed."""

import asyncio
import contextlib
import socket

import pytest

from tests.network_guard import NetworkForbiddenError, NetworkGuard


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("10.0.0.1", 443), ("169.254.169.254", 80)])
def test_a_connection_beyond_this_machine_is_refused_and_remembered(network, address):
    with socket.socket() as one, pytest.raises(NetworkForbiddenError):
        one.connect(address)
    assert network.attempts == [f"connection to {address[0]}:{address[1]}"]
    network.attempts.clear()


def test_a_name_is_not_looked_up(network):
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("example.com", 80)
    assert network.attempts == ["look-up of example.com"]
    network.attempts.clear()


def test_an_event_loop_is_held_by_the_same_guard(network):
    async def leave():
        await asyncio.open_connection("192.0.2.1", 80)

    with pytest.raises(NetworkForbiddenError):
        asyncio.run(leave())
    network.attempts.clear()


def test_loopback_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_swallowed_attempt_is_still_known():
    """Code that never raises for network trouble would otherwise hide its attempt from the test."""
    guard = NetworkGuard()
    with pytest.MonkeyPatch.context() as patch:
        guard.install(patch)
        with contextlib.suppress(OSError):
            socket.create_connection(("192.0.2.1", 80))
    assert guard.attempts
