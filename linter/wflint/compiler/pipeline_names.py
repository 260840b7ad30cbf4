"""Every `pipeline.*` value that is documented or supplied by the vendor's tools, with its type."""

from __future__ import annotations

from wflint.data.pipeline_values import REPLACEMENTS, VALUES

# Named in a deploy guide, but not in the table of values.
UNLISTED = "pipeline.deploy.target_environment_name"

PIPELINE_NAMES = frozenset({*VALUES, *REPLACEMENTS, UNLISTED})


def pipeline_type(name: str) -> str:
    """`string`, `boolean` or `integer`; `any` for a name that does not exist."""
    if name in VALUES:
        return VALUES[name].type
    return "string" if name in PIPELINE_NAMES else "any"
