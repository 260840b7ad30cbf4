from __future__ import annotations

import pytest
from tests.compiler.compiling import compiled, described, faults

BASE = """
version: 2.1
jobs:
  build: {machine: true, steps: [checkout]}
  migrate: {machine: true, steps: [checkout]}
  verify: {machine: true, steps: [checkout]}
job-groups:
  db: {jobs: [migrate, verify: {requires: [migrate]}]}
  outer: {jobs: [db]}
workflows:
  w:
    jobs:
"""
ALL = "(canceled,failed,not_run,success,unauthorized)"


def test_a_group_stands_between_its_start_and_end() -> None:
    found = described(compiled(f"{BASE}      [build, db: {{requires: [build]}}, verify: {{requires: [db]}}]"))

    assert found == {
        "build": "",
        "db-group-start": "build",
        "db-migrate": "db-group-start",
        "db-verify": "db-migrate",
        "db-group-end": "db-verify",
        "verify": "db-group-end",
    }


def test_a_serial_group_locks_before_and_unlocks_after_a_group_under_its_name() -> None:
    found = described(compiled(f"{BASE}      [db: {{name: prod, serial-group: k}}]"))

    assert found == {
        "prod-lock": "",
        "prod-migrate": "prod-lock",
        "prod-verify": "prod-migrate",
        "prod-group-end": "prod-verify",
        "prod-unlock": f"prod-group-end{ALL}",
    }


def test_a_serial_group_of_a_job_locks_what_waits_with_it() -> None:
    found = described(compiled(f"{BASE}      [build, migrate: {{serial-group: k, requires: [build]}}]"))

    assert found == {
        "build": "",
        "migrate-lock": "build",
        "migrate": "build migrate-lock",
        "migrate-unlock": f"migrate{ALL}",
    }


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ("[outer]", ("group-nested", "db")),
        ("[db: {context: x}]", ("group-argument", "context")),
        ("[db, db: {requires: [build]}, build]", ("group-duplicate", "db")),
    ],
)
def test_what_groups_do_not_support_is_a_problem(entries: str, fault: tuple[str, str]) -> None:
    assert faults(compiled(f"{BASE}      {entries}")) == [fault]
