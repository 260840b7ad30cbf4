"""The public API is a list."""

from __future__ import annotations

import subprocess
import sys

import pytest

import wflint


def test_the_list_names_what_is_loaded_on_demand_each_once() -> None:
    assert sorted(wflint.__all__) == sorted(wflint._HOMES)


@pytest.mark.parametrize("name", wflint.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(wflint, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'wflint' has no attribute 'nothing'"):
        _ = wflint.nothing


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, wflint; print(*sorted(name for name in sys.modules if name.startswith('wflint')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "wflint\n"
