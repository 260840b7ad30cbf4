from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wflint.errors import UsageError
from wflint.localrun.operations import (
    AttachWorkspace,
    ConfigPlace,
    JobPlan,
    Need,
    NodePlan,
    PersistToWorkspace,
    Run,
    Variable,
    WorkflowPlan,
)
from wflint.localrun.sandbox.hostpaths import (
    absolute_paths,
    check_host_paths,
    map_node,
    mapping_of,
    shared_paths,
)

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.localrun.operations import Operation

PLACE = ConfigPlace(path="config.yml", line=4, column=7)


def plan(*operations: Operation, directory: str = "~/project", variables: tuple[Variable, ...] = ()) -> WorkflowPlan:
    """A workflow of one job with these steps."""
    node = NodePlan(index=0, total=1, environment=variables, working_directory=directory, operations=operations)
    return WorkflowPlan(name="main", jobs=(JobPlan(name="build", type="build", place=PLACE, needs=(), nodes=(node,)),))


def script(command: str, directory: str = "~/project") -> Run:
    return Run(name="run", place=PLACE, command=command, directory=directory)


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        ("echo hello > /tmp/workspace/out", ["/tmp/workspace/out"]),
        ("cp a /tmp/one && cp b '/tmp/two three'", ["/tmp/one", "/tmp/two"]),
        ('export A=/tmp/a B="/tmp/b"; tar -C/tmp/c', ["/tmp/a", "/tmp/b"]),
        ("ls -I/tmp/x:/tmp/y", ["/tmp/y"]),
        ("mkdir -p /etc/new.d.", ["/etc/new.d"]),
        ("curl https://example.org/a/b -o out/file", []),
        ("sed s/foo/bar/ x; cat ./a/b ../c ~/d $HOME/e ${HOME}/f $(pwd)/g", ["/g"]),
        ("/bin/sh -c 'exit 1' >/dev/null 2>/dev/stderr; exec 3<>/dev/tcp/localhost/80", []),
        ("git show origin/main:src/file; docker run cimg/base:1", []),
        ("echo 1 / 2", []),
    ],
)
def test_absolute_paths_of_scripts_are_found(command: str, paths: list[str]) -> None:
    assert [each.path for each in absolute_paths(plan(script(command)))] == paths


def test_absolute_paths_of_steps_and_variables_are_found() -> None:
    found = absolute_paths(
        plan(
            PersistToWorkspace(name="persist", place=PLACE, root="/data/out", paths=("*",)),
            AttachWorkspace(name="attach", place=PLACE, directory="~/in"),
            script("true", directory="/srv/job"),
            directory="/work",
            variables=(
                Variable(name="GOPATH", value="/go", origin="job"),
                Variable(name="PATH", value="/usr/local/sbin", origin="sandbox"),
                Variable(name="TOKEN", value="/secret", origin="job", secret=True),
            ),
        )
    )

    assert [(each.path, each.is_written) for each in found] == [
        ("/work", True),
        ("/go", False),
        ("/data/out", True),
        ("/srv/job", True),
    ]


def test_a_job_that_names_absolute_paths_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^without a sandbox, .*: `/tmp/a` \(config.yml:4\); `--map PATH` puts"):
        check_host_paths(plan(script("touch /tmp/a; rm /tmp/a")), mapped=(), allowed=False)


def test_a_job_without_absolute_paths_passes() -> None:
    check_host_paths(plan(script("make > log")), mapped=(), allowed=False)


def test_mapped_paths_pass() -> None:
    check_host_paths(plan(script("touch /tmp/a/b")), mapped=("/tmp/a/",), allowed=False)

    with pytest.raises(UsageError, match="/tmp/ab"):
        check_host_paths(plan(script("touch /tmp/ab")), mapped=("/tmp/a",), allowed=False)


def test_allowed_paths_pass_unless_a_step_would_overwrite_what_exists(tmp_path: Path) -> None:
    existing, absent = str(tmp_path), str(tmp_path / "absent")
    steps = [AttachWorkspace(name="attach", place=PLACE, directory=path) for path in (absent, existing)]
    check_host_paths(plan(steps[0], script(f"ls {existing}")), mapped=(), allowed=True)

    with pytest.raises(UsageError, match=f"jobs would overwrite what exists here: `{existing}`"):
        check_host_paths(plan(*steps), mapped=(), allowed=True)


def test_many_paths_are_told_by_their_number() -> None:
    with pytest.raises(UsageError, match=r"`/p/7` \(config.yml:4\) and 2 more; "):
        check_host_paths(plan(script(" ".join(f"/p/{number}" for number in range(10)))), mapped=(), allowed=False)


def sharing(*jobs: JobPlan, mapped: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """By path, the jobs that share it and may run at once."""
    found = shared_paths(WorkflowPlan(name="main", jobs=jobs), jobs={job.name for job in jobs}, mapped=mapped)
    return {path: set(names) for path, names in found.items()}


def using(name: str, command: str, after: str | None = None, nodes: int = 1) -> JobPlan:
    """A job that runs a script."""
    (job,) = plan(script(command)).jobs
    needs = () if after is None else (Need(job=after, statuses=frozenset({"success"})),)
    return replace(job, name=name, needs=needs, nodes=job.nodes * nodes)


def test_jobs_share_what_they_name_and_what_lies_in_it() -> None:
    jobs = (using("a", "ls /srv/x"), using("b", "ls /srv/x/y/ /srv/xy"), using("c", "ls /srv/z"))

    assert sharing(*jobs) == {"/srv/x/y": {"a", "b"}}
    assert sharing(*jobs, mapped=("/srv/x",)) == {}


def test_nodes_of_one_job_share_its_paths() -> None:
    assert sharing(using("a", "ls /srv/x", nodes=2)) == {"/srv/x": {"a"}}
    assert sharing(using("a", "ls /srv/x")) == {}


def test_jobs_that_wait_for_each_other_share_nothing_at_once() -> None:
    a, b = using("a", "ls /srv/x"), using("b", "true", after="a")

    assert sharing(a, b, using("c", "ls /srv/x", after="b")) == {}
    assert sharing(a, b, using("c", "ls /srv/x")) == {"/srv/x": {"a", "c"}}


def test_mapped_paths_are_put_into_steps_scripts_and_variables() -> None:
    (job,) = plan(
        script("cat /tmp/ws/a /tmp/wsx '/tmp/ws' x/tmp/ws", directory="/tmp/ws"),
        PersistToWorkspace(name="persist", place=PLACE, root="/tmp/ws/out", paths=("a/*",)),
        directory="/tmp/ws/project",
        variables=(Variable(name="A", value="/tmp/ws:/tmp/ws/b", origin="job"),),
    ).jobs
    (node,) = job.nodes
    mapped = map_node(node, mapping_of(["/tmp/ws"], "/node"))
    ran, persisted = mapped.operations
    place = "/node/mapped/tmp/ws"

    assert isinstance(ran, Run)
    assert isinstance(persisted, PersistToWorkspace)
    assert ran == replace(ran, command=f"cat {place}/a /tmp/wsx '{place}' x/tmp/ws", directory=place)
    assert (persisted.root, persisted.paths) == (f"{place}/out", ("a/*",))
    assert mapped.working_directory == f"{place}/project"
    assert mapped.environment[0].value == f"{place}:{place}/b"


def test_longer_paths_are_mapped_first() -> None:
    assert mapping_of(["/a", "/a/b/"], "/n") == (("/a/b", "/n/mapped/a/b"), ("/a", "/n/mapped/a"))


def test_without_mapped_paths_a_node_stays_as_it_is() -> None:
    (job,) = plan(script("true")).jobs

    assert map_node(job.nodes[0], ()) is job.nodes[0]
