"""Work grows with the size of a config and not with its square, whatever it is made of.

Work is counted in lines of Python that run, so that the answer is the same on a busy machine.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from wflint.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SMALL = 24
MOST_GROWTH = 2.8
"""The work for the second doubling by that for the first: 2 if it is linear, 4 if each looks at each."""

BODY = "docker: [{image: cimg/base:2024.01}]"
JOB = f"{{{BODY}, steps: [checkout]}}"


def config(entries: Iterable[str], jobs: Iterable[str] = (f"j: {JOB}",), more: str = "", when: str = "") -> str:
    """A config with one workflow of these entries."""
    workflow = "".join(f"      - {entry}\n" for entry in entries)
    defined = "".join(f"  {job}\n" for job in jobs)
    return f"version: 2.1\n{more}jobs:\n{defined}workflows:\n  w:\n{when}    jobs:\n{workflow}"


def each(count: int, text: str) -> list[str]:
    """A text for each number, which stands for `#`; `@` is the number before, for the first the last.

    Numbers of another count are others, so that nothing is known of them from before.
    """
    numbers = [f"{count:03}{number:03}" for number in range(count)]
    return [text.replace("#", number).replace("@", numbers[place - 1]) for place, number in enumerate(numbers)]


def chain(count: int, more: str = "") -> list[str]:
    """Entries that each require the one before."""
    first, *others = each(count, f"j: {{name: n#, requires: [n@]{more}}}")
    return [re.sub(r", requires: \[\w+\]", "", first), *others]


def with_steps(steps: Iterable[str], more: str = "", own: str = "") -> str:
    listed = "".join(f"      - {step}\n" for step in steps)
    return config(["j"], [f"j:\n    {BODY}\n{own}    steps:\n{listed}"], more)


def condition(parts: Iterable[str], more: str = "") -> str:
    return config(["j"], more=more, when=f"    when: {{or: [{', '.join(parts)}]}}\n")


def pair(first: str, second: str) -> Callable[[int], list[str]]:
    return lambda count: [entry for both in zip(each(count, first), each(count, second), strict=True) for entry in both]


PERSIST = "{persist_to_workspace: {root: ., paths: [f#]}}"
FLAGS = "p#: {type: boolean, default: false}"

SHAPES: dict[str, Callable[[int], str]] = {
    "jobs": lambda n: config(each(n, "j#"), each(n, f"j#: {JOB}")),
    "a chain": lambda n: config(chain(n)),
    "a chain with filters": lambda n: config(chain(n, ", filters: {branches: {only: main}}")),
    "a circle": lambda n: config(each(n, "j: {name: n#, requires: [n@]}")),
    "one that requires all": lambda n: config(
        [*each(n, "j: {name: n#}"), f"j: {{name: last, requires: [{', '.join(each(n, 'n#'))}]}}"]
    ),
    "one name required often": lambda n: config(["j", f"j: {{name: last, requires: [{', '.join(['j'] * n)}]}}"]),
    "misspelt requirements": lambda n: config(
        [*each(n, "j: {name: deploy-#-eu}"), f"j: {{name: last, requires: [{', '.join(each(n, 'deploi-#-us'))}]}}"]
    ),
    "misspelt jobs": lambda n: config(each(n, "biuld-#-y"), each(n, f"build-#-x: {JOB}")),
    "misspelt commands": lambda n: with_steps(
        each(n, "biuld-#-y"), "commands:\n" + "".join(each(n, "  build-#-x: {steps: [checkout]}\n"))
    ),
    "misspelt parameters": lambda n: with_steps(
        each(n, "run: echo << parameters.porom-#-y >>"),
        own="    parameters:\n" + "".join(each(n, "      param-#-x: {type: string, default: a}\n")),
    ),
    "misspelt arguments": lambda n: config(
        [f"j: {{{', '.join(each(n, 'porom-#-y: 1'))}}}"],
        [f"j: {{parameters: {{{', '.join(each(n, 'param-#-x: {type: string, default: a}'))}}}, {JOB[1:]}"],
    ),
    "equal entries": lambda n: config(["j"] * n),
    "entries of one name": lambda n: config(["j: {name: x}"] * n),
    "equal matrix values": lambda n: config(
        [f"j: {{matrix: {{parameters: {{p: [{', '.join(['1'] * n)}]}}}}}}"],
        [f"j: {{parameters: {{p: {{type: integer}}}}, {JOB[1:]}"],
    ),
    "excluded combinations": lambda n: config(
        [
            "j: {matrix: {parameters: {p: [0, VALUES]}, exclude: [EXCLUDED]}}".replace(
                "VALUES", ", ".join(each(n, "1#"))
            ).replace("EXCLUDED", ", ".join(each(n, "{p: 1#}")))
        ],
        [f"j: {{parameters: {{p: {{type: integer}}}}, {JOB[1:]}"],
    ),
    "workflows with conditions": lambda n: (
        f"version: 2.1\nparameters: {{{', '.join(each(n, FLAGS))}}}\njobs: {{j: {JOB}}}\nworkflows:\n"
        + "".join(each(n, "  w#: {when: << pipeline.parameters.p# >>, jobs: [j]}\n"))
    ),
    "conditions on branches": lambda n: condition(each(n, "{equal: [b#, << pipeline.git.branch >>]}")),
    "conditions on parameters": lambda n: condition(
        each(n, "<< pipeline.parameters.p# >>"), f"parameters: {{{', '.join(each(n, FLAGS))}}}\n"
    ),
    "enums that are compared": lambda n: condition(
        ["{equal: [<< pipeline.parameters.a >>, << pipeline.parameters.b >>]}"],
        "".join(
            ["parameters:\n"]
            + [f"  {name}: {{type: enum, enum: [{', '.join(each(n, 'v#'))}], default: v{n:03}000}}\n" for name in "ab"]
        ),
    ),
    "names that a filter lists": lambda n: config(
        [f"j: {{filters: {{branches: {{only: [{', '.join(each(n, 'b#'))}]}}}}}}"]
    ),
    "comments that silence": lambda n: config(
        ["j"], each(n, "j#: {stepz: 1}  # wflint: ignore[unknown-key, missing-key, executor-missing]")
    ),
    "comments that silence the file": lambda n: config(
        ["j"], each(n, "j#: {stepz: 1}  # wflint: ignore-file[unknown-key]")
    ),
    "aliases without anchors": lambda n: config(["j"], each(n, f"j#: {{environment: *missing#, {JOB[1:]}")),
    "keys of a cache": lambda n: with_steps([f"restore_cache: {{keys: [{', '.join(each(n, 'k-#-x'))}]}}"]),
    "caches that differ in a number": lambda n: with_steps(
        pair("restore_cache: {key: a#b}", "save_cache: {key: 'c#b', paths: [x]}")(n)
    ),
    "jobs that persist the same": lambda n: config(
        [*each(n, "p#"), f"c: {{requires: [{', '.join(each(n, 'p#'))}]}}"],
        [
            *each(n, f"p#: {{{BODY}, steps: [run: echo > f, {PERSIST.replace('f#', 'f')[1:-1]}]}}"),
            f"c: {{{BODY}, steps: [attach_workspace: {{at: .}}]}}",
        ],
    ),
    "jobs that attach what nobody hands them": lambda n: config(
        pair("p#", "c#")(n),
        pair(
            f"p#: {{{BODY}, steps: [run: echo > f#, {PERSIST[1:-1]}]}}",
            f"c#: {{{BODY}, steps: [attach_workspace: {{at: .}}]}}",
        )(n),
    ),
    "templates in one text": lambda n: with_steps([f"run: echo {' '.join(['<< pipeline.number >>'] * n)}"]),
    "findings on one line": lambda n: f"version: 2.1\njobs: {{{', '.join(each(n, 'j#: {stepz: [checkout]}'))}}}\n",
    "inline orbs": lambda n: with_steps(
        each(n, "o#/c"), "orbs:\n" + "".join(each(n, "  o#: {commands: {c: {steps: [checkout]}}}\n"))
    ),
}  # fmt: skip

BOUNDED = {"conditions on branches"}
"""What takes the square of its size up to a bound, which has its own tests, where events are looked at."""

COMMANDS = ("check --format concise", "process", "simulate --all", "diff")


@pytest.mark.parametrize(
    ("shape", "command"),
    [(shape, each) for shape in SHAPES for each in COMMANDS if shape not in BOUNDED or each in COMMANDS[:2]],
)
def test_work_grows_with_the_size(shape: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def work(count: int) -> int:
        before, after = tmp_path / "before.yml", tmp_path / "after.yml"
        text = SHAPES[shape](count)
        before.write_text(text.replace("2024.01", "2024.02"))
        after.write_text(text)
        files = [str(before), str(after)] if command == "diff" else [str(after)]
        return _lines(lambda: main([*command.split(), *files]))

    work(2 * SMALL - 1)
    first, second, third = work(SMALL), work(2 * SMALL), work(4 * SMALL)

    assert third - second < MOST_GROWTH * max(second - first, first // 10)
    assert "bug:" not in capsys.readouterr().err


def _lines(run: Callable[[], int]) -> int:
    count = 0

    def trace(*_: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    outer = sys.gettrace()
    sys.settrace(trace)
    try:
        code = run()
    finally:
        sys.settrace(outer)
    assert code in {0, 1}
    return count
