"""Who answers approvals: the command line, a person at the keyboard, or nobody."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import deque
from typing import TYPE_CHECKING

from wflint.errors import UsageError
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from wflint.localrun.operations import JobPlan, WorkflowPlan

_KEYS = {"y": "success", "n": "canceled", "l": "on_hold"}


def refuse_unknown_approvals(names: Iterable[str], plans: Iterable[WorkflowPlan]) -> None:
    """Raise `UsageError` for a name that is no approval of the workflows that run."""
    known = [job.name for plan in plans for job in plan.jobs if job.type == "approval"]
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"there is {', '.join(f'`{each}`' for each in known) or 'none'}"
            raise UsageError(f"no approval `{name}` runs; {hint}")


class Approvals:
    """Answers approvals: those of `given` names at once, others by `press`, or by nobody if none listens.

    Whoever reads the keyboard sets `is_attended` and calls `press`; a key answers the approval asked for first.
    """

    def __init__(self, given: Collection[str]) -> None:
        self.is_attended = False
        self._given = given
        self._asked: deque[asyncio.Future[str]] = deque()

    async def decide(self, job: JobPlan) -> str:
        """The answer to an approval: `success`, `canceled` or `on_hold`."""
        if job.name in self._given:
            return "success"
        if not self.is_attended:
            return "on_hold"
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._asked.append(answer)
        try:
            return await answer
        finally:
            self._asked.remove(answer)

    def press(self, key: str) -> None:
        """Answer by a key: `y`, `n`, or `l` to leave it; others mean nothing."""
        status = _KEYS.get(key.lower())
        waiting = [answer for answer in self._asked if not answer.done()]
        if status is not None and waiting:
            waiting[0].set_result(status)


@contextlib.contextmanager
def keyboard(approvals: Approvals, descriptor: int) -> Iterator[None]:
    """Let a terminal's keys answer, one by one and unseen, and put the terminal back in the end."""
    import termios
    import tty

    loop = asyncio.get_running_loop()
    before = termios.tcgetattr(descriptor)

    def read() -> None:
        try:
            data = os.read(descriptor, 64)
        except OSError:
            data = b""
        if not data:
            loop.remove_reader(descriptor)
        for key in data.decode("utf-8", "replace"):
            approvals.press(key)

    tty.setcbreak(descriptor)
    loop.add_reader(descriptor, read)
    approvals.is_attended = True
    try:
        yield
    finally:
        approvals.is_attended = False
        loop.remove_reader(descriptor)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
