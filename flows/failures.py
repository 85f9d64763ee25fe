"""What a user is told when something goes wrong: one line, and the exit code that scripts rely on.

Exit codes: 0 done, 1 something failed and was recorded, 2 wrong usage or configuration.
"""

from __future__ import annotations

import traceback
from pathlib import Path

DONE, FAILED, WRONG_USE = 0, 1, 2


class UserError(Exception):
    """Wrong usage or configuration: the message says what and how to mend it."""

    exit_code = WRONG_USE


class RunError(Exception):
    """The work was tried and failed: the message says what failed and what is kept."""

    exit_code = FAILED


# The errors that other parts raise for bad input, by name: importing them would cost a second at each start.
EXIT_CODES = {
    "SettingsError": WRONG_USE,
    "SourceError": WRONG_USE,
    "RoutingError": WRONG_USE,
    "CaseError": WRONG_USE,
    "StoreNewerError": WRONG_USE,
    "StoreBrokenError": WRONG_USE,
    "StoreUnreachableError": WRONG_USE,
    "StoreError": FAILED,
    "UnicodeDecodeError": WRONG_USE,
    "FileNotFoundError": WRONG_USE,
    "IsADirectoryError": WRONG_USE,
    "NotADirectoryError": WRONG_USE,
    "PermissionError": WRONG_USE,
    "OSError": FAILED,
}


def exit_code_of(error: BaseException) -> int | None:
    """The exit code for an error that is meant for the user, None for a defect of the program."""
    code = getattr(error, "exit_code", None)
    if isinstance(code, int):
        return code
    for kind in type(error).__mro__:
        if kind.__name__ in EXIT_CODES:
            return EXIT_CODES[kind.__name__]
    return None


def one_line(error: BaseException) -> str:
    """The error's message on one line per problem, in words."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or 'cannot be used').lower()}"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 text: byte {error.start} cannot be read"
    format_message = getattr(error, "format_message", None)
    return str(format_message() if callable(format_message) else error).strip() or type(error).__name__


def keep_traceback(error: BaseException, folder: Path) -> Path | None:
    """Write the traceback of a defect to ``folder``/last-error.txt; None when even that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "last-error.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return None
    return path
