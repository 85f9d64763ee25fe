"""Every setting of the product: read once from the environment, frozen, and passed down as an argument.

A setting is named ``READOUT_WATCH_<FIELD>``; the four of Slack keep the names Slack's own guides use.
Nothing else in the project reads the environment (the variables of Prefect itself are set in
``flows.prefect_home``).
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "READOUT_WATCH_"
SLACK_NAMES = {
    "slack_token": "SLACK_BOT_TOKEN",
    "slack_channel": "SLACK_CHANNEL",
    "slack_ops_channel": "SLACK_OPS_CHANNEL",
    "slack_base_url": "SLACK_BASE_URL",
}


class SettingsError(ValueError):
    """One or more settings are wrong; the text has one line for each, saying how to mend it."""


class Settings(BaseSettings):
    """The settings of one process, frozen. Defaults suit one analyst's machine with SQLite."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(Path("var"), description="Folder for everything the product writes.")
    store_url: str = Field(
        "",
        description="Database of the store: sqlite:///PATH or postgresql://...; empty = SQLite in the home.",
    )
    sources: Path | None = Field(
        None, description="File of sources; empty = the starter file of the product."
    )
    time_zone: str = Field(
        "America/New_York", description="IANA zone in which times are shown beside UTC, and digests are sent."
    )
    contact: str = Field(
        "", description="Address for site owners, sent with every request as part of the agent name."
    )
    allow_loopback: bool = Field(
        False,
        description="Fetch from this very machine too: for the bundled samples and tests, never in service.",
    )
    batch: int = Field(
        25, ge=1, le=200, description="Articles in one Prefect task; 25 to 50 keep its cost under 2 %."
    )
    connections: int = Field(
        32, ge=1, le=500, description="Connections open at the same time, over all sites."
    )
    read_timeout_seconds: float = Field(
        20.0, gt=0, description="Longest time the reading of one page may take before its process is ended."
    )
    read_processes: int = Field(1, ge=1, le=64, description="Processes that read pages.")
    minimum_agreement: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Below this agreement of the text extractors an article alone never alerts.",
    )
    retries: int = Field(
        4, ge=0, le=50, description="How often a page that failed for a while is tried again."
    )
    lease_seconds: int = Field(
        600, ge=30, description="How long a run that stopped renewing its lease holds up the next."
    )
    channels: Path | None = Field(
        None, description="File of channels with topics and quiet hours; empty = all to SLACK_CHANNEL."
    )
    dossier_url: str = Field(
        "", description="Where the folder of dossiers is served, for links in alerts; empty = no links."
    )
    feedback_days: int = Field(14, ge=1, description="For how many days the reactions to an alert are read.")

    slack_token: SecretStr = Field(
        SecretStr(""),
        validation_alias="SLACK_BOT_TOKEN",
        description="Bot token (xoxb-...); empty = alerts are printed.",
    )
    slack_channel: str = Field(
        "", validation_alias="SLACK_CHANNEL", description="Channel id that alerts go to."
    )
    slack_ops_channel: str = Field(
        "",
        validation_alias="SLACK_OPS_CHANNEL",
        description="Channel id for trouble of the machinery; empty = none.",
    )
    slack_base_url: str = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_BASE_URL",
        description="Slack's address; tests put a fake here.",
    )

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"no time zone is called {value!r}; use an IANA name such as Europe/Moscow"
            ) from error
        return value

    @field_validator("store_url")
    @classmethod
    def _store_is_known(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql:", "postgresql+psycopg:")):
            raise ValueError("use sqlite:///PATH or postgresql://USER@HOST/NAME")
        return value

    @property
    def store(self) -> str:
        """The address of the store's database, never empty."""
        return self.store_url or f"sqlite:///{self.home / 'readout-watch.db'}"

    @property
    def dossiers(self) -> Path:
        """The folder that dossier pages are written to."""
        return self.home / "dossiers"

    @property
    def previews(self) -> Path:
        """The folder that previews of alerts are written to."""
        return self.home / "previews"

    @property
    def slack_is_set(self) -> bool:
        """True when alerts can go to Slack: a token and a channel are known."""
        return bool(self.slack_token.get_secret_value() and self.slack_channel)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``environ`` (default: the process environment).

    Raises ``SettingsError`` whose text names every wrong or unknown setting, one a line.
    """
    given = dict(os.environ if environ is None else environ)
    problems = unknown_settings(given)
    try:
        settings = Settings.model_validate(_values(given))
    except ValidationError as error:
        raise SettingsError("\n".join(problems + [_problem(item) for item in error.errors()])) from None
    problems += half_set_slack(settings)
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _values(environ: Mapping[str, str]) -> dict[str, str]:
    """The given values under the names pydantic knows; empty means the default, as in a unit file."""
    return {
        (variable if field in SLACK_NAMES else field): environ[variable].strip()
        for field, variable in variables().items()
        if environ.get(variable, "").strip()
    }


def variables() -> dict[str, str]:
    """Each field of ``Settings`` with the environment variable that sets it."""
    return {name: SLACK_NAMES.get(name, PREFIX + name.upper()) for name in Settings.model_fields}


def unknown_settings(names: Iterable[str]) -> list[str]:
    """One line for every ``READOUT_WATCH_*`` name that is no setting, with the nearest that is."""
    known = set(variables().values())
    strangers = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    return [f"{name}: no such setting{_nearest(name, known)}" for name in strangers]


def half_set_slack(settings: Settings) -> list[str]:
    """A line when only one of Slack's token and channel is set: half of it would print alerts unseen."""
    if bool(settings.slack_token.get_secret_value()) == bool(settings.slack_channel):
        return []
    missing = "SLACK_CHANNEL" if settings.slack_token.get_secret_value() else "SLACK_BOT_TOKEN"
    return [
        f"{missing}: missing; Slack needs SLACK_BOT_TOKEN and SLACK_CHANNEL (or neither, to print alerts)"
    ]


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else "; see docs/settings.md"


def _problem(error: Any) -> str:
    field = str(error["loc"][0]) if error["loc"] else ""
    variable = SLACK_NAMES.get(field, field if field in SLACK_NAMES.values() else PREFIX + field.upper())
    shown = "" if variable == "SLACK_BOT_TOKEN" else f" (given: {error['input']!r})"
    return f"{variable}: {error['msg'].removeprefix('Value error, ')}{shown}"


def as_table() -> list[tuple[str, str, str]]:
    """Every setting as (variable, default, meaning), in the order of the class."""
    names = variables()
    return [
        (names[name], _default_text(info.default), info.description or "")
        for name, info in Settings.model_fields.items()
    ]


def _default_text(value: object) -> str:
    return "" if value is None or isinstance(value, SecretStr) else str(value)
