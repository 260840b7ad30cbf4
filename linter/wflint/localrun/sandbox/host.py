"""No sandbox at all: steps run on this machine, with a home and a temporary directory of the job's own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.attended import AttendedSandbox
from wflint.localrun.sandbox.owner import this_process, to_text
from wflint.localrun.sandbox.protocol import Fidelity
from wflint.localrun.sandbox.toolchains import toolchain_variables
from wflint.localrun.sandbox.view import agent_modules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.sandbox.protocol import SandboxSpec

COOKIE = "WFLINT_SANDBOX"
"""The variable every process of a job has, its value the run's owner: those that outlive a killed run can be found."""


def host_sandbox(spec: SandboxSpec, environment: Mapping[str, str]) -> AttendedSandbox:
    """The machine itself for a node; `environment` is the user's, of which `PATH` counts.

    Absolute paths are the real ones, but for those of `spec.mapping`; `hostpaths` tells which a job names.
    """
    home = os.path.join(spec.directory, "home")
    control = os.path.join(spec.directory, "control")
    temporary = os.path.join(spec.directory, "temporary")

    def launch(agent: Sequence[str]) -> Sequence[str]:
        for path in (home, control, temporary):
            os.makedirs(path, exist_ok=True)
        return agent

    return AttendedSandbox(
        fidelity=Fidelity(
            backend="host",
            exact_paths=False,
            own_processes=sys.platform == "linux",
            own_network=False,
            uses_image=False,
            writable_system=True,
            notes=("nothing keeps steps from changing this machine's files",),
        ),
        home=home,
        control=control,
        environment={
            "PATH": environment.get("PATH", os.defpath),
            "HOME": home,
            "TMPDIR": temporary,
            "USER": environment.get("USER", "circleci"),
            COOKIE: to_text(this_process()),
            **toolchain_variables(environment),
        },
        directory=spec.directory,
        launcher=launch,
        modules=agent_modules(),
        reaper=True,
    )
