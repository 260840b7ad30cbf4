"""Which part of the specification a file as a whole is held against."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.executable import is_null
from wflint.model.shape.walk import walk, walk_orbs
from wflint.model.shape.wording import described
from wflint.model.spec import CONFIG, ORB, VERSION
from wflint.model.spec.executors import EXECUTOR
from wflint.model.spec.jobs import COMMAND, JOB
from wflint.model.spec.kinds import Keyed
from wflint.syntax.nodes import Mapping, Scalar, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.shape.state import State
    from wflint.model.spec.kinds import Kind
    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Value

_LACKS = frozenset({"missing-key", "empty-value", "misindented-keys", "wrong-type"})
_PARTS: dict[str, Kind] = {"jobs": JOB, "commands": COMMAND, "executors": EXECUTOR}


def walk_file(state: State) -> None:
    """Check a whole file by its kind."""
    config = state.config
    if config.kind == "other" or config.document.root is None:
        return
    root = resolve(config.document.root) if config.root is None else config.root
    if config.kind == "part":
        _walk_part(state, root)
    elif config.kind == "orb":
        walk(state, ORB, root, None)
    elif isinstance(root, Mapping):
        _walk_config(state, root)
    elif not is_null(root):
        state.report("wrong-type", root, f"the file is {described(root)}, not a config", Severity.ERROR)
    walk_orbs(state)
    _drop_beside_holes(state)


def _walk_config(state: State, root: Mapping) -> None:
    version = root.get("version")
    functions = root.get("functions")
    if isinstance(functions, Mapping):
        state.functions = {key.value for key, _ in functions.items()}
    known = isinstance(version, Scalar) and version.value in VERSION.values
    if known:
        walk(state, CONFIG, root, None)
        return
    # Nothing runs without a version that CircleCI knows, so this counts in full; the rest is judged leniently.
    state.lenient = False
    if version is None or is_null(version):
        state.report("missing-key", _first(root), "the config has no `version`", help="write `version: 2.1`")
    else:
        place = root.entry("version")
        state.report(
            "wrong-value",
            version,
            f"`version` is {described(version)}, which CircleCI does not support",
            help="write `version: 2.1`",
        )
        assert place is not None  # noqa: S101
    state.lenient = True
    keys = {name: key for name, key in CONFIG.keys.items() if name != "version"}
    walk(state, CONFIG._replace(keys=keys), root, None)


def _walk_part(state: State, root: Value) -> None:
    """A file of a split config or orb: what it is follows from the directory it lies in."""
    *directories, name = state.config.document.source.path.replace("\\", "/").split("/")
    kind = _PARTS.get(directories[-1]) if directories and not name.startswith("@") else None
    if kind is not None:
        walk(state, kind, root, None)
        return
    if isinstance(root, Mapping):
        keys = {key: spec._replace(required=False) for key, spec in {**CONFIG.keys, **ORB.keys}.items()}
        walk(state, Keyed("part", keys, unknown=None), root, None)


def _first(root: Mapping) -> Value:
    return resolve(root.entries[0].key) if root.entries else root


def _drop_beside_holes(state: State) -> None:
    """Forget what a syntax error may have caused: faults on its lines, and everything that argues from absence."""
    document = state.config.document
    for part in (document, *document.parts):
        if not part.is_complete and not part.parts:
            _drop_beside(part, state)


def _drop_beside(document: Document, state: State) -> None:
    source = document.source
    lost = {
        line
        for hole in document.holes
        for line in range(source.line_column(hole.start)[0] - 1, source.line_column(hole.end)[0] + 2)
    }
    state.problems = [
        problem
        for problem in state.problems
        if problem.kind not in _LACKS
        and (problem.place.source is not source or source.line_column(problem.place.span.start)[0] not in lost)
    ]
