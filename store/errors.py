"""What can go wrong with a store, each as one line that says what happened and how to mend it.

``StoreError`` is the root; the flows catch it and show ``str(error)``.
"""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """The store cannot be used as asked. ``str()`` is one clear line."""


class StoreLockedError(StoreError):
    """Another process holds the store for longer than the busy timeout."""


class StoreFullError(StoreError):
    """The disk, or the file's allowed size, has no room left; the transaction was rolled back."""


class StoreNewerError(StoreError):
    """The store was written by a newer readout-watch; it was left untouched."""


class StoreBrokenError(StoreError):
    """The file is not a readout-watch store, or is damaged."""


class StoreUnreachableError(StoreError):
    """No such folder, no permission, or no server at the address."""


class SchemeMismatchError(StoreError):
    """The store's shingles were made by another scheme than this program's; comparing them finds nothing."""


class ClockJumpedBackError(StoreError):
    """The clock reads earlier than a run that the store already holds."""


class LeaseLostError(StoreError):
    """Another holder has taken the lease since; the work of this one must stop."""


Rows = tuple[tuple[str, type[StoreError], str], ...]

# SQLite has only its English messages and PostgreSQL its SQLSTATE to tell errors apart.
_SQLITE: Rows = (
    ("locked", StoreLockedError, "is locked by another process; try again when it has finished"),
    (
        "disk is full",
        StoreFullError,
        "could not be written: the disk is full; nothing was lost, free some space",
    ),
    ("disk i/o error", StoreFullError, "could not be written: the disk refused (full, or a size limit)"),
    (
        "readonly",
        StoreUnreachableError,
        "cannot be written; check the permissions of the file and its folder",
    ),
    ("unable to open", StoreUnreachableError, "cannot be opened; check that its folder can be written"),
    ("not a database", StoreBrokenError, "is not a database; name another file or restore a backup"),
    ("malformed", StoreBrokenError, "is damaged; restore the last backup (readout-watch restore FILE)"),
)
_POSTGRES: Rows = (
    ("55P03", StoreLockedError, "is locked by another process; try again when it has finished"),
    ("40P01", StoreLockedError, "was locked by two processes at once; nothing was kept, try again"),
    ("57014", StoreLockedError, "did not answer in time; try again when it is less busy"),
    ("53100", StoreFullError, "could not be written: the server's disk is full"),
    ("3D000", StoreUnreachableError, "does not exist on that server; create the database first"),
    ("28", StoreUnreachableError, "refused the user name or password"),
    ("42501", StoreUnreachableError, "does not let this user do that; check the user's rights"),
    ("25006", StoreUnreachableError, "is read-only"),
    ("53", StoreUnreachableError, "has no connection free; try again later"),
    ("57P", StoreUnreachableError, "was shut down by its server; try again later"),
    ("08", StoreUnreachableError, "cannot be reached: the connection to its server broke"),
)
_NO_SERVER = (
    "connection failed",
    "could not connect",
    "connection refused",
    "closed the connection",
    "connection is bad",
    "name or service not known",
    "timeout expired",
    "connection timeout",
    "failed to resolve",
)


def explain(error: DBAPIError, where: str) -> StoreError | None:
    """The clear error for a driver's error at the store ``where``; None when this program is at fault."""
    message = str(error.orig).lower()
    if code := str(getattr(error.orig, "sqlstate", None) or ""):
        table, hit = _POSTGRES, [row for row in _POSTGRES if code.startswith(row[0])]
    else:
        table, hit = _SQLITE, [row for row in _SQLITE if row[0] in message]
    if hit:
        return hit[0][1](f"The store {where} {hit[0][2]}")
    # libpq gives a refused login and a missing database only as words, before there is a SQLSTATE
    if "does not exist" in message and table is _SQLITE:
        return StoreUnreachableError(f"The store {where} does not exist on that server; create it first")
    if "authentication failed" in message:
        return StoreUnreachableError(f"The store {where} refused the user name or password")
    if error.connection_invalidated or any(mark in message for mark in _NO_SERVER):
        return StoreUnreachableError(f"The store {where} cannot be reached: no server answers there")
    return None


def explain_sqlite(error: Exception, where: str) -> StoreError:
    """The clear error for what the sqlite3 module itself refused at ``where``."""
    hit = [row for row in _SQLITE if row[0] in str(error).lower()]
    return (
        hit[0][1](f"The store {where} {hit[0][2]}")
        if hit
        else StoreBrokenError(f"The store {where}: {error}")
    )


def explain_os(error: OSError, where: str) -> StoreError:
    """The clear error for the operating system's refusal at ``where``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFullError(f"The store {where} could not be written: the disk is full; free some space")
    return StoreUnreachableError(f"The store {where} cannot be opened: {error.strerror or error}")
