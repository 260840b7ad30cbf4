"""The published JSON Schema of a config (draft 7, which editors read)."""

from __future__ import annotations


def schema_text() -> str:
    """The schema as published, JSON with a final line break."""
    from importlib.resources import files

    return files("wflint.schema").joinpath("circleci.json").read_text(encoding="utf-8")
