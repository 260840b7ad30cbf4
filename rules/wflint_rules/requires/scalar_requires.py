"""`requires` with a single name where a list belongs."""

from __future__ import annotations

from wflint import Config, Edit, Fix, Problem, Scalar, Severity, rule
from wflint_rules.requires.entries import invocations_of, is_simple, raw, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@rule(
    "scalar-requires",
    summary="`requires` holds a name instead of a list of names",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def scalar_requires(config: Config, _: Context) -> Iterator[Problem]:
    """The reference and the vendor's schema want a list; one example of the documentation has a name."""
    for invocation, _is_used in invocations_of(config):
        value = required(invocation)
        if isinstance(value, Scalar) and (value.style or value.value not in NULLS):
            fix = Fix("make it a list", (Edit(value.span, f"[{raw(value)}]"),), safe=True) if is_simple(value) else None
            yield Problem(value.place, f"`requires: {value.value}` is no list", help="write it in brackets", fix=fix)
