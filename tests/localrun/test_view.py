from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.localrun.fake import run_virtually

from wflint.localrun.bus import Bus
from wflint.localrun.view.json_lines import event_line
from wflint.localrun.view.live import LiveView, shortened_row
from wflint.localrun.view.output import MOST_COLUMNS, LineBuffer, shown
from wflint.localrun.view.style import duration, lines_of, one_line, shortened, width_of
from wflint.localrun.view.summary import RunEnd, summary
from wflint.localrun.view.transcript import Transcript

STEP = {"path": "config.yml", "line": 9, "column": 5, "kind": "run"}


def started(bus: Bus, *jobs: tuple[str, int]) -> None:
    """Say that a run of some jobs begins, each with so many nodes."""
    bus.say("run.started", jobs=[{"name": name, "nodes": nodes} for name, nodes in jobs], headline=["run 1"])


def ended(transcript: Transcript, **fields: Any) -> list[str]:
    """The summary of a run of one job `a`."""
    given: dict[str, Any] = {
        "workflow": "w", "status": "success", "elapsed": 1.5, "statuses": {"a": "success"}, "seconds": {"a": 1.2},
        "logs": {}, "places": {}, "differences": (), **fields,
    }  # fmt: skip
    return summary(RunEnd(**given), transcript, color=False, quiet=bool(fields.get("quiet")))


def transcript(*, quiet: bool = False, color: bool = False) -> tuple[Bus, Transcript, list[str]]:
    """A bus, what listens to it, and the lines it makes of what it hears."""
    bus = Bus(clock=lambda: 12.5)
    lines: list[str] = []
    view = Transcript(color=color, quiet=quiet, last_lines=3)
    bus.listen(lambda event: lines.extend(view.lines(event)))
    return bus, view, lines


def failing_step(bus: Bus) -> None:
    """A step that writes five lines and fails."""
    bus.say("job.started", job="a", node=0)
    bus.say("step.started", job="a", node=0, step=2, name="make\nall", **STEP)
    bus.say("output", job="a", node=0, step=2, text="1\n2\n3\n4\nno newline")
    bus.say(
        "step.finished", job="a", node=0, step=2, name="make\nall", status="failed", words="exit code 2", seconds=3.25
    )
    bus.say("job.finished", job="a", node=0, status="failed", why=None)
    bus.say("job.finished", job="a", status="failed", seconds=4.0)


def test_every_line_has_the_name_of_its_job() -> None:
    bus, _, lines = transcript()
    started(bus, ("a", 1), ("longer", 1))
    failing_step(bus)

    assert lines == [
        "run 1",
        "a      ── started",
        "a      ▶ make …",
        "a      │ 1",
        "a      │ 2",
        "a      │ 3",
        "a      │ 4",
        "a      │ no newline",
        "a      ✘ make …  3.2s  exit code 2",
        "a      ── failed in 4.0s",
    ]


def test_nodes_of_a_parallel_job_have_numbers() -> None:
    bus, _, lines = transcript()
    started(bus, ("a", 2))
    bus.say("job.started", job="a", node=1)

    assert lines[-1] == "a[1] ── started"


def test_a_quiet_view_shows_only_what_failed() -> None:
    bus, _, lines = transcript(quiet=True)
    started(bus, ("a", 1), ("b", 1))
    failing_step(bus)
    bus.say("job.started", job="b", node=0)
    bus.say("job.finished", job="b", node=0, status="success", why=None)
    bus.say("job.finished", job="b", status="success", seconds=1.0)

    assert lines == ["a ✘ make …  3.2s  exit code 2", "a ── failed in 4.0s"]


def test_the_summary_repeats_the_end_of_a_failed_step_with_its_place_and_log() -> None:
    bus, view, _ = transcript()
    started(bus, ("a", 1))
    failing_step(bus)

    assert ended(view, status="failed", statuses={"a": "failed", "b": "not_run"}, logs={("a", 0, 2): "/logs/x"}) == [
        "",
        "✘ a: step 3, make …: exit code 2",
        "  at   config.yml:9:5",
        "  log  /logs/x",
        "  │ 3",
        "  │ 4",
        "  │ no newline",
        "",
        "  ✘ a  failed, 1.2s",
        "  · b  not run",
        "",
        "workflow w failed in 1.5s: 1 failed, 1 not run",
    ]


def test_a_job_that_failed_before_its_steps_says_why() -> None:
    bus, view, lines = transcript()
    started(bus, ("a", 1))
    bus.say("job.started", job="a", node=0)
    bus.say("job.finished", job="a", node=0, status="failed", why="no such image")

    assert lines[-1] == "a ✘ no such image"
    assert "✘ a: no such image" in ended(view, status="failed", statuses={"a": "failed"})


def test_a_step_whose_job_succeeded_in_a_rerun_is_not_told_again() -> None:
    bus, view, _ = transcript()
    started(bus, ("a", 1))
    failing_step(bus)

    assert not [line for line in ended(view) if "make" in line]


def test_the_summary_says_where_things_are_and_what_differs() -> None:
    _, view, _ = transcript()

    assert ended(view, places={"logs": "/l", "artifacts": "/a"}, differences=["image `x` is not used"])[-4:] == [
        "  logs       /l",
        "  artifacts  /a",
        "differs from CircleCI:",
        "  - image `x` is not used",
    ]


def test_an_error_of_ours_is_shown_as_one() -> None:
    bus, _, lines = transcript(quiet=True)
    started(bus, ("a", 1))
    bus.say("internal", job="a", node=0, text="Traceback\nZeroDivisionError")

    assert lines == [
        "a ✘ a bug in wflint; please report it with the lines below",
        "a │ Traceback",
        "a │ ZeroDivisionError",
    ]


def test_colour_is_the_same_for_a_job_in_every_run() -> None:
    bus, _, lines = transcript(color=True)
    started(bus, ("a", 1))
    bus.say("job.started", job="a", node=0)

    other_bus, _, others = transcript(color=True)
    started(other_bus, ("b", 1), ("a", 1))
    other_bus.say("job.started", job="a", node=0)
    assert lines[-1] == others[-1]
    assert lines[-1].startswith("\x1b[")


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        (["a\nb\n"], ["a", "b"]),
        (["a", "b\nc"], ["ab", "c"]),
        (["10%\r20%\r30%", "\r100%\n"], ["100%"]),
        (["windows\r\n"], ["windows\r"]),
        (["\n\n"], ["", ""]),
        (["x" * 1999, "y" * 3000, "\n"], ["x" * 1999 + "y" + " … (4999 characters)"]),
        (["a\n" + "z" * 5000 + "\nb\n"], ["a", "z" * 2000 + " … (5000 characters)", "b"]),
    ],
)
def test_pieces_of_output_become_lines(pieces: list[str], lines: list[str]) -> None:
    buffer = LineBuffer()

    assert [line for piece in pieces for line in buffer.feed(piece)] + buffer.rest() == lines


@pytest.mark.parametrize(
    ("line", "plain", "colored"),
    [
        ("ä 漢 ✔", "ä 漢 ✔", "ä 漢 ✔"),
        ("a\tb", "a\tb", "a\tb"),
        ("\x1b[31mred\x1b[0m", "red", "\x1b[31mred\x1b[0m\x1b[0m"),
        ("\x1b[2J\x1b[Hgone", "gone", "gone"),
        ("\x1b]0;title\x07x", "x", "x"),
        ("\x07bell\x00", "␇bell␀", "␇bell␀"),
        ("\udcff\udc80", r"\xff\x80", r"\xff\x80"),
        ("10%\r20%\r", "20%", "20%"),
        ("\u202eabc", r"\u202eabc", r"\u202eabc"),
    ],
)
def test_output_does_no_harm_to_a_terminal(line: str, plain: str, colored: str) -> None:
    assert (shown(line, color=False), shown(line, color=True)) == (plain, colored)


@given(st.text(st.characters(exclude_characters="\n")))
def test_no_control_character_is_ever_shown(text: str) -> None:
    assert all(char == "\t" or char.isprintable() for char in shown(text, color=False))


@given(st.lists(st.text(st.sampled_from("ab\n"), max_size=20)))
def test_no_line_is_lost(pieces: list[str]) -> None:
    buffer = LineBuffer()
    lines = [line for piece in pieces for line in buffer.feed(piece)]

    assert "\n".join([*lines, *(buffer.rest() or [""])]) == "".join(pieces)


def test_a_line_without_end_takes_no_memory() -> None:
    buffer = LineBuffer()
    for _ in range(300):
        assert buffer.feed("x" * 100_000) == []

    (line,) = buffer.rest()
    assert len(line) < MOST_COLUMNS + 40
    assert line.endswith("(30000000 characters)")


def live(work: Any, *, columns: int = 40, rows: int = 20) -> str:
    """What a live view writes while something happens."""
    written: list[str] = []

    async def run() -> None:
        bus, view, _ = transcript()
        screen = LiveView(Transcript(color=False), written.append, lambda: (columns, rows), color=False)
        bus.listen(screen)
        assert view
        started(bus, ("a", 1), ("b", 1))
        await work(bus)
        screen.close()

    run_virtually(run())
    return "".join(written)


def test_the_live_view_shows_what_runs_and_removes_it_at_the_end() -> None:
    import asyncio

    async def work(bus: Bus) -> None:
        bus.say("job.started", job="a", node=0)
        bus.say("step.started", job="a", node=0, step=0, name="make", **STEP)
        await asyncio.sleep(65)
        bus.say("job.finished", job="a", node=0, status="success", why=None)
        bus.say("job.finished", job="a", status="success", seconds=65.0)

    written = live(work)
    assert "── 0:00  0 of 2 jobs done, 1 running\n   a  0:00  make\n" in written
    assert "\x1b[2F\x1b[J── 1:00  0 of 2 jobs done, 1 running\n   a  1:00  make\n" in written
    assert written.endswith("\x1b[2F\x1b[Ja ── success in 1m05s\n")


def test_the_live_view_asks_for_approvals() -> None:
    import asyncio

    async def work(bus: Bus) -> None:
        bus.say("hold", job="b", status="asked")
        await asyncio.sleep(1)
        bus.say("hold", job="b", status="success")
        await asyncio.sleep(1)

    written = live(work, columns=100)
    assert "   approve b?  y: yes  n: no, cancel it  l: leave it and stop there\n" in written
    assert "approve" not in written.rpartition("b ‖ approved")[2]


def test_the_live_view_never_has_more_rows_than_fit() -> None:
    import asyncio

    async def work(bus: Bus) -> None:
        for node in range(50):
            bus.say("job.started", job="a", node=node)
        await asyncio.sleep(1)

    assert "   and 45 more\n" in live(work, rows=10)


@pytest.mark.parametrize(
    ("text", "columns", "result"), [("   abc def", 8, "   abc …"), ("   abc", 20, "   abc"), ("漢字漢字", 5, "漢字…")]
)
def test_rows_are_cut_to_the_terminal(text: str, columns: int, result: str) -> None:
    assert shortened_row(text, columns) == result
    assert width_of(shortened_row(text, columns)) <= columns


def test_events_are_lines_of_ascii_json() -> None:
    bus, _, _ = transcript()
    lines: list[str] = []
    bus.listen(lambda event: lines.append(event_line(event)))
    bus.say("output", job="a", node=0, step=1, text="ä\udcff\n")

    assert json.loads(lines[0]) == {
        "version": 1, "sequence": 0, "time": 12.5, "type": "output", "job": "a", "node": 0, "step": 1,
        "text": "ä\udcff\n",
    }  # fmt: skip
    assert lines[0].isascii()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0s"), (9.94, "9.9s"), (9.96, "10s"), (60, "1m00s"), (3661, "1h01m")]
)
def test_durations_are_short(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_texts_of_a_config_are_shown_on_one_line() -> None:
    assert one_line("a\nb\x07") == "a↵b␇"
    assert shortened("a\nb", 10) == "a …"
    assert lines_of("a\tb\x1b\n") == ["a\tb␛"]
