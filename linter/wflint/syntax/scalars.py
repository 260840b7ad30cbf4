"""The value of a scalar as CircleCI reads it: YAML 1.1, resolved like SnakeYAML."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from wflint.syntax.nodes import Scalar

Data: TypeAlias = str | bool | int | float | None

CORE = "tag:yaml.org,2002:"
"""What `!!` stands for at the beginning of a tag."""

_BOOLEANS = {
    form(word): value
    for word, value in (("yes", True), ("true", True), ("on", True), ("no", False), ("false", False), ("off", False))
    for form in (str.lower, str.title, str.upper)
}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
TYPED_WORDS = _NULLS | frozenset(_BOOLEANS)
"""The words that YAML reads as something else than text; apart from them only what begins with a sign, a point or a
digit can be no text."""

# The expressions of SnakeYAML's resolver; an integer is tried first, since some are floats too.
_INTEGER = (
    r"[-+]?(?:0b_*[01][01_]*|0_*[0-7][0-7_]*|0|[1-9][0-9_]*|0x_*[0-9a-fA-F][0-9a-fA-F_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+)"
)
_FLOAT = (
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|[-+]?\._*[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
    r"|[-+]?\.(?:inf|Inf|INF)"
    r"|\.(?:nan|NaN|NAN)"
)
_NUMERIC = frozenset("0123456789abcdefABCDEFxinIN_.:+-")
"""All characters of what the two expressions match."""

# The longest decimal number that Python converts; longer ones are no number that anybody means.
_MOST_DIGITS = 4300


def scalar_data(scalar: Scalar) -> Data:
    """The typed value of a scalar; dates and `!!binary` stay text, and so does what does not fit its tag."""
    if scalar.tag is None:
        return scalar.value if scalar.style else plain_data(scalar.value)
    try:
        return tagged_data(scalar)
    except ValueError:
        return scalar.value


def plain_data(text: str) -> Data:
    """The typed value of an unquoted text."""
    if not text:
        return None
    first = text[0]
    if first in "-+.0123456789":
        if text.isascii() and len(text) <= _MOST_DIGITS:
            # Most numbers are as plain as this, and need no expression.
            whole, point, fraction = text.partition(".")
            if whole.isdecimal() and not point and (first != "0" or text == "0"):
                return int(text)
            if whole.isdecimal() and fraction.isdecimal():
                return float(text)
        if not text.strip("+-.") or not _NUMERIC.issuperset(text):
            return text
        if _is(_INTEGER, text):
            return _integer(text)
        return _float(text) if _is(_FLOAT, text) else text
    if first in "yYnNtTfFoO~":
        return None if text in _NULLS else _BOOLEANS.get(text, text)
    return text


def tagged_data(scalar: Scalar) -> Data:
    """The value of a scalar under its explicit tag; raises `ValueError` if the text does not fit the tag."""
    text = scalar.value
    match (scalar.tag or "!").removeprefix(CORE):
        case "!":
            return plain_data(text)
        case "int" if _is(_INTEGER, text):
            return _integer(text)
        case "float" if _is(_FLOAT, text) or _is(_INTEGER, text):
            return _float(text)
        case "bool":
            return _BOOLEANS.get(text)
        case "null":
            return None
        case "int" | "float":
            raise ValueError(text)
    return text


def printed(data: Data) -> str:
    """A value as the compiled config prints it, without quotes; null is empty."""
    if data is None:
        return ""
    if isinstance(data, bool):
        return "true" if data else "false"
    return _printed_float(data) if isinstance(data, float) else str(data)


def loses_text(scalar: Scalar) -> bool:
    """Whether the reading of an unquoted scalar loses what was written.

    So it is for `1.20` (1.2), `010` (8), `1:30` (90), `1_000`, `0x1F`, `+1`, `yes` and `on` (true), `~` (nothing);
    not for `1.5`, `10`, `true`, words, and dates, which stay text.
    """
    if scalar.style or scalar.tag is not None or not scalar.value:
        return False
    data = plain_data(scalar.value)
    return not isinstance(data, str) and printed(data) != scalar.value


def _is(pattern: str, text: str) -> bool:
    """Whether a text matches as a whole; the pattern is compiled when the first text asks for it."""
    return re.fullmatch(pattern, text, re.ASCII) is not None


def _printed_float(value: float) -> str:
    """A floating-point number as Java prints it: with an exponent below a thousandth and from ten million on."""
    text = repr(value)
    if text in {"inf", "-inf", "nan"}:
        return text.replace("inf", ".inf").replace("nan", ".nan")
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return text
    from decimal import Decimal

    sign, digits, exponent = Decimal(text).normalize().as_tuple()
    rest = "".join(map(str, digits[1:])) or "0"
    return f"{'-' if sign else ''}{digits[0]}.{rest}E{int(exponent) + len(digits) - 1}"


def _integer(text: str) -> Data:
    digits = text.replace("_", "").lstrip("+-")
    sign = -1 if text[0] == "-" else 1
    if digits.startswith(("0b", "0x")):
        return sign * int(digits, 0)
    if digits.startswith("0"):
        return sign * int(digits, 8)
    if len(digits) > _MOST_DIGITS:
        return text
    if ":" in digits:
        return sign * int(_sexagesimal(digits))
    return sign * int(digits)


def _float(text: str) -> Data:
    digits = text.replace("_", "").lower().lstrip("+-")
    sign = -1.0 if text[0] == "-" else 1.0
    if ":" in digits:
        return sign * _sexagesimal(digits)
    return sign * float(digits.lstrip(".") if digits in {".inf", ".nan"} else digits)


def _sexagesimal(digits: str) -> float:
    value: float = 0
    for part in digits.split(":"):
        value = value * 60 + (float(part) if "." in part else int(part))
    return value
