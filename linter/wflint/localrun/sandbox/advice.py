"""Messages of the kernel, bubblewrap and container engines: what they come down to, and what to do about them."""

from __future__ import annotations

_APPARMOR = (
    "AppArmor forbids user namespaces: give bubblewrap a profile with `userns,` "
    "(https://github.com/containers/bubblewrap/issues/632), or set `kernel.apparmor_restrict_unprivileged_userns=0`"
)
_FORBIDDEN = "namespaces are forbidden here; a container needs `--privileged` or a looser seccomp profile for them"
_PULL = "`--pull` fetches images"
_ADVICE = (
    ("o such image", _PULL),
    ("image not known", _PULL),
    ("nable to find image", _PULL),
    ("setting up uid map: Permission denied", _APPARMOR),
    ("loopback: Failed RTM_NEWADDR", _APPARMOR),
    ("write failed /proc/self/uid_map", _APPARMOR),
    (
        "No permissions to create new namespace",
        "user namespaces are switched off: `sysctl kernel.unprivileged_userns_clone=1`",
    ),
    ("Creating new namespace failed", _FORBIDDEN),
    ("unshare failed: Operation not permitted", _FORBIDDEN),
    ("max_user_namespaces", "raise the limit: `sysctl user.max_user_namespaces=10000`"),
    ("No space left on device", "if the disk is not full, raise the limit: `sysctl user.max_user_namespaces=10000`"),
    ("Cannot connect to the Docker daemon", "start it: `systemctl start docker`; for another socket set `DOCKER_HOST`"),
    (
        "permission denied while trying to connect to the Docker daemon",
        "add yourself to the group `docker` and log in again",
    ),
    ("cgroups in hybrid mode not supported", 'use `runc`: `[engine] runtime = "runc"` in `containers.conf`'),
    (
        "error setting rlimit",
        'set `default_ulimits` in `containers.conf`, such as `["nofile=4096:4096", "nproc=4096:4096"]`',
    ),
    ("netavark", "install `netavark`, or use `--network none`"),
    ("newuidmap", "install `uidmap`, and give your user a range in `/etc/subuid` and `/etc/subgid`"),
    ("cannot find UID/GID for user", "give your user a range in `/etc/subuid` and `/etc/subgid`"),
)
"""Part of a message, and what helps."""

_STARTS = ("docker: ", "Error: ", "Error response from daemon: ", "bwrap: ", "unshare: ")


def complaint_in(said: str) -> str:
    """The line that says what went wrong, without what every complaint begins with; empty if nothing was said."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    line = next((line for line in lines if "rror" in line), lines[0] if lines else "")
    for start in _STARTS:
        line = line.removeprefix(start)
    return line


def advice_for(message: str) -> str:
    """What to do about a message; empty if nothing is known."""
    return next((advice for part, advice in _ADVICE if part in message), "")
