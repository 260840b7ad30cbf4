"""The first process in new namespaces: it arranges what the job sees, moves there, and becomes the step agent.

`unshare` of util-linux makes the namespaces; the file systems are mounted here. Like the agent it runs without its
package: `Arrangement` travels as a marshalled mapping.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import marshal
import os
import sys
from _socket import AF_INET, SOCK_DGRAM, socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class Arrangement(TypedDict):
        """What the job is to see; sources are paths of this machine, targets paths inside.

        `overlays` are targets, and the overlay options that make them writable. `capabilities` are the numbers of
        those that root keeps; without any, whoever it is keeps none. `users` are the user and group ids to have
        inside, if a user namespace was made. `network`: there is a network namespace, whose loopback has to be
        brought up.
        """

        root: str
        readable: list[tuple[str, str]]
        writable: list[tuple[str, str]]
        overlays: list[tuple[str, str]]
        capabilities: list[int]
        users: tuple[int, int] | None
        network: bool


# Source: https://man7.org/linux/man-pages/man2/mount.2.html
_READ_ONLY, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE, _DETACH = 1, 32, 4096, 16384, 1 << 18, 2
_LOCKED = 2 | 4 | 8 | 1024 | 2048 | 1 << 21
"""Flags that a remount in a user namespace must repeat: nosuid, nodev, noexec, noatime, nodiratime, relatime."""

_NEW_USERS = 0x10000000
_DROP_BOUND, _NO_NEW_PRIVILEGES = 24, 38
"""Operations of `prctl`. Source: https://man7.org/linux/man-pages/man2/prctl.2.html"""

_LAST_CAPABILITY = "/proc/sys/kernel/cap_last_cap"
_SET_INTERFACE, _UP = 0x8914, 1
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_LIBRARY = ctypes.CDLL(None, use_errno=True)


def main(plan: str, descriptor: int) -> None:
    """Arrange what the plan in a file says, and serve the runner."""
    agent = __import__("agent")
    with open(plan, "rb") as file:
        arrangement: Arrangement = marshal.load(file)  # noqa: S302 -- from the runner
    try:
        _arrange(arrangement)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        sys.exit(f"{error.strerror}{where}")
    agent.main(descriptor)


def _arrange(arrangement: Arrangement) -> None:
    root = arrangement["root"]
    _mount(root, root, flags=_BIND | _RECURSIVE)
    for target, options in arrangement["overlays"]:
        _mount("overlay", root + target, kind="overlay", options=options)
    for source, target in arrangement["readable"]:
        _bind(source, root + target)
        _make_read_only(root + target)
    for source, target in arrangement["writable"]:
        _bind(source, root + target)
    _make_devices(root)
    _mount("proc", _directory(root, "proc"), kind="proc")
    if arrangement["network"]:
        _bring_loopback_up()
    last = _last_capability()
    _move(root)
    if arrangement["users"] is not None:
        _become_user(*arrangement["users"])
    for number in range(last + 1):
        if number not in arrangement["capabilities"]:
            _call("prctl", _DROP_BOUND, number, 0, 0, 0)
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _bind(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o644))
    _mount(source, target, flags=_BIND | _RECURSIVE)


def _make_read_only(target: str) -> None:
    """Make a mount and all below it read-only, whatever else they are."""
    for point in _mounts_at(target):
        try:
            locked = os.statvfs(point).f_flag & _LOCKED
            _mount(None, point, flags=_REMOUNT | _BIND | _READ_ONLY | locked)
        except OSError as error:
            # What cannot be reached cannot be written to either.
            if error.errno != errno.EACCES:
                raise


def _mounts_at(target: str) -> list[str]:
    """The mount points at and below a directory."""
    with open("/proc/self/mountinfo", "rb") as file:
        points = [os.fsdecode(_unescaped(line.split(b" ")[4])) for line in file]
    return [point for point in points if point == target or point.startswith(target + "/")]


def _unescaped(field: bytes) -> bytes:
    """A path of `mountinfo`, where blanks and backslashes are written as octal numbers."""
    first, *rest = field.split(b"\\")
    return first + b"".join(bytes((int(part[:3], 8),)) + part[3:] for part in rest)


def _make_devices(root: str) -> None:
    devices = _directory(root, "dev")
    _mount("tmpfs", devices, kind="tmpfs", options="mode=0755")
    for name in _DEVICES:
        _bind(f"/dev/{name}", f"{devices}/{name}")
    for name, target in (("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(f"/proc/self/{target}", f"{devices}/{name}")
    os.mkdir(f"{devices}/shm")
    os.chmod(f"{devices}/shm", 0o1777)  # noqa: S103 -- as it is everywhere
    _mount("devpts", _directory(devices, "pts"), kind="devpts", options="newinstance,ptmxmode=0666,mode=620")
    os.symlink("pts/ptmx", f"{devices}/ptmx")


def _directory(parent: str, name: str) -> str:
    path = f"{parent}/{name}"
    os.makedirs(path, exist_ok=True)
    return path


def _move(root: str) -> None:
    """Make a directory the root, and let go of the one before."""
    os.chdir(root)
    _call("pivot_root", b".", b".")
    _call("umount2", b".", _DETACH)
    os.chdir("/")


def _become_user(user: int, group: int) -> None:
    """Have the ids outside again: a namespace of one's own is entered as root."""
    _call("unshare", _NEW_USERS)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} 0 1"), ("gid_map", f"{group} 0 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _bring_loopback_up() -> None:
    interface = socket(AF_INET, SOCK_DGRAM)
    fcntl.ioctl(interface.fileno(), _SET_INTERFACE, b"lo".ljust(16, b"\0") + _UP.to_bytes(2, sys.byteorder) + bytes(22))
    interface.close()


def _last_capability() -> int:
    with open(_LAST_CAPABILITY, encoding="ascii") as file:
        return int(file.read())


def _mount(source: str | None, target: str, *, kind: str | None = None, flags: int = 0, options: str = "") -> None:
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    _call("mount", *texts, ctypes.c_ulong(flags), os.fsencode(options), name=target)


def _call(function: str, *arguments: object, name: str | None = None) -> None:
    """Call a function of the C library. Raises `OSError` if it fails."""
    if getattr(_LIBRARY, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}", name)
