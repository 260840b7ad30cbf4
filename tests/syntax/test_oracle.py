"""SnakeYAML 1.33, which CircleCI's compiler loads YAML with, as judge of what we accept and what we read.

It comes with the Debian packages `libyaml-snake-java` and `default-jdk-headless`.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.syntax.texts import TRAPS, document

from wflint.syntax.nodes import Mapping, Sequence, resolve
from wflint.syntax.scalars import scalar_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.syntax.nodes import Node

PROGRAM = Path(__file__).parent / "oracle/Oracle.java"
JAR = Path("/usr/share/java/snakeyaml.jar")
VERSION = "1.33"

# Everything that is known to differ, with its reason; whatever is not here must be equal.
DIFFERENCES = {
    'a: "\\ud800"': "half a surrogate pair is no character for libyaml; nobody writes one",
    "a: !!set {b, c}": "SnakeYAML makes a set of it; for us it stays a map, since no key of CircleCI takes a set",
    "&a [*a]": "SnakeYAML builds the list that contains itself; the compiler cannot write it out, so it is a problem",
    "[a:]": "read as a map by SnakeYAML; libyaml refuses it and ruamel.yaml, which has the last word then, reads text",
    "{a:}": "as above",
    "{a: b:}": "SnakeYAML rejects it; ruamel.yaml reads text",
    "%FOO\n--- a": "SnakeYAML skips directives it does not know; libyaml stops",
    "a\n---b": "SnakeYAML sees a new document wherever a line of plain text begins with three dashes",
    "? 'a'b": "SnakeYAML takes what follows an explicit key in quotes for its value",
    "a: ._": "SnakeYAML takes it for a number and fails to read it; a word for us",
}


def snakeyaml(texts: Iterable[str]) -> list[dict[str, Any]]:
    """What SnakeYAML makes of texts; see the program for the form."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("java and snakeyaml.jar are needed: install libyaml-snake-java and default-jdk-headless")
        pytest.skip("java or snakeyaml.jar is missing")
    lines = "".join(base64.b64encode(text.encode()).decode("ascii") + "\n" for text in texts)
    done = subprocess.run(
        [java, "-XX:TieredStopAtLevel=1", "-cp", str(JAR), str(PROGRAM)],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def ours(text: str) -> object:
    """What we make of a text, in the form of SnakeYAML's answer; None if we reject it."""
    found = document(text)
    return None if found.problems else tree(found.root)


def tree(node: Node | None) -> list[Any]:
    """A node as type and text, or kind and children."""
    value = None if node is None else resolve(node)
    if isinstance(value, Mapping):
        return ["map", *([tree(entry.key), tree(entry.value)] for entry in value.effective)]
    if isinstance(value, Sequence):
        return ["list", *map(tree, value.items)]
    data = None if value is None else scalar_data(value)
    if data is None:
        return ["null", "null"]
    if isinstance(data, bool):
        return ["bool", str(data).lower()]
    return [type(data).__name__, repr(data) if isinstance(data, float) else str(data)]


def theirs(answer: dict[str, Any]) -> object:
    """SnakeYAML's answer with numbers in our spelling; None if it rejects the text."""
    return normal(answer["data"]) if "data" in answer else None


def normal(data: list[Any]) -> list[Any]:
    match data:
        case ["float", text]:
            return ["float", repr(float(text.replace("Infinity", "inf")))]
        case ["list", *items]:
            return ["list", *map(normal, items)]
        case ["map", *entries]:
            return ["map", *([normal(key), normal(value)] for key, value in entries)]
    return data


Verdicts = dict[str, tuple[object, object]]


@pytest.fixture(scope="module")
def verdicts(shared: Path) -> Verdicts:
    """What we and SnakeYAML make of all texts, asked in one go, since each start of Java takes a second."""
    texts = list(dict.fromkeys([*TRAPS, *DIFFERENCES, *corpus(shared).values(), *examples(shared)]))
    answers = snakeyaml(texts)
    return {text: (ours(text), theirs(answer)) for text, answer in zip(texts, answers, strict=True)}


def corpus(shared: Path) -> dict[str, str]:
    """The real configs by file name."""
    paths = [path for path in sorted((shared / "corpus").iterdir()) if path.suffix not in {".tsv", ".md"}]
    return {path.name: path.read_bytes().decode() for path in paths}


def examples(shared: Path) -> list[str]:
    """The examples of the language specification."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((shared / "circleci").glob("*.md"))]
    return [text for page in pages for text in re.findall(r"^```(?:ya?ml)?\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]


def is_judged(text: str) -> bool:
    """No-break spaces as indentation are a problem for us and text for SnakeYAML; everything else is compared."""
    return not any(problem.kind == "nbsp-indentation" for problem in document(text).problems)


def different(verdicts: Verdicts, texts: Iterable[str]) -> list[str]:
    """The texts that we and SnakeYAML read differently."""
    return [text for text in texts if verdicts[text][0] != verdicts[text][1] and is_judged(text)]


def test_the_jar_is_the_version_that_the_facts_are_of() -> None:
    if not JAR.is_file():
        snakeyaml([])

    assert (JAR.parent / f"snakeyaml-{VERSION}.jar").resolve() == JAR.resolve()


def test_every_trap_is_read_as_by_snakeyaml_but_for_the_listed_differences(verdicts: Verdicts) -> None:
    assert [text for text in different(verdicts, TRAPS) if text not in DIFFERENCES] == []


def test_every_listed_difference_is_one(verdicts: Verdicts) -> None:
    assert different(verdicts, DIFFERENCES) == list(DIFFERENCES)


def test_the_corpus_is_read_as_by_snakeyaml(verdicts: Verdicts, shared: Path) -> None:
    names = {text: name for name, text in corpus(shared).items()}

    assert len(names) > 300
    assert [names[text] for text in different(verdicts, names)] == []


def test_the_examples_of_the_language_specification_are_read_as_by_snakeyaml(verdicts: Verdicts, shared: Path) -> None:
    texts = examples(shared)

    assert len(texts) > 20
    assert different(verdicts, texts) == []
