"""An organisation's own JSON Schema for configs: what it refuses, at the place that it refuses."""

from __future__ import annotations

from wflint.diagnostic import Diagnostic, Severity
from wflint.errors import SettingsError
from wflint.source import Place, Source, Span
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.parsing import parse
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Node

RULE = "policy"
"""The name under which violations of a policy are reported; no rule has it."""


def load_policy(text: str, path: str) -> Validator:
    """The validator for a schema in JSON or YAML, of the draft that it names, else 2020-12.

    References are looked up inside the schema only, never on the network. Raises `SettingsError`.
    """
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import Draft202012Validator, validator_for
    from referencing import Registry

    document = parse(Source(text, path))
    if document.problems or document.root is None:
        reason = f": {document.problems[0].message}" if document.problems else " because it is empty"
        raise SettingsError(f"`{path}` is no schema{reason}")
    schema = plain(document.root)
    if not isinstance(schema, dict):
        raise SettingsError(f"`{path}` is no schema: it must be a mapping")
    kind = validator_for(schema, default=Draft202012Validator)
    try:
        kind.check_schema(schema)
    except SchemaError as error:
        raise SettingsError(f"`{path}` is no schema: at `{error.json_path}`, {error.message}") from error
    registry: Registry[Any] = Registry()
    return kind(schema, registry=registry)


def policy_diagnostics(document: Document, policy: Validator, path: str) -> tuple[Diagnostic, ...]:
    """What a policy refuses in a config as written, aliases and merge keys resolved; in the order of the text.

    `path` is the policy's, for messages. Raises `SettingsError` if the policy refers to a schema elsewhere.
    """
    from referencing.exceptions import Unresolvable

    if document.root is None or document.holes:
        return ()
    try:
        errors = list(policy.iter_errors(plain(document.root)))
    except Unresolvable as error:
        raise SettingsError(f"`{path}` refers to `{error.ref}`, which is not in it") from error
    found = [_diagnostic(document.root, error, path) for error in errors]
    return tuple(sorted(found, key=lambda diagnostic: (diagnostic.place.span, diagnostic.message)))


def plain(node: Node) -> Any:
    """A node as plain data, as CircleCI reads it; an alias without a target is an empty text."""
    value = resolve(node)
    if isinstance(value, Scalar):
        return scalar_data(value)
    if isinstance(value, Sequence):
        return [plain(item) for item in value.items]
    return {key.value: plain(item) for key, item in value.items()}


def _diagnostic(root: Node, error: ValidationError, path: str) -> Diagnostic:
    keys = list(error.absolute_path)
    message = f"{_where(keys)}{error.message[:1].lower()}{error.message[1:]}"
    title = error.schema.get("description") if isinstance(error.schema, dict) else None
    help_text = f"{title} (policy `{path}`)" if isinstance(title, str) else f"policy `{path}`"
    return Diagnostic(RULE, Severity.ERROR, _place(root, keys, error), message, help=help_text)


def _where(keys: list[Any]) -> str:
    return f"`{'.'.join(map(str, keys))}`: " if keys else ""


def _place(root: Node, keys: list[Any], error: ValidationError) -> Place:
    """The unexpected key, the value, or for what lacks something the key it stands under."""
    place, node = root.place, resolve(root)
    for key in keys:
        if isinstance(node, Mapping):
            entry = node.entry(str(key))
            if entry is None:
                return place
            place, node = entry.key.place, resolve(entry.value)
        elif isinstance(node, Sequence):
            item = node.items[int(key)]
            place, node = item.place, resolve(item)
    if isinstance(node, Scalar) and node.end > node.start:
        return node.place
    for key in _unexpected(node, error):
        return key.place
    # A whole mapping is too much to underline.
    return place if place.span != root.span else Place(place.source, Span(place.span.start, place.span.start))


def _unexpected(node: Node, error: ValidationError) -> Iterator[Scalar]:
    if error.validator == "additionalProperties" and isinstance(node, Mapping) and isinstance(error.schema, dict):
        known = error.schema.get("properties", {})
        yield from (key for key, _ in node.items() if key.value not in known)
