"""YAML in the style of CircleCI's compiler, printed by PyYAML's dumper.

Block layout, dashes at the column of their parent key, keys unsorted, no anchors, no folding; texts of one line plain
or in single quotes, texts of several lines as literal blocks where YAML allows it.
"""

from __future__ import annotations

from typing import Any

import yaml

try:
    from yaml import CSafeDumper as _Base
except ImportError:  # PyYAML without its C library
    from yaml import SafeDumper as _Base  # type: ignore[assignment] # the same interface

WIDTH = 2**31 - 1


class _Dumper(_Base):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the interface
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def dump(data: Any) -> str:
    """Print plain data as one document without markers."""
    text: str = yaml.dump(
        data, Dumper=_Dumper, default_flow_style=False, width=WIDTH, sort_keys=False, allow_unicode=True
    )
    return text
