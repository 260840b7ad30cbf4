"""What the language expects at a place: the specification, walked along a path of keys and indices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wflint.model.spec import CONFIG, KINDS, ORB
from wflint.model.spec.kinds import ByType, Forms, Invocations, Items, Key, Keyed, Named, Single, Steps
from wflint.model.spec.steps import BUILT_INS
from wflint.model.spec.workflows import INVOCATION_BODY
from wflint.syntax.nodes import Scalar, resolve
from wflint.syntax.path import node_by_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.lsp.documents import OpenDocument
    from wflint.model.spec.kinds import Kind
    from wflint.syntax.path import Path

    Look = Callable[[Path], str | None]


class Expected(NamedTuple):
    """What is expected at a place.

    `kind` is that of the value, `key` what is declared of the last key. `section` is the kind of an item in a list of
    steps or invocations, `step` or `invocation`, and its name is the next key. `call` is the name of the command or job
    whose arguments the keys of the place are.
    """

    kind: Kind | None
    key: Key | None = None
    section: str = ""
    call: str = ""


NOTHING_KNOWN = Expected(None)


def expected_at(path: Path, look: Look, *, is_orb: bool = False) -> Expected:
    """What is expected at a path; `look` gives the text at a path, by which kinds are told apart."""
    found = Expected(ORB if is_orb else CONFIG)
    for depth, step in enumerate(path):
        found = _inside(found, step, path[:depth], look)
    return found


def look_in(document: OpenDocument, path: Path) -> str | None:
    """The text at a path of a document, aliases followed."""
    node = node_by_path(document.analysis.document, path)
    value = None if node is None else resolve(node)
    return value.value if isinstance(value, Scalar) else None


def plain_kind(kind: Kind | None) -> Kind | None:
    """A kind itself, where it is given by its name."""
    return KINDS[kind] if isinstance(kind, str) else kind


def keys_of(expected: Expected, path: Path, look: Look) -> dict[str, Key]:
    """The keys that a map at a place may have, of the language; empty where names are the author's."""
    kind = plain_kind(expected.kind)
    if isinstance(kind, Forms):
        kind = plain_kind(kind.mapping)
    if isinstance(kind, ByType):
        kind = plain_kind(kind.kinds.get(look((*path, kind.key)) or kind.default, kind.kinds[kind.default]))
    return dict(kind.keys) if isinstance(kind, Keyed) else {}


def values_of_kind(expected: Expected) -> tuple[str, ...]:
    """The texts that a single value at a place may be; empty where there is no list of them."""
    kind = plain_kind(expected.kind)
    if isinstance(kind, Forms):
        kind = plain_kind(kind.single)
    if not isinstance(kind, Single):
        return ()
    return kind.values or (("true", "false") if kind.types == frozenset({"boolean"}) else ())


def type_words(key: Key) -> str:
    """What the value of a key is, in a few words."""
    return str(getattr(plain_kind(key.kind), "words", ""))


def described_key(name: str, key: Key) -> str:
    """What an editor shows of a key, in Markdown: its line, type, default, values, version, advice."""
    words = type_words(key)
    facts = [f"*type*: {words}"] if words else []
    if key.required:
        facts.append("*required*")
    if key.default:
        facts.append(f"*default*: {key.default}")
    values = values_of_kind(Expected(key.kind))
    if values:
        facts.append(f"*values*: {', '.join(f'`{value}`' for value in values)}")
    facts.append(f"*since*: config version {key.since}")
    lines = [f"**`{name}`**", key.doc, "  \n".join(facts)]
    if key.deprecated:
        lines.append(f"*Deprecated*: {key.deprecated}")
    return "\n\n".join(line for line in lines if line)


def described_step(name: str) -> str:
    """What an editor shows of a step of CircleCI's, in Markdown."""
    step = BUILT_INS[name]
    keys = keys_of(Expected(step.kind), (), lambda _: None)
    lines = [f"**`{name}`** (step)", step.doc]
    lines.append(
        "\n".join(f"- `{key}`{' (required)' if spec.required else ''}: {spec.doc}" for key, spec in keys.items())
    )
    if step.deprecated:
        lines.append(f"*Deprecated*: {step.deprecated}")
    return "\n\n".join(line for line in lines if line)


def _inside(found: Expected, step: str | int, path: Path, look: Look) -> Expected:
    if found.section and isinstance(step, str):
        return _named_item(found.section, step)
    kind = plain_kind(found.kind)
    if isinstance(kind, Forms):
        kind = plain_kind(kind.items if isinstance(step, int) else kind.mapping)
    if isinstance(kind, ByType):
        kind = plain_kind(kind.kinds.get(look((*path, kind.key)) or kind.default))
    if isinstance(step, int):
        if isinstance(kind, Items):
            return Expected(kind.item)
        if isinstance(kind, Steps):
            return Expected(Steps(single=True), section="step")
        return Expected(None, section="invocation") if isinstance(kind, Invocations) else NOTHING_KNOWN
    if isinstance(kind, Keyed):
        key = kind.keys.get(step)
        return NOTHING_KNOWN if key is None else Expected(key.kind, key)
    if isinstance(kind, Named):
        key = kind.reserved.get(step)
        return Expected(kind.value) if key is None else Expected(key.kind, key)
    return _named_item("step", step) if isinstance(kind, Steps) and kind.single else NOTHING_KNOWN


def _named_item(section: str, name: str) -> Expected:
    if section == "invocation":
        return Expected(INVOCATION_BODY, call=name, section="")._replace(call=name)
    built_in = BUILT_INS.get(name)
    return Expected(None, call=name) if built_in is None else Expected(built_in.kind)
