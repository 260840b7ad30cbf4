from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.drawing.formats import FORMATS, draw, format_of
from wflint.errors import UsageError

if TYPE_CHECKING:
    from tests.drawing.conftest import Pictured


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("dag.svg", "svg"),
        ("out/DAG.PNG", "png"),
        ("a.b.gv", "dot"),
        ("x.mmd", "mermaid"),
        ("index.htm", "html"),
        ("x.json", "json"),
        ("x.txt", "text"),
    ],
)
def test_a_files_ending_means_a_format(path: str, expected: str) -> None:
    assert format_of(path) == expected


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("dag.svgg", "the ending `.svgg` of `dag.svgg` means no format; did you mean `.svg`?"),
        ("dag.docx", "the ending `.docx` of `dag.docx` means no format; choose one with `--format`: svg, png, dot, "),
        ("dag", "`dag`, which has no ending, means no format; choose one with `--format`: svg, "),
    ],
)
def test_another_ending_is_refused(path: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        format_of(path)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_draws(pictured: Pictured, output_format: str) -> None:
    drawn = draw(pictured("- a\n- b: {requires: [a]}"), output_format, direction="LR", theme="light")
    assert isinstance(drawn, bytes if output_format == "png" else str)
    assert drawn
