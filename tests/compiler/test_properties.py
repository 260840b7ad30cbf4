"""What holds for every config: the same answer twice, origins inside the sources, an end within bounds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.compiler.compiling import compiled, config_of

from wflint.compiler.compile import compile_config
from wflint.compiler.compiled import CompiledMapping, CompiledScalar
from wflint.compiler.emit import to_data, to_yaml
from wflint.compiler.values import process_values
from wflint.syntax.scalars import scalar_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.compiled import CompiledConfig, CompiledValue

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "compiled").glob("*/source.yml"))
GOLD = sorted((Path(__file__).parents[3] / "shared" / "gold").glob("*/source.yml"))


def leaves(value: CompiledValue) -> Iterator[CompiledScalar]:
    if isinstance(value, CompiledScalar):
        yield value
    elif isinstance(value, CompiledMapping):
        for _, each in value.entries:
            yield from leaves(each)
    else:
        for item in value.items:
            yield from leaves(item)


def bodies(config: CompiledConfig) -> Iterator[CompiledMapping]:
    return (job.body.data for workflow in config.workflows for job in workflow.jobs if job.body is not None)


def process(text: str) -> CompiledConfig:
    config = config_of(text)
    return compile_config(config, process_values(config, {}, {}))


@pytest.mark.parametrize("path", [*FIXTURES, *GOLD], ids=lambda path: path.parent.name)
def test_every_leaf_was_written_somewhere(path: Path) -> None:
    for body in bodies(process(path.read_text())):
        for leaf in leaves(body):
            source = leaf.node.source
            assert 0 <= leaf.node.start <= leaf.node.end <= len(source.text)
            if not leaf.pieces and isinstance(leaf.data, str) and leaf.data == leaf.node.value:
                continue
            if not leaf.pieces and "<<" not in leaf.node.value:
                assert leaf.data == scalar_data(leaf.node)


@pytest.mark.parametrize("path", [*FIXTURES, *GOLD], ids=lambda path: path.parent.name)
def test_the_pieces_of_a_text_cover_it_and_say_what_was_written(path: Path) -> None:
    for body in bodies(process(path.read_text())):
        for leaf in leaves(body):
            if not leaf.pieces:
                continue
            assert isinstance(leaf.data, str)
            offset = 0
            for piece in leaf.pieces:
                assert piece.offset == offset
                offset += piece.length
                if piece.start is not None:
                    written = piece.node.value[piece.start : piece.start + piece.length]
                    assert written == leaf.data[piece.offset : offset]
            assert offset == len(leaf.data)


NAMES = st.sampled_from(["a", "b", "c"])
TEXTS = st.sampled_from(
    [
        "x", "<< parameters.p >>", "n<< parameters.p >>", "<< pipeline.parameters.q >>", "<< matrix.m >>",
        "<< nope >>",
        "<<", '<< parameters.p == "x" and 1 or 2 >>', "\\<< x", "<<# parameters.p >>y<</ parameters.p >>", "true", "1",
    ]
)  # fmt: skip
STEPS = st.recursive(
    st.one_of(
        st.just("checkout"),
        NAMES,
        st.builds(lambda text: {"run": text}, TEXTS),
        st.builds(lambda name, text: {name: {"p": text}}, NAMES, TEXTS),
        st.builds(lambda text: {"steps": text}, TEXTS),
    ),
    lambda inner: st.builds(
        lambda word, text, steps: {word: {"condition": text, "steps": steps}},
        st.sampled_from(["when", "unless"]),
        TEXTS,
        st.lists(inner, max_size=2),
    ),
    max_leaves=4,
)
PARAMETERS = st.fixed_dictionaries(
    {}, optional={"p": st.builds(lambda kind, default: {"type": kind, "default": default},
                                 st.sampled_from(["string", "boolean", "integer", "steps", "executor"]),
                                 st.sampled_from(["x", True, 1, [], None]))}
)  # fmt: skip
CONFIGS = st.fixed_dictionaries(
    {
        "version": st.just(2.1),
        "parameters": st.just({"q": {"type": "boolean", "default": False}}),
        "commands": st.dictionaries(
            NAMES, st.fixed_dictionaries({"parameters": PARAMETERS, "steps": st.lists(STEPS, max_size=3)})
        ),
        "executors": st.dictionaries(NAMES, st.fixed_dictionaries({"parameters": PARAMETERS, "machine": TEXTS})),
        "jobs": st.dictionaries(
            NAMES,
            st.fixed_dictionaries(
                {"parameters": PARAMETERS, "executor": st.one_of(NAMES, TEXTS), "steps": st.lists(STEPS, max_size=3)}
            ),
        ),
        "workflows": st.dictionaries(
            st.sampled_from(["v", "w"]),
            st.fixed_dictionaries(
                {
                    "when": st.one_of(TEXTS, st.sampled_from(["pipeline.git.branch", "pipeline.parameters.q"])),
                    "jobs": st.lists(
                        st.one_of(
                            NAMES,
                            st.builds(
                                lambda name, needs, text, values: {
                                    name: {
                                        "requires": needs,
                                        "p": text,
                                        "matrix": {"parameters": {"m": values}},
                                    }
                                },
                                NAMES,
                                st.lists(NAMES, max_size=2),
                                TEXTS,
                                st.lists(st.sampled_from([1, "x"]), max_size=2),
                            ),
                        ),
                        max_size=3,
                    ),
                }
            ),
        ),
    }
)


@given(CONFIGS)
@settings(deadline=None)
def test_compiling_never_raises_and_is_deterministic(data: dict[str, object]) -> None:
    text = to_yaml(data)

    first, second = compiled(text), compiled(text)

    assert to_data(first) == to_data(second)
    assert [problem.message for problem in first.problems] == [problem.message for problem in second.problems]
    for problem in first.problems:
        assert 0 <= problem.place.span.start <= problem.place.span.end <= len(problem.place.source.text)


@given(CONFIGS)
@settings(deadline=None)
def test_compiling_the_output_again_changes_nothing(data: dict[str, object]) -> None:
    printed = to_data(process(to_yaml(data)))

    again = to_data(process(to_yaml(printed)))

    assert again["workflows"] == printed["workflows"]
    assert again["jobs"] == printed["jobs"]


def _doubling(body: str, count: int, last: str) -> str:
    lines = [f"  c{number}: {body.replace('NEXT', f'c{number + 1}')}" for number in range(count)]
    return "\n".join(["version: 2.1", "commands:", *lines, f"  c{count}: {last}", ""])


def _job(steps: str) -> str:
    return f"jobs: {{b: {{machine: true, steps: [{steps}]}}}}\nworkflows: {{w: {{jobs: [b]}}}}\n"


def _matrix(count: int) -> str:
    values = ", ".join(str(number) for number in range(count))
    return (
        "version: 2.1\njobs: {b: {machine: true, steps: [checkout]}}\nworkflows: {w: {jobs: [b: {matrix: {parameters:"
        f" {{x: [{values}], y: [{values}]}}}}}}]}}}}\n"
    )


TEXT = "{parameters: {x: {type: string}}, steps: ["
LIST = "{parameters: {x: {type: steps}}, steps: ["
HOSTILE = {
    "calls": _doubling("{steps: [NEXT, NEXT]}", 60, "{steps: [checkout]}") + _job("c0"),
    "texts": _doubling(f"{TEXT}NEXT: {{x: '<< parameters.x >><< parameters.x >>'}}]}}", 60, f"{TEXT}run: x]}}")
    + _job("c0: {x: ab}"),
    "lists": _doubling(
        f"{LIST}NEXT: {{x: [{{steps: << parameters.x >>}}, {{steps: << parameters.x >>}}]}}]}}",
        60,
        f"{LIST}steps: << parameters.x >>]}}",
    )
    + _job("c0: {x: [checkout]}"),
    "depth": _doubling("{steps: [NEXT]}", 400, "{steps: [checkout]}") + _job("c0"),
    "circle": "version: 2.1\ncommands: {a: {steps: [b]}, b: {steps: [a]}}\n" + _job("a"),
    "matrix": _matrix(101),
    "nested condition": "version: 2.1\n"
    + _job("when: {condition: " + "{not: " * 120 + "true" + "}" * 120 + ", steps: [checkout]}"),
    "nested expression": "version: 2.1\n" + _job("run: '<< " + "(" * 900 + "1" + ")" * 900 + " >>'"),
    "sections": "version: 2.1\n" + _job("run: '" + "<<# pipeline.number >>" * 300 + "'"),
    "unclosed": "version: 2.1\n" + _job("run: '" + "<< " * 20_000 + "'"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_grow_without_end_is_one_problem(name: str) -> None:
    start = time.process_time()

    found = compiled(HOSTILE[name])

    assert len(found.problems) == 1
    # A second on the slowest machine; without bounds it would be years.
    assert time.process_time() - start < 5
