"""What `make run` shows: every sample ends as it should, two alerts, and nothing the second time."""

import re
from pathlib import Path

import pytest

from flows.demo import sample_port
from tests.test_flows_cli import command

pytestmark = pytest.mark.timeout(400)

# Each sample by the beginning of its headline, and the beginning of what must become of it.
OUTCOMES = {
    "An hour on the line": "duplicate",
    "What the two capitals say": "stored",
    "Trump and Putin: two summaries": "duplicate",
    "Merkel tells Trump": ("stored", "nothing claimed"),
    "Trump and Putin confer on Syria": "stored",
    "The word that neither": ("stored", "nothing claimed"),
    "Colwell: Easing up": ("stored", "nothing claimed"),
    "Putin likely to raise": ("stored", "nothing claimed"),
    "Putin pressed Trump": "contradiction: alert",
    "Envoy: Crimea penalties": "contradiction: joins an alert",
    "Kremlin leader made plea": "duplicate",
    "‘Nothing was agreed’": "contradiction: alert",
    "Bears take derby": "not about a call",
    "The Kremlin readout of the": "no text",
    "Correction to our report": "to be tried again",
    "Kremlin spokesman": "stored",
    "Farm exporters": ("stored", "nothing claimed"),
    "Explainer: who writes": ("stored", "nothing claimed"),
    "Snow shuts harbour": "not about a call",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The output of two demonstrations in one folder, and the folder."""
    folder = tmp_path_factory.mktemp("demo")
    runs = [command(folder, "demo", READOUT_WATCH_HOME="var") for _ in range(2)]
    for run in runs:
        assert (run.returncode, run.stderr) == (0, ""), run.stdout + run.stderr
    return runs[0].stdout, runs[1].stdout, folder


@pytest.mark.parametrize("headline", OUTCOMES)
def test_each_sample_ends_as_it_should(shown, headline):
    """One row of the table each; what the stories are for stands in flows/samples/README.md."""
    rows = [line for line in shown[0].splitlines() if re.match(r"\d+ {2,}", line)]
    row = next(line for line in rows if headline[:26] in line)
    assert len(rows) == len(OUTCOMES)
    wanted = OUTCOMES[headline]
    assert any(outcome in row for outcome in ([wanted] if isinstance(wanted, str) else wanted)), row


def test_two_alerts_are_shown_and_one_of_them_has_two_sources(shown):
    """The two contradictions of the samples, and a reply for the second outlet; nothing else alerts."""
    assert shown[0].count("--- Slack message ---") == 2
    assert shown[0].count("--- Slack reply in the thread ---") == 1


def test_the_second_run_says_that_nothing_is_new(shown):
    """Nothing is fetched, judged or sent twice."""
    assert "Nothing is new" in shown[1]
    assert "nothing was sent" in shown[1]
    assert "--- Slack" not in shown[1]


def test_the_output_is_free_of_noise(shown):
    """No log line, warning or traceback of any library stands among what a reader sees."""
    for text in shown[:2]:
        assert not re.search(r"Traceback|Warning|WARNING|ERROR|INFO|prefect\.|\.py:", text)


def test_the_dossier_lies_where_the_output_says(shown):
    """The line that names it can be opened as it stands."""
    path = re.search(r"Dossier: (\S*2017-01-28\.html)", shown[0]).group(1)
    page = (shown[2] / path).read_text(encoding="utf-8")
    assert "2017" in page
    assert Path(shown[2] / path).with_suffix(".md").exists()


def test_each_folder_has_a_port_of_its_own_for_the_samples(tmp_path):
    """The same folder finds its samples again; another one at the same time does not take their place."""
    here, there = tmp_path / "here", tmp_path / "there"
    assert sample_port(here) == sample_port(here)
    assert sample_port(here) != sample_port(there)
    assert 18_000 <= sample_port(here) < 22_000
