"""Settings are read once, and every wrong one is named at once."""

from pathlib import Path

import pytest

from flows.settings import Settings, SettingsError, as_table, load, variables

ROOT = Path(__file__).parent.parent


def test_an_empty_environment_gives_the_defaults():
    """Nothing needs to be set for a first run."""
    settings = load({})
    assert settings.store == "sqlite:///var/readout-watch.db"
    assert not settings.slack_is_set


def test_an_empty_value_means_the_default():
    """Unit files and compose files set empty variables for "not set"."""
    assert load({"READOUT_WATCH_BATCH": "", "SLACK_CHANNEL": " "}).batch == 25


@pytest.mark.parametrize(
    ("environ", "field", "value"),
    [
        ({"READOUT_WATCH_BATCH": "50"}, "batch", 50),
        ({"READOUT_WATCH_HOME": "/srv/rw"}, "store", "sqlite:////srv/rw/readout-watch.db"),
        ({"READOUT_WATCH_STORE_URL": "postgresql://a@b/c"}, "store", "postgresql://a@b/c"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_CHANNEL": "C1"}, "slack_is_set", True),
        ({"SLACK_BASE_URL": "http://127.0.0.1:1/api/"}, "slack_base_url", "http://127.0.0.1:1/api/"),
    ],
)
def test_a_setting_reaches_its_field(environ, field, value):
    """Each variable sets what its name says."""
    assert getattr(load(environ), field) == value


def test_every_problem_is_named_at_once():
    """A user who mends one setting must not meet the next problem on the next try."""
    with pytest.raises(SettingsError) as caught:
        load(
            {
                "READOUT_WATCH_BATCH": "many",
                "READOUT_WATCH_TIMEZONE": "UTC",
                "READOUT_WATCH_TIME_ZONE": "Mars/One",
            }
        )
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert lines[0] == "READOUT_WATCH_TIMEZONE: no such setting; did you mean READOUT_WATCH_TIME_ZONE?"
    assert any(line.startswith("READOUT_WATCH_BATCH: ") and "'many'" in line for line in lines)
    assert any("Mars/One" in line for line in lines)


def test_half_of_slack_is_refused():
    """With a token and no channel, alerts would go to a terminal that nobody reads."""
    with pytest.raises(SettingsError, match="SLACK_CHANNEL: missing"):
        load({"SLACK_BOT_TOKEN": "xoxb-1"})


def test_the_token_is_never_shown():
    """Neither the settings nor a complaint about them carries the secret."""
    settings = load({"SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_CHANNEL": "C1"})
    assert "xoxb-secret" not in repr(settings) + str(settings)


def test_settings_are_frozen():
    """What was read at the start holds until the end."""
    with pytest.raises(Exception, match="frozen"):
        load({}).batch = 3  # type: ignore[misc]


def test_every_setting_has_a_meaning():
    """The table of the docs and of `config check` has no empty cell where a meaning belongs."""
    assert all(meaning for _, _, meaning in as_table())
    assert set(variables()) == set(Settings.model_fields)


def test_the_docs_table_is_the_settings():
    """docs/settings.md lists every setting with its default and meaning, and nothing else."""
    rows = [line for line in (ROOT / "docs/settings.md").read_text().splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |"
        for name, default, meaning in as_table()
    ]
