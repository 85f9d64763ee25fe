"""Commands about alerts: how one would look, whether Slack can be reached, what readers said."""

from __future__ import annotations

from typing import Annotated

import typer

PANEL = "Alerts"
alert_app = typer.Typer(help="Look at queued and sent alerts, put stopped ones back.", rich_markup_mode=None)
slack_app = typer.Typer(help="Try the connection to Slack.", rich_markup_mode=None)
feedback_app = typer.Typer(help="What analysts said of the alerts.", rich_markup_mode=None)


@alert_app.command("preview")
def alert_preview(
    alert_id: Annotated[int, typer.Argument(metavar="ID", help="The alert's number, as `status` shows it.")],
) -> int:
    """Show one alert as it looks in Slack, here and as a page. Sends nothing."""
    from flows import sending, settings

    return sending.preview(settings.load(), alert_id)


@alert_app.command("replay")
def alert_replay(
    alert_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="The alert's number.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All dead and held alerts.")] = False,
) -> int:
    """Put dead or held alerts back: the next delivery tries them again."""
    from flows import failures, sending, settings

    if every == (alert_id is not None):
        raise failures.UserError("name one alert, or give --all for every dead and held one")
    return sending.replay(settings.load(), alert_id)


@slack_app.command("test")
def slack_test() -> int:
    """Try token, channel and rights, and send one test message."""
    from flows import sending, settings

    return sending.test_slack(settings.load())


@feedback_app.command("report")
def feedback_report() -> int:
    """Show which alerts analysts marked right or wrong, by rule and by source."""
    from flows import sending, settings

    return sending.feedback_report(settings.load())


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.add_typer(alert_app, name="alert", rich_help_panel=PANEL)
    app.add_typer(slack_app, name="slack", rich_help_panel=PANEL)
    app.add_typer(feedback_app, name="feedback", rich_help_panel=PANEL)
