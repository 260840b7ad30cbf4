from __future__ import annotations

import pickle
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wflint.deferred import await_import, import_awaited, import_deferred, regex

if TYPE_CHECKING:
    from pathlib import Path

_NEVER_COMPILED = """\
import re, sys
from wflint.deferred import import_deferred

import_deferred("yaml")
compiled = {pattern for _, pattern, _ in re._cache}
import yaml

assert yaml.reader.Reader.NON_PRINTABLE.made_of[0] not in compiled
assert yaml.safe_load("[1, 0x1F, 2.5, yes, ~, 2024-02-03, text]\\n") == yaml.load(
    "[1, 0x1F, 2.5, yes, ~, 2024-02-03, text]\\n", yaml.CSafeLoader
)
assert yaml.safe_load("- 1\\n- a: b\\n") == [1, {"a": "b"}]
try:
    yaml.safe_load("a: \\x07\\n")
except yaml.reader.ReaderError:
    print("refused")
"""


def test_a_deferred_expression_does_what_a_compiled_one_does() -> None:
    word = regex(r"(?P<word>[a-z]+)", re.IGNORECASE)

    assert word.sub("-", "One 2 three") == "- 2 -"
    assert [match["word"] for match in word.finditer("One 2 three")] == ["One", "three"]
    assert (word.pattern, word.groups, word.flags) == (r"(?P<word>[a-z]+)", 1, re.compile("", re.IGNORECASE).flags)


def test_a_mistake_is_raised_at_the_first_use() -> None:
    broken = regex("(")

    with pytest.raises(re.error, match="missing \\)"):
        broken.search("text")


def test_a_deferred_expression_can_be_copied_before_it_is_used() -> None:
    assert pickle.loads(pickle.dumps(regex("a+"))).findall("caab") == ["aa"]


def test_a_module_that_was_imported_deferred_works() -> None:
    done = subprocess.run([sys.executable, "-c", _NEVER_COMPILED], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("refused\n", "")


def test_re_is_itself_again_after_a_module_that_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "failing_module.py").write_text("import re\nfound = re.compile('a+')\nraise OSError(found.pattern)\n")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(OSError, match=r"^a\+$"):
        import_deferred("failing_module")

    assert isinstance(re.compile("a+"), re.Pattern)


def test_a_module_that_nobody_awaits_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "awaited_module.py").write_text("import re\nfound = re.compile('a+')\n")
    monkeypatch.syspath_prepend(tmp_path)
    import_awaited("awaited_module")
    assert "awaited_module" not in sys.modules

    await_import("awaited_module")
    import_awaited("awaited_module")

    assert sys.modules["awaited_module"].found.made_of == ("a+", 0)
