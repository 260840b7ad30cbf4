"""The harness that makes tests of rule pages."""

from __future__ import annotations

import pytest

import wflint.testing
from wflint.engine.packs import load_packs
from wflint.testing import Finding, PageError, block_texts, cases_of, expected, fences, found, plain_files, run_case

CONFIG = ".circleci/config.yml"
PACKS = load_packs()


def page(*blocks: str) -> str:
    """A page with blocks, text between them."""
    return "# a-rule\n\n" + "\n\nand\n\n".join(blocks) + "\n"


def block(info: str, *lines: str) -> str:
    """A fenced block."""
    return "\n".join([f"```{info}", *lines, "```"])


def test_a_marker_names_what_its_line_gets() -> None:
    (case,) = cases_of("a-rule", page(block("yaml", "a: 1  # error: a-rule", "b: 2")))

    assert expected(case) == [Finding(CONFIG, 1, "error", "a-rule")]
    assert plain_files(case) == {CONFIG: "a: 1\nb: 2\n"}


def test_a_marker_may_name_several_rules_of_several_severities() -> None:
    (case,) = cases_of("a-rule", page(block("yaml", "a: 1 # warning: x, y; error: z, z")))

    assert [(one.severity, one.rule) for one in expected(case)] == [
        ("error", "z"),
        ("error", "z"),
        ("warning", "x"),
        ("warning", "y"),
    ]


@pytest.mark.parametrize("line", ["a: 1 # error", "a: 1 # Error: x", "a: 1 # error: x y", "a: '# error: x'"])
def test_other_comments_are_no_markers(line: str) -> None:
    (case,) = cases_of("a-rule", page(block("yaml", line)))

    assert expected(case) == []
    assert plain_files(case) == {CONFIG: f"{line}\n"}


def test_a_marker_is_removed_from_a_script_too() -> None:
    (case,) = cases_of("a-rule", page(block("yaml", "- |", "  make  # info: x", "  # error: y")))

    assert plain_files(case) == {CONFIG: "- |\n  make\n\n"}


def test_hidden_characters_are_written_as_escapes() -> None:
    (case,) = cases_of("a-rule", page(block("yaml escaped", r"\xa0a: \u2028  # error: x")))

    assert plain_files(case) == {CONFIG: "\u00a0a: \u2028\n"}


def test_adjacent_files_are_one_example() -> None:
    text = page(block("yaml file=a.yml", "a: 1") + "\n\n" + block("yaml file=b.yml", "b: 2"), block("yaml", "c: 3"))

    assert [case.files for case in cases_of("a-rule", text)] == [
        {"a.yml": "a: 1\n", "b.yml": "b: 2\n"},
        {CONFIG: "c: 3\n"},
    ]


def test_settings_and_arguments_belong_to_the_next_example() -> None:
    text = page(
        block("toml settings", "x = 1"), block("text args", "--unsafe-fixes"), block("yaml", "a: 1"), block("yaml")
    )

    assert [(case.settings, case.arguments) for case in cases_of("a-rule", text)] == [
        ("x = 1\n", ("--unsafe-fixes",)),
        ("", ()),
    ]


def test_other_blocks_are_left_alone() -> None:
    assert cases_of("a-rule", page(block("sh", "ls"), block("text", "x"))) == ()


@pytest.mark.parametrize("text", [page("```yaml\na: 1"), page(block("fixed", "x")), page(block("diagnostics", "x"))])
def test_a_malformed_page_is_refused(text: str) -> None:
    with pytest.raises(PageError, match=r"^line \d+: "):
        cases_of("a-rule", text)


def test_a_longer_fence_may_hold_a_shorter_one() -> None:
    (fence,) = fences("````md\n```yaml\n```\n````\n")

    assert fence.text == "```yaml\n```\n"


def test_only_the_pages_rule_and_marked_ones_count() -> None:
    (case,) = cases_of("duplicate-key", page(block("yaml", "jobs: {a: {machine: true,", "  machine: true}}")))

    assert found(run_case(case, PACKS)) == [Finding(CONFIG, 2, "warning", "duplicate-key")]


def test_blocks_hold_the_output_and_the_fixed_text() -> None:
    comment = "# wflint: ignore-file[duplicate-key]"
    text = page(block("yaml", "version: 2.1", comment), block("diagnostics"), block("fixed"))
    (case,) = cases_of("unused-suppression", text)
    output, fixed = block_texts(case, PACKS).values()

    assert output.startswith(f"{CONFIG}:2:23: warning[unused-suppression]: ")
    assert fixed == "version: 2.1\n"


def test_what_is_public_is_sorted_and_documented() -> None:
    names = wflint.testing.__all__

    assert names == sorted(names)
    assert all(getattr(wflint.testing, name).__doc__ for name in names)
