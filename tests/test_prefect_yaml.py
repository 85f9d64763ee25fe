"""``prefect.yaml``: Prefect ignores words it does not know, so a typing error there would pass unseen."""

import importlib
import inspect
import json

import pytest
import yaml

from flows.serving import DEPLOYMENTS, deployment, read_deployments, scheduled

FILE = yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))
SPECS = read_deployments()
KNOWN = {
    "file": {"name", "build", "push", "pull", "definitions", "deployments"},
    "deployment": {"name", "description", "entrypoint", "tags", "parameters", "work_pool", "schedules",
                   "concurrency_limit"},
    "work_pool": {"name", "work_queue_name", "job_variables"},
    "job_variables": {"stream_output"},
    "concurrency_limit": {"limit", "collision_strategy", "grace_period_seconds"},
    "schedule": {"interval", "cron", "anchor_date", "timezone", "slug"},
}  # fmt: skip
SCHEDULED = {"monitor", "deliver", "revisit", "feedback", "digest"}
# By hand, and by the automations.
UNSCHEDULED = {"backfill", "notice"}


def flow_of(spec):
    """The flow that a deployment names by its module."""
    module, _, name = spec["entrypoint"].rpartition(".")
    return getattr(importlib.import_module(module), name)


def test_every_scheduled_flow_has_its_deployment():
    """And what runs by hand or on a call of the automations has none."""
    assert {spec["name"] for spec in scheduled(SPECS)} == SCHEDULED
    assert {spec["name"] for spec in SPECS} == SCHEDULED | UNSCHEDULED


def test_the_file_has_no_unknown_words():
    """At any depth."""
    assert set(FILE) <= KNOWN["file"]
    for spec in SPECS:
        assert set(spec) <= KNOWN["deployment"], spec["name"]
        assert set(spec["work_pool"]) <= KNOWN["work_pool"]
        assert set(spec["work_pool"]["job_variables"]) <= KNOWN["job_variables"]
        assert set(spec.get("concurrency_limit", {})) <= KNOWN["concurrency_limit"]
        for schedule in spec.get("schedules") or []:
            assert set(schedule) <= KNOWN["schedule"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec["name"])
def test_a_deployment_is_what_its_flow_can_do(spec):
    """Its entrypoint is a module's flow of the same name, and its parameters are that flow's own."""
    flow = flow_of(spec)
    assert flow.name == spec["name"]
    assert not spec["entrypoint"].endswith(".py"), "a path would load the flow a second time"
    assert set(spec["parameters"] or {}) <= set(inspect.signature(flow.fn).parameters)
    flow.validate_parameters(spec["parameters"] or {})


@pytest.mark.parametrize("spec", scheduled(SPECS), ids=lambda spec: spec["name"])
def test_schedules_have_slugs_and_no_limit_that_a_dead_run_could_hold(spec):
    """A redeployment knows a schedule by its slug; the lease in the store lets one run at a time work.

    A dead run keeps its place in Prefect for minutes, and a worker that dies can leave several.
    """
    assert all(schedule["slug"] for schedule in spec["schedules"])
    assert "concurrency_limit" not in spec


def test_the_two_halves_are_run_as_the_whole_is():
    """The file for two workers differs in the shards, in nothing else."""
    (half,) = yaml.safe_load((DEPLOYMENTS.parent / "deploy/prefect-two-shards.yaml").read_text())[
        "deployments"
    ]
    whole = next(spec for spec in SPECS if spec["name"] == "monitor")
    assert half.keys() == whole.keys()
    same = ("entrypoint", "tags", "description", "work_pool", "parameters")
    assert {key: half[key] for key in same} == {key: whole[key] for key in same}
    shards = [schedule.get("parameters", {}).get("shard") for schedule in half["schedules"]]
    assert shards == [None, "1/2", "2/2"]


@pytest.mark.parametrize("spec", scheduled(SPECS), ids=lambda spec: spec["name"])
def test_serve_runs_the_same_schedules(spec):
    """One process for one machine, and the same hours."""
    made = deployment(spec)
    assert made.name == spec["name"]
    assert [one.slug for one in made.schedules] == [one["slug"] for one in spec["schedules"]]
    assert made.entrypoint == spec["entrypoint"]
    assert made.parameters == (spec["parameters"] or {})


def test_no_deployment_holds_a_secret_or_a_store():
    """They come from the worker's environment: a deployment can be read by whoever sees Prefect's pages."""
    text = json.dumps(FILE)
    assert "SLACK" not in text
    assert "://" not in text
