"""`wflint check` from the command line."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Wflint

BLANKET = "# wflint: ignore\n"
DUPLICATE = "jobs:\n  a: {machine: true, machine: true}\n"
MISSPELT = "# wflint: ignore-file[duplicat-key]\n"


def test_a_clean_config_is_said_to_be_clean(wflint: Wflint, config: Path) -> None:
    assert config.is_file()
    assert wflint("check") == (0, "No problems in 1 file.\n", "")


def test_an_error_is_shown_with_its_line_and_fails(wflint: Wflint, typo: Path) -> None:
    assert typo.is_file()
    assert wflint("check") == (
        1,
        """\
.circleci/config.yml:11:38: error[unknown-requires]: job `test` requires `biuld`, which workflow `main` lacks
   |
 9 | workflows:
10 |   main:
11 |     jobs: [build, {test: {requires: [biuld]}}]
   |                                      ^^^^^
   = help: did you mean `build`?
   = fix: require `build` (unsafe: `wflint check --fix --unsafe-fixes`)

Found 1 error in 1 file. 1 fixable with `--fix --unsafe-fixes`.
""",
        "",
    )


@pytest.mark.parametrize(
    "paths", [(), (".",), (".circleci",), (".circleci/config.yml",), (".", ".circleci/config.yml")]
)
def test_a_plain_check_and_one_with_options_agree(wflint: Wflint, typo: Path, paths: tuple[str, ...]) -> None:
    assert typo.is_file()
    plain = wflint("check", *paths)

    assert plain.code == 1
    assert wflint("check", *paths, "--min-severity", "warning", "--fail-on", "warning") == plain


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        (("--min-severity", "error"), 0, 0),
        (("--min-severity", "warning"), 1, 1),
        (("--min-severity", "info"), 1, 1),
        (("--fail-on", "error"), 0, 1),
        (("--fail-on", "never"), 0, 1),
        (("--fail-on", "info", "--min-severity", "error"), 0, 0),
        (("--ignore", "duplicate-key"), 0, 0),
        (("--select", "duplicate-key"), 1, 1),
        (("--select", "unknown-requires,requires-cycle"), 0, 0),
        (("--select", "unknown-requires", "--extend-select", "duplicate-key"), 1, 1),
    ],
)
def test_severities_and_selection_decide_what_is_shown_and_what_fails(
    wflint: Wflint, config: Path, arguments: tuple[str, ...], code: int, shown: int
) -> None:
    config.write_text(config.read_text().replace("    steps: [checkout]\n", "    steps: [checkout]\n" * 2))
    outcome = wflint("check", "--format", "concise", *arguments)

    assert outcome.code == code
    assert outcome.out.count("[duplicate-key]") == shown


def test_json_goes_to_the_output_file(wflint: Wflint, typo: Path) -> None:
    outcome = wflint("check", "--format", "json", "-o", "result.json", str(typo))

    assert outcome == (1, "", "")
    assert json.loads((typo.parents[1] / "result.json").read_text())["summary"] == {"error": 1, "warning": 0, "info": 0}


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github", "gitlab", "rdjson", "concise", "text"])
def test_every_format_names_the_rule(wflint: Wflint, typo: Path, form: str) -> None:
    assert typo.is_file()
    outcome = wflint("check", "--format", form)

    assert outcome.code == 1
    assert "unknown-requires" in outcome.out
    assert outcome.err == ""


def test_quiet_leaves_the_summary_out(wflint: Wflint, config: Path) -> None:
    assert config.is_file()
    assert wflint("check", "-q") == (0, "", "")


def test_verbose_says_which_settings_count(wflint: Wflint, config: Path) -> None:
    (config.parents[1] / ".wflint.toml").write_text("")
    outcome = wflint("check", "-v")

    assert re.fullmatch(r"\.circleci/config\.yml: \d+ rules, settings of \.wflint\.toml\n", outcome.err)


def test_statistics_count_by_rule(wflint: Wflint, typo: Path) -> None:
    assert typo.is_file()
    assert wflint("check", "--statistics").out == (
        "1  error    unknown-requires\n\nFound 1 error in 1 file. 1 fixable with `--fix --unsafe-fixes`.\n"
    )


def test_color_is_used_on_request(wflint: Wflint, typo: Path) -> None:
    assert typo.is_file()
    assert "\x1b[1;31merror\x1b[0m" in wflint("check", "--color", "always").out
    assert "\x1b" not in wflint("check", "--color", "never").out
    assert "\x1b" not in wflint("check").out


def test_long_lists_leave_excerpts_out_unless_text_is_asked_for(wflint: Wflint, config: Path) -> None:
    config.write_text(config.read_text() + "x:\n" + "  a: 1\n" * 60)

    assert "\n  |" not in wflint("check").out
    assert "\n" + "  6 |" not in wflint("check").out
    assert wflint("check").out.count("\n") < 140
    assert wflint("check", "--format", "text").out.count("^") > 50


def test_fix_repairs_and_the_exit_code_tells_what_remains(wflint: Wflint, config: Path) -> None:
    before = config.read_text()
    config.write_text(before + MISSPELT.replace("duplicat-key", "duplicate-key"))

    assert wflint("check", "--fix") == (0, "Fixed 1 problem. No problems in 1 file.\n", "")
    assert config.read_text() == before


def test_fix_leaves_what_it_cannot_repair(wflint: Wflint, typo: Path) -> None:
    typo.write_text(typo.read_text() + "# wflint: ignore-file[duplicate-key]\n")
    outcome = wflint("check", "--fix", "--format", "concise")

    assert outcome.code == 1
    assert "\nFixed 1 problem. Found 1 error in 1 file." in outcome.out


def test_fix_keeps_mode_line_ends_and_byte_order_mark(wflint: Wflint, config: Path) -> None:
    body = b"\xef\xbb\xbf" + config.read_bytes().replace(b"\n", b"\r\n")
    config.write_bytes(body + b"# wflint: ignore-file[duplicate-key]\r\n")
    config.chmod(0o640)
    wflint("check", "--fix")

    assert config.read_bytes() == body
    assert config.stat().st_mode & 0o777 == 0o640


def test_fix_follows_a_symbolic_link(wflint: Wflint, config: Path) -> None:
    target = config.with_name("real.yml")
    config.rename(target)
    target.write_text(target.read_text() + "# wflint: ignore-file[duplicate-key]\n")
    config.symlink_to(target)
    wflint("check", "--fix", str(config))

    assert config.is_symlink()
    assert "ignore-file" not in target.read_text()


def test_fix_of_the_standard_input_writes_the_text_to_the_standard_output(wflint: Wflint, config: Path) -> None:
    text = config.read_text()
    outcome = wflint("check", "--fix", "-", stdin=(text + "# wflint: ignore-file[duplicate-key]\n").encode())

    assert outcome == (0, text, "Fixed 1 problem. No problems in 1 file.\n")


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: text.encode() + b"# \xff\n", id="no UTF-8"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
    ],
)
def test_fix_keeps_the_encoding(wflint: Wflint, config: Path, encode: Callable[[str], bytes]) -> None:
    text = config.read_text()
    config.write_bytes(encode(f"# wflint: ignore-file[duplicate-key]\n{text}"))
    wflint("check", "--fix")

    assert config.read_bytes() == encode(text)


def test_diff_shows_what_fix_would_change_and_changes_nothing(wflint: Wflint, config: Path) -> None:
    text = config.read_text() + "# wflint: ignore-file[duplicate-key]\n"
    config.write_text(text)
    outcome = wflint("check", "--diff")

    assert outcome.code == 1
    assert "-# wflint: ignore-file[duplicate-key]\n" in outcome.out
    assert config.read_text() == text


def test_diff_of_a_clean_config_is_empty(wflint: Wflint, config: Path) -> None:
    assert config.is_file()
    assert wflint("check", "--diff") == (0, "", "")


def test_a_baseline_hides_what_was_there_before(wflint: Wflint, typo: Path) -> None:
    written = wflint("check", "--baseline", "b.json", "--write-baseline")
    hidden = wflint("check", "--baseline", "b.json")
    typo.write_text(typo.read_text().replace("[biuld]", "[biuld, tset]"))
    new = wflint("check", "--baseline", "b.json", "--format", "concise")

    assert written == (0, "", "wrote 1 diagnostic to b.json\n")
    assert hidden == (0, "No problems in 1 file.\n", "")
    assert new.code == 1
    assert "`tset`" in new.out


def test_a_policy_is_checked_too(wflint: Wflint, config: Path) -> None:
    (config.parents[1] / "policy.json").write_text('{"required": ["orbs"]}')
    outcome = wflint("check", "--schema", "policy.json", "--format", "concise")

    assert outcome.code == 1
    assert "error[policy]: 'orbs' is a required property" in outcome.out


def test_the_standard_input_is_shown_under_a_name(wflint: Wflint) -> None:
    outcome = wflint("check", "-", "--stdin-filename", "ci.yml", "--format", "concise", stdin=b"jobs: {a: {requires: [")

    assert outcome.code == 1
    assert outcome.out.startswith("ci.yml:")


def test_missing_orbs_are_said_beside_the_result(wflint: Wflint, config: Path) -> None:
    config.write_text("version: 2.1\norbs: {n: circleci/node@5.1}\nworkflows: {main: {jobs: [n/test]}}\n")
    outcome = wflint("check")

    assert outcome.err == (
        "1 orb not at hand (circleci/node@5.1), so what depends on it is not judged:"
        " `wflint orb pull --all .circleci/config.yml`\n"
    )
    assert outcome.code == 0


def test_what_was_not_judged_is_listed_on_request(wflint: Wflint, config: Path) -> None:
    config.write_text("version: 2.1\norbs: {n: circleci/node@5.1}\nworkflows: {main: {jobs: [n/test]}}\n")

    assert "orb `circleci/node@5.1` is not at hand" in wflint("check", "--explain-silence").out


def test_several_processes_find_the_same(wflint: Wflint, repository: Path, typo: Path) -> None:
    names = []
    for number in range(4):
        path = repository / f"{number}.yml"
        path.write_text(typo.read_text())
        names.append(path.name)

    assert wflint("check", *names, "--jobs", "2") == wflint("check", *names)


def test_settings_count_for_the_files_below_them(wflint: Wflint, typo: Path) -> None:
    (typo.parent / ".wflint.toml").write_text('ignore = ["unknown-requires"]')

    assert wflint("check").code == 0


def test_a_settings_file_can_be_named(wflint: Wflint, typo: Path) -> None:
    (typo.parents[1] / "strict.toml").write_text('severity.unknown-requires = "info"')

    assert wflint("check", "--settings", "strict.toml").code == 0


def test_files_of_the_settings_are_checked_without_a_path(wflint: Wflint, typo: Path) -> None:
    root = typo.parents[1]
    typo.rename(root / "ci.yml")
    (root / ".wflint.toml").write_text('files = ["*.yml"]')

    assert wflint("check", "--format", "concise").out.startswith("ci.yml:11:")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "missing.yml"), "`missing.yml` does not exist"),
        (("check", "empty"), "`empty` has no `.circleci/config.yml`"),
        (("check", "c.yml/below"), "cannot read `c.yml/below`: not a directory"),
        (("check", "pipe"), "`pipe` is a pipe, not a file"),
        (("check", "a\0b"), "cannot read `a\0b`: embedded null byte"),
        (("check",), "no `.circleci/config.yml` here or in the repository around; name a file"),
        (("check", "--fx"), "`wflint check` has no option `--fx`; did you mean `--fix`?"),
        (("check", "--zzzzzzz"), "`wflint check` has no option `--zzzzzzz`; `wflint check --help` lists all"),
        (("check", "--select", "unused-jbo"), "`--select`: no rule is named `unused-jbo`; did you mean `unused-job`?"),
        (("check", "--settings", "no.toml", "c.yml"), "cannot read `no.toml`: no such file or directory"),
        (("check", "--settings", "bad.toml", "c.yml"), "`bad.toml`: unknown key `slect`; did you mean `select`?"),
        (("check", "--baseline", "c.yml", "c.yml"), "`c.yml` is no baseline: "),
        (("check", "--write-baseline", "c.yml"), "`--write-baseline` needs `--baseline FILE`, the file to write"),
        (("check", "--schema", "no.json", "c.yml"), "`no.json` does not exist"),
        (("check", "--fix", "--diff", "c.yml"), "`--fix` and `--diff` exclude each other"),
        (("check", "--unsafe-fixes", "c.yml"), "`--unsafe-fixes` needs `--fix` or `--diff`"),
        (("check", "--statistics", "--format", "json", "c.yml"), "`--statistics` and `--format json` exclude"),
        (("check", "--format", "xml", "c.yml"), "invalid value for `--format`: `xml` is not one of "),
        (("check", "--jobs", "0", "c.yml"), "invalid value for `--jobs` / `-j`: 0 is not in the range x>=1"),
        (("check", "-o", "no/such/file", "c.yml"), "cannot write `no/such/file`: no such file or directory"),
        (("chek",), "there is no command `chek`; did you mean `check`?"),
        (("--versoin",), "`wflint` has no option `--versoin`; did you mean `--version`?"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_clear_line(
    wflint: Wflint, repository: Path, arguments: tuple[str, ...], message: str
) -> None:
    (repository / "empty").mkdir()
    (repository / "bad.toml").write_text("slect = []")
    (repository / "c.yml").write_text("version: 2.1\njobs: {}\n")
    os.mkfifo(repository / "pipe")
    outcome = wflint(*arguments)

    assert outcome.err.startswith(f"wflint: {message}")
    assert outcome.err.count("\n") == 1
    assert (outcome.code, outcome.out) == (2, "")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("binary.yml", bytes(range(256)) * 16),
        ("empty.yml", b""),
        (".circleci/config.yml", b""),
        ("compose.yml", b"services: {web: {image: nginx}}\n"),
        (".circleci/config.yml", b"on: push\njobs: {build: {runs-on: ubuntu, steps: []}}\n"),
        ("notes.yml", b"just text\n"),
        ("broken.yml", b"version: 2.1\njobs: [\n"),
    ],
)
def test_bad_content_is_a_diagnostic(wflint: Wflint, repository: Path, name: str, data: bytes) -> None:
    (repository / name).write_bytes(data)
    outcome = wflint("check", name, "--format", "concise")

    assert outcome.code == 1
    assert outcome.err == ""
    assert re.search(rf"^{re.escape(name)}:\d+:\d+: (error|warning)\[", outcome.out)


def test_fifty_megabytes_are_a_diagnostic(wflint: Wflint, repository: Path) -> None:
    (repository / "big.yml").write_bytes(b"version: 2.1\njobs:\n" + b"  - {a: b}\n" * 5_000_000)
    outcome = wflint("check", "big.yml", "--format", "concise")

    assert outcome.code == 1
    assert outcome.out.startswith("big.yml:")


def test_a_rule_with_a_bug_is_named_and_exits_3(
    wflint: Wflint, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = tmp_path / "packs"
    (packs / "fragile-1.0.dist-info").mkdir(parents=True)
    (packs / "fragile-1.0.dist-info" / "entry_points.txt").write_text("[wflint.rules]\nfragile = fragile_pack\n")
    (packs / "fragile_pack.py").write_text(
        "from wflint import Config, Severity, rule\n"
        "def check(config, context):\n    raise ValueError('sweets')\n    yield\n"
        "RULES = (rule('fragile', summary='', on=Config, severity=Severity.INFO, since='0', source='')(check),)\n"
    )
    monkeypatch.syspath_prepend(packs)
    outcome = wflint("check", str(config))

    assert outcome.code == 3
    assert "rule `fragile` of pack `fragile` failed at " in outcome.err
    assert "ValueError: sweets" in outcome.err
    assert "Traceback" not in outcome.err
