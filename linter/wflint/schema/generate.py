"""Make the JSON Schema from the specification.

It rejects what the walk reports as an error and accepts what is a warning, so that an editor shows no false alarms.
Keywords of JSON Schema apply to their own types only, so what may be a text, a list or a map needs no `anyOf`, whose
messages nobody understands. What it cannot say is listed in its `$comment`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wflint.diagnostic import Severity
from wflint.model.spec import CONFIG, KINDS
from wflint.model.spec.executors import DOCKER, MACHINE, MACOS
from wflint.model.spec.jobs import BUILD_JOB, JOB
from wflint.model.spec.kinds import (
    Anything,
    ByType,
    Forms,
    Invocations,
    Items,
    Keyed,
    Named,
    Single,
    Steps,
    accepts_null,
)
from wflint.model.spec.steps import BUILT_INS
from wflint.model.spec.values import ENVIRONMENT
from wflint.model.spec.workflows import INVOCATION_BODY
from wflint.schema.patterns import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.model.spec.kinds import Key, Kind

    Schema = dict[str, Any]

COMMENT = (
    "Not expressed: names that are not defined; arguments; commands that replace a built-in step; steps of functions; "
    "what a job group's invocation may not have; misspelt sections; resource classes. "
    "Configs of version 2 are accepted, as CircleCI checks them leniently."
)
_SCALARS = ["string", "boolean", "number", "null"]
_TEMPLATE = "<<"
_SHARED: dict[str, Kind] = {
    **KINDS,
    "build-job": BUILD_JOB,
    "docker": DOCKER,
    "environment": ENVIRONMENT,
    "job": JOB,
    "machine": MACHINE,
    "macos": MACOS,
}
_REFERENCES = {id(kind): name for name, kind in _SHARED.items()}


def generated_text() -> str:
    """The schema as JSON, indented by two blanks, with a final line break."""
    return json.dumps(generated(), indent=2, ensure_ascii=False) + "\n"


def generated() -> Schema:
    """The schema of a config."""
    definitions = {name: _defined(kind) for name, kind in _SHARED.items()}
    definitions["invocation"] = {**_keyed(INVOCATION_BODY), "type": ["object", "null", "string"], "pattern": _TEMPLATE}
    for lenient in (False, True):
        definitions["lenient-step" if lenient else "step"] = _step(lenient=lenient)
    definitions["config"] = _defined(CONFIG)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": COMMENT,
        "title": "CircleCI configuration",
        "type": "object",
        "if": {"properties": {"version": {"enum": ["2", "2.0", 2]}}, "required": ["version"]},
        "else": {"$ref": "#/definitions/config"},
        "definitions": dict(sorted(definitions.items())),
    }


def _of(kind: Kind) -> Schema:
    """The schema of a kind, by reference where it is defined once for all."""
    if isinstance(kind, str):
        return {"$ref": f"#/definitions/{kind}"}
    name = _REFERENCES.get(id(kind))
    return {"$ref": f"#/definitions/{name}"} if name is not None else _defined(kind)


def _defined(kind: Kind) -> Schema:
    """The schema of a kind, written out."""
    if isinstance(kind, Single):
        return _single(kind)
    if isinstance(kind, Keyed):
        return {"type": ["object", "string"], "pattern": _TEMPLATE, **_keyed(kind)}
    if isinstance(kind, Named):
        value = _of(kind.value) if kind.empty is Severity.ERROR else _nullable(_of(kind.value))
        named: Schema = {"type": ["object", "string"], "pattern": _TEMPLATE, "additionalProperties": value}
        return named | ({"properties": _properties(kind.reserved)} if kind.reserved else {})
    if isinstance(kind, Items):
        return _items(kind)
    if isinstance(kind, Forms):
        return _forms(kind)
    if isinstance(kind, ByType):
        return _by_type(kind)
    if isinstance(kind, Steps):
        return _steps(kind)
    if isinstance(kind, Invocations):
        return _invocations(kind)
    return {} if isinstance(kind, Anything) else _of(kind)


def _single(kind: Single) -> Schema:
    """A single value; null is reported as a warning, or not at all."""
    strict = kind.mismatch is Severity.ERROR
    if kind.values:
        values: list[str | float | None] = [*kind.values, *_numbers(kind.values), None]
        return {"anyOf": [{"enum": values}, {"type": "string", "pattern": _TEMPLATE}]}
    pattern = PATTERNS.get(kind.check)
    if pattern is not None:
        return {"type": ["string", "null"], "pattern": f"{_TEMPLATE}|{pattern}"}
    if not strict:
        return {"type": _SCALARS}
    schema: Schema = {"type": sorted({*kind.types, "string", "null"}), "pattern": _TEMPLATE}
    if kind.least is not None:
        schema["minimum"] = kind.least
    if kind.most is not None:
        schema["maximum"] = kind.most
    return schema


def _items(kind: Items) -> Schema:
    schema: Schema = {"type": "array", "items": _nullable(_of(kind.item))}
    if kind.least:
        schema["minItems"] = kind.least
    if kind.single is Severity.WARNING:
        return {**schema, "type": ["array", *_SCALARS]}
    return {**schema, "type": ["array", "string"], "pattern": _TEMPLATE}


def _forms(kind: Forms) -> Schema:
    """Keywords of the alternatives side by side; each counts for its own type."""
    if isinstance(kind.mapping, str):
        rest = _forms(kind._replace(mapping=None))
        return {"if": {"type": "object"}, "then": _of(kind.mapping), "else": rest}
    schema: Schema = {}
    types: set[str] = {"string"}
    parts = [(kind.items, {"array"}), (kind.mapping, {"object"}), (kind.single, set(_SCALARS))]
    for part, accepted in parts:
        if part is None:
            continue
        inner = _defined(KINDS[part] if isinstance(part, str) else part)
        found = inner.pop("type", None)
        types |= accepted & set(found if isinstance(found, list) else [found or "object"])
        if part is not kind.single:
            inner.pop("pattern", None)
        schema |= inner
    if kind.single is None:
        schema["pattern"] = _TEMPLATE
    return {"type": sorted(types), **schema}


def _keyed(kind: Keyed) -> Schema:
    schema: Schema = {"properties": _properties(kind.keys)}
    required = [name for name, key in kind.keys.items() if key.required]
    if required:
        schema["required"] = required
    if kind.unknown is Severity.ERROR:
        schema["additionalProperties"] = False
    if kind.any_of:
        schema["anyOf"] = [{"required": [name]} for name in kind.any_of]
        # `anyOf` would hold for texts too: a template is no map.
        schema["anyOf"].append({"type": "string"})
    rules = [
        {"not": {"required": [one, other]}}
        for exclusive in kind.exclusive
        if exclusive.severity is Severity.ERROR
        for one, other in _pairs(exclusive.keys)
    ]
    rules += _CHECKS.get(kind.check, [])
    if rules:
        schema["allOf"] = [{"if": {"type": "object"}, "then": rule} for rule in rules]
    return schema


def _properties(keys: Any) -> Schema:
    return {name: _property(key) for name, key in keys.items()}


def _property(key: Key) -> Schema:
    schema = _of(key.kind)
    if key.nullable or not key.required:
        schema = _nullable(schema)
    elif isinstance(schema.get("type"), list) and not accepts_null(key.kind):
        schema = {**schema, "type": [name for name in schema["type"] if name != "null"]}
    notes = [key.doc]
    if key.default:
        notes.append(f"Default: {key.default}.")
    if key.since != "2":
        notes.append(f"Since version {key.since}.")
    if key.deprecated:
        notes.append(f"Deprecated: {key.deprecated}.")
    if "$ref" in schema:
        schema = {"allOf": [schema]}
    return {"description": " ".join(notes), **schema}


def _nullable(schema: Schema) -> Schema:
    """The schema, with null accepted too."""
    if not schema or "type" in schema:
        found = schema.get("type", [])
        types = found if isinstance(found, list) else [found]
        if not types or "null" in types:
            return schema
        widened = {**schema, "type": [*types, "null"]}
        if "anyOf" in widened:
            widened["anyOf"] = [*widened["anyOf"], {"type": "null"}]
        return widened
    if "anyOf" in schema and "$ref" not in schema:
        return schema
    return {"anyOf": [schema, {"type": "null"}]}


def _by_type(kind: ByType) -> Schema:
    """The kind that the value of a key chooses; a template chooses none."""
    others = [name for name in kind.kinds if name != kind.default]
    choices: list[Schema] = []
    for name in others:
        wanted = {"required": [kind.key], "properties": {kind.key: {"const": name}}, "type": "object"}
        choices.append({"if": wanted, "then": _of(kind.kinds[name])})
    is_other = {
        "type": "object",
        "required": [kind.key],
        "properties": {kind.key: {"type": "string", "pattern": f"^(?:{'|'.join(others)})$|{_TEMPLATE}"}},
    }
    return {
        "type": ["object", "string"],
        "pattern": _TEMPLATE,
        "allOf": [
            *choices,
            {"if": {"anyOf": [is_other, {"not": {"type": "object"}}]}, "else": _of(kind.kinds[kind.default])},
        ],
    }


def _steps(kind: Steps) -> Schema:
    step = {"$ref": f"#/definitions/{'lenient-step' if kind.lenient else 'step'}"}
    if not kind.single:
        return {"type": ["array", "string"], "items": step, "pattern": _TEMPLATE}
    return {"if": {"type": "array"}, "then": {"items": step}, "else": step}


def _step(*, lenient: bool) -> Schema:
    """A step; whether a name that is not built in is a command cannot be said here."""
    properties: Schema = {}
    for name, step in BUILT_INS.items():
        notes = step.doc + (f" Deprecated: {step.deprecated}." if step.deprecated else "")
        if lenient:
            properties[name] = _nullable({"$ref": f"#/definitions/step/properties/{name}"})
            continue
        body: Schema = {"not": {"type": "null"}} if step.kind is None else _defined(step.kind)
        if isinstance(body.get("type"), list):
            body = {**body, "type": [kind for kind in body["type"] if kind != "null"]}
        properties[name] = {"description": notes, **body}
    needy = [name for name, step in BUILT_INS.items() if not step.bare and step.kind is not None and name != "steps"]
    call = {"type": ["object", "string"], "pattern": _TEMPLATE}
    schema: Schema = {
        "type": ["string", "object"],
        "not": {"enum": [*needy, "steps", ""]},
        "properties": properties,
        "minProperties": 1,
    }
    if not lenient:
        return {**schema, "additionalProperties": call, "maxProperties": 1}
    # What stands beside the first key is dropped, whatever it is.
    alone: Schema = {"properties": dict.fromkeys(BUILT_INS, True), "additionalProperties": _nullable(call)}
    return {**schema, "if": {"type": "object", "maxProperties": 1}, "then": alone}


def _invocations(kind: Invocations) -> Schema:
    body: Schema = {"$ref": "#/definitions/invocation"}
    if kind.in_group:
        body = {"allOf": [body, {"not": {"required": ["serial-group"], "type": "object"}}]}
    item = {"type": ["string", "object"], "maxProperties": 1, "additionalProperties": body, "minLength": 1}
    schema: Schema = {"type": ["array", "string"], "items": item, "pattern": _TEMPLATE}
    return {**schema, "minItems": 1} if kind.in_group else schema


def _numbers(values: Iterable[str]) -> list[float]:
    found = [float(value) if "." in value else int(value) for value in values if value.replace(".", "", 1).isdigit()]
    return list(dict.fromkeys(found))


def _pairs(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, other) for index, one in enumerate(names) for other in names[index + 1 :]]


_ON = {"enum": [True]}
_CHECKS: dict[str, list[Schema]] = {
    "checkout": [
        {
            "if": {"required": ["depth"]},
            "then": {
                "required": ["method"],
                "properties": {"method": {"type": "string", "pattern": f"^shallow$|{_TEMPLATE}"}},
            },
        },
        {
            "if": {"required": ["method"], "properties": {"method": {"const": "shallow"}}},
            "then": {"required": ["depth"]},
        },
    ],
    "job": [{"not": {"required": ["branches"]}}],
    "parameter": [
        {"if": {"required": ["type"], "properties": {"type": {"const": "enum"}}}, "then": {"required": ["enum"]}}
    ],
    "run": [
        {"if": {"required": ["auto_rerun_delay"]}, "then": {"required": ["max_auto_reruns"]}},
        {
            "if": {"required": ["background"], "properties": {"background": _ON}},
            "then": {"not": {"anyOf": [{"required": ["max_auto_reruns"]}, {"required": ["auto_rerun_delay"]}]}},
        },
    ],
}
"""What the checks of `Keyed.check` report as errors."""
