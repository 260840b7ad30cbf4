"""The value of a scalar as CircleCI reads it: YAML 1.1, resolved like SnakeYAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from wflint.syntax.nodes import Scalar

Data: TypeAlias = str | bool | int | float | None

_BOOLEANS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)$")
_FLOAT = re.compile(
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+)$"
)


def scalar_data(scalar: Scalar) -> Data:
    """The typed value of a scalar; dates stay text."""
    if scalar.style != "" or scalar.tag == "tag:yaml.org,2002:str":
        return scalar.value
    return plain_data(scalar.value)


def plain_data(text: str) -> Data:
    """The typed value of an unquoted text."""
    if text in _NULLS:
        return None
    first = text[0]
    if first in "yYnNtTfFoO" and text.lower() in _BOOLEANS and (text.islower() or text.isupper() or text.istitle()):
        return _BOOLEANS[text.lower()]
    if first in "-+.0123456789":
        if _INTEGER.match(text):
            return int(text.replace("_", ""))
        if _FLOAT.match(text):
            return float(text.replace("_", ""))
    return text
