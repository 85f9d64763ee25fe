"""``readout-watch``: the commands by which a person uses the product, and how their errors are told.

Commands import what they need when they run: Prefect and spaCy cost a second each, ``--help`` needs neither.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from flows import failures
from flows.commands import keep, operate, read, send, show, watch

app = typer.Typer(
    name="readout-watch",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Watch news about calls between the US and Russian leaders, and alert Slack when a new source "
    "contradicts a stored readout.\n\nSettings are environment variables: see `readout-watch config check`.",
    epilog="Exit codes: 0 done, 1 something failed and was recorded, 2 wrong usage or configuration.",
)
for module in (watch, read, show, send, keep, operate):
    module.add_to(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code; errors go to standard error, without a traceback."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; returns its exit code."""
    try:
        result = app(args=arguments or ["--help"], prog_name="readout-watch", standalone_mode=False)
    except BrokenPipeError:  # `readout-watch calls | head`
        sys.stderr.close()
        return failures.DONE
    except (KeyboardInterrupt, typer.Abort):
        print("readout-watch: stopped", file=sys.stderr)
        return 130
    except Exception as error:
        return tell(error)
    return result if isinstance(result, int) else failures.DONE


def tell(error: Exception) -> int:
    """Say on standard error what went wrong; returns the exit code."""
    code = failures.exit_code_of(error)
    if code is None:
        kept = failures.keep_traceback(error, Path("var"))
        where = f"; details in {kept}" if kept else ""
        print(f"readout-watch: {type(error).__name__}: {_first_line(error)}{where}", file=sys.stderr)
        return failures.FAILED
    for line in failures.one_line(error).splitlines():
        print(f"readout-watch: {line}", file=sys.stderr)
    return code


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:300]


if __name__ == "__main__":
    main()
