"""Sandboxes by bubblewrap: a root directory of the job's own, this machine's system directories read-only on top.

Source: https://github.com/containers/bubblewrap
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.attended import AttendedSandbox
from wflint.localrun.sandbox.protocol import Fidelity
from wflint.localrun.sandbox.view import CONTROL, HOME, LIBRARY, library, make_root, view_of_machine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.sandbox.protocol import SandboxSpec
    from wflint.localrun.sandbox.view import View

PROGRAM = "bwrap"

CAPABILITIES = (
    "CAP_AUDIT_WRITE",
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_MKNOD",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_RAW",
    "CAP_SETFCAP",
    "CAP_SETGID",
    "CAP_SETPCAP",
    "CAP_SETUID",
    "CAP_SYS_CHROOT",
)
"""What root may do in a container of Docker's, and here: nothing that reaches out of it, such as mounting.

Source: https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """How bubblewrap works here, found out by trying.

    `own_users`: only with a user namespace asked for. `own_processes`: `/proc` can be mounted; if not, this machine's
    is shown. `overlays`: system directories can be made writable for the job alone.
    """

    own_users: bool = False
    own_processes: bool = True
    overlays: bool = False


def bubblewrap_sandbox(spec: SandboxSpec, variant: Variant, environment: Mapping[str, str]) -> AttendedSandbox:
    """A sandbox for a node; `environment` is the user's."""
    view = view_of_machine(spec.exposed, environment)

    def launch(agent: Sequence[str]) -> Sequence[str]:
        root = os.path.join(spec.directory, "root")
        make_root(root, view)
        writable = make_overlays(spec.directory, view) if variant.overlays else {}
        command = (*_command(spec, variant, view, writable), "--", *agent)
        return with_overlays(spec.directory, writable, command) if writable else command

    return AttendedSandbox(
        fidelity=fidelity_of("bubblewrap", spec, view, writable_system=variant.overlays),
        home=HOME,
        control=CONTROL,
        environment=view.environment,
        directory=spec.directory,
        launcher=launch,
        library=LIBRARY,
    )


def fidelity_of(backend: str, spec: SandboxSpec, view: View, *, writable_system: bool) -> Fidelity:
    """In what a view of this machine differs from CircleCI."""
    exposed = ", ".join(f"`{path}`" for path in view.exposed)
    return Fidelity(
        backend=backend,
        exact_paths=True,
        own_processes=True,
        own_network=spec.network == "none",
        uses_image=False,
        writable_system=writable_system,
        notes=(f"programs outside of system directories are shown read-only: {exposed}",) if exposed else (),
    )


def make_overlays(directory: str, view: View) -> dict[str, str]:
    """Make the directories that overlays need; by system directory, where its overlay is mounted."""
    writable = {}
    for path in view.system:
        place = os.path.join(directory, "overlay", path[1:])
        for part in ("upper", "work", "merged"):
            os.makedirs(os.path.join(place, part), exist_ok=True)
        writable[path] = os.path.join(place, "merged")
    return writable


def with_overlays(directory: str, writable: Mapping[str, str], command: Sequence[str]) -> Sequence[str]:
    """A command that first mounts overlays, in a mount namespace of its own."""
    script = []
    for path, merged in writable.items():
        place = os.path.dirname(merged)
        options = f"lowerdir={_escaped(path)},upperdir={_escaped(place)}/upper,workdir={_escaped(place)}/work"
        script.append(f"mount -t overlay overlay -o {shlex.quote(options)} {shlex.quote(merged)}")
    script.append('exec "$@"')
    return ("unshare", "--mount", "--propagation", "private", "sh", "-ec", "\n".join(script), directory, *command)


def mounts_below(paths: Sequence[str]) -> tuple[str, ...]:
    """File systems mounted below directories, outermost first, without those of container engines."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        found = [_mount(line) for line in file]
    below = [
        point
        for point, kind in found
        if kind not in {"overlay", "nsfs", "tmpfs"} and any(point.startswith(path + "/") for path in paths)
    ]
    return tuple(sorted(set(below)))


def _command(spec: SandboxSpec, variant: Variant, view: View, writable: Mapping[str, str]) -> list[str]:
    root = os.path.join(spec.directory, "root")
    command = [PROGRAM, "--bind", root, "/"]
    for path in view.system:
        command += ["--bind", writable[path], path] if path in writable else ["--ro-bind", path, path]
    for path in mounts_below(tuple(writable)):
        command += ["--ro-bind", path, path]
    if "/var" in view.system:
        command += ["--bind", f"{root}/var/tmp", "/var/tmp"]  # noqa: S108 -- the job's own
    for path in view.exposed:
        command += ["--ro-bind", path, path]
    command += ["--ro-bind", library(), LIBRARY, "--dev", "/dev", "--ro-bind", "/sys", "/sys"]
    command += ["--proc", "/proc"] if variant.own_processes else ["--ro-bind", "/proc", "/proc"]
    command += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"]
    if variant.own_users:
        command.append("--unshare-user")
    if spec.network == "none":
        command.append("--unshare-net")
    if os.geteuid() == 0:
        command += ["--cap-drop", "ALL"]
        for capability in CAPABILITIES:
            command += ["--cap-add", capability]
    return command


def _mount(line: str) -> tuple[str, str]:
    """Mount point and kind of a line of `mountinfo`."""
    left, _, right = line.partition(" - ")
    point = left.split(" ")[4].encode("ascii", "backslashreplace").decode("unicode_escape")
    return point, right.split(" ")[0]


def _escaped(path: str) -> str:
    """A path as an overlay's options take it."""
    return path.replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,")
