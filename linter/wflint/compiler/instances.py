"""The entries of a workflow or job group, one for each job that will run: plain ones, and those of a matrix."""

from __future__ import annotations

from wflint.compiler.compiled import CompiledScalar, Unknown
from wflint.compiler.library import Found, Library, Opaque
from wflint.compiler.matrix import Combination, combinations, default_name, is_known, value_text
from wflint.compiler.rendering import render_scalar
from wflint.compiler.scope import Scope
from wflint.diagnostic import Frame
from wflint.model.executable import Job
from wflint.records import NamedTuple
from wflint.syntax.nodes import Scalar, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledValue
    from wflint.model.workflow import Invocation


class Instance(NamedTuple):
    """One job of a workflow before names are final.

    `name` is its name before numbering; `is_name_known` is False where the name, or which instances there are, depends
    on something unknown. `found` is the job's definition: None if there is none or none is needed. `scope` is that of
    the invocation. `combination` is empty without a matrix, `alias` then None. `group` is the label of the group
    invocation it belongs to.
    """

    invocation: Invocation
    name: str
    is_name_known: bool
    type: str
    found: Found | Opaque | None
    scope: Scope
    frame: Frame
    combination: Combination
    alias: str | None
    group: str | None


def instances(
    invocation: Invocation, scope: Scope, parent: Frame, compilation: Compilation, group: str | None = None
) -> tuple[Instance, ...]:
    """The jobs an entry stands for, in matrix order; several only with a matrix."""
    job = invocation.job.value
    place = invocation.job.place
    frame = Frame("job", job, place, parent)
    kind, found = _definition(invocation, scope, frame, compilation)
    if invocation.matrix is None or not scope.has_templates:
        name, known = (job, True) if invocation.name is None else _name(invocation.name, scope, frame, compilation)
        return (_instance(invocation, name, known, kind, found, scope, frame, {}, None, group),)
    alias = (invocation.matrix.alias or invocation.job).value
    expanded = combinations(invocation, scope, frame, compilation)
    around = invocation.matrix.node.place
    result = []
    for combination in expanded.combinations:
        if not compilation.count_job(place, parent):
            break
        inner = Scope(scope.element, scope.library, scope.values, None, combination)
        words = ", ".join(f"{name}={value_text(value)}" for name, value in combination.items())
        own = Frame("job", job, place, Frame("matrix", words, around, parent))
        if invocation.name is None:
            given = combination.get("name")
            name = value_text(given) if isinstance(given, CompiledScalar) else default_name(job, combination)
            known = all(is_known(value) for value in combination.values())
        else:
            name, known = _name(invocation.name, inner, own, compilation)
        known = known and expanded.is_complete
        result.append(_instance(invocation, name, known, kind, found, inner, own, combination, alias, group))
    _report_collisions(invocation, result, compilation)
    return tuple(result)


def text_of(node: Scalar, scope: Scope, frame: Frame, compilation: Compilation) -> CompiledScalar:
    """A scalar rendered to a scalar."""
    value = _rendered(node, scope, frame, compilation)
    return value if isinstance(value, CompiledScalar) else CompiledScalar(Unknown("string", ()), node, frame)


def identity(node: Value | None) -> object:
    """A value that two nodes share if and only if CircleCI reads the same from both."""
    from wflint.syntax.nodes import Mapping, resolve
    from wflint.syntax.scalars import scalar_data

    if node is None:
        return None
    if isinstance(node, Scalar):
        data = scalar_data(node)
        return type(data).__name__, data
    if isinstance(node, Mapping):
        return frozenset((key.value, identity(value)) for key, value in node.items())
    return tuple([identity(resolve(item)) for item in node.items])


def _instance(
    invocation: Invocation,
    name: str,
    known: bool,
    kind: str,
    found: Found | Opaque | None,
    scope: Scope,
    frame: Frame,
    combination: Combination,
    alias: str | None,
    group: str | None,
) -> Instance:
    written = name if group is None else f"{group}-{name}"
    return Instance(invocation, written, known, kind, found, scope, frame, combination, alias, group)


def _rendered(node: Scalar, scope: Scope, frame: Frame, compilation: Compilation) -> CompiledValue:
    if scope.has_templates and "<<" in node.value:
        return render_scalar(node, scope, frame, compilation)
    return CompiledScalar(node.value, node, frame)


def _name(written: Scalar, scope: Scope, frame: Frame, compilation: Compilation) -> tuple[str, bool]:
    value = text_of(written, scope, frame, compilation)
    if isinstance(value.data, Unknown):
        return written.value, False
    return value.data if isinstance(value.data, str) else written.value, True


def _definition(
    invocation: Invocation, scope: Scope, frame: Frame, compilation: Compilation
) -> tuple[str, Found | Opaque | None]:
    if invocation.is_approval:
        return "approval", None
    library = scope.library
    name = invocation.job.value
    if not isinstance(library, Library):
        return "build", None
    overriding = _override(invocation, library, scope, frame, compilation)
    if overriding is not None:
        return _type(overriding), overriding
    found = library.job(name)
    if found is None and invocation.type is None:
        _report_unknown(invocation.job, library, frame, compilation)
    elif isinstance(found, Opaque):
        compilation.opaque(found)
    return _type(found), found


def _type(found: Found | Opaque | None) -> str:
    definition = found.definition if isinstance(found, Found) else None
    return definition.type if isinstance(definition, Job) else "build"


def _override(
    invocation: Invocation, library: Library, scope: Scope, frame: Frame, compilation: Compilation
) -> Found | Opaque | None:
    node = invocation.body.get("override-with") if invocation.body is not None else None
    if not isinstance(node, Scalar) or not node.value:
        return None
    value = text_of(node, scope, frame, compilation)
    if isinstance(value.data, Unknown):
        return Opaque("override-with")
    name = str(value.data)
    alias, slash, job = name.partition("/")
    if not slash:
        message = f"`override-with: {name}` does not name a job of an orb"
        compilation.report("override-without-job", node.place, message, frame, help="write `orb/job`")
        return None
    found = library.job(name)
    if found is None:
        from wflint.diagnostic import Severity

        local = invocation.job.value
        missing = f"orb `{alias}` has no job `{job}`" if alias in library.config.orbs else f"there is no orb `{alias}`"
        message = f"{missing}, so this runs the job `{local}`"
        compilation.report("override-without-job", node.place, message, frame, severity=Severity.INFO)
    elif isinstance(found, Opaque):
        compilation.opaque(found)
    return found


def _report_unknown(job: Scalar, library: Library, frame: Frame, compilation: Compilation) -> None:
    from wflint.compiler.problems import offered, report_unknown_element

    name = job.value
    if "/" in name:
        report_unknown_element("job", job, library, frame, compilation)
        return
    help_text = offered(name, library.names("invocation"))
    message = f"cannot find a definition for job named `{name}`"
    compilation.report("unknown-job", job.place, message, frame, help=help_text)


def _report_collisions(invocation: Invocation, found: list[Instance], compilation: Compilation) -> None:
    if invocation.name is not None and "<<" not in invocation.name.value:
        return
    seen: dict[str, Instance] = {}
    for instance in found:
        if instance.is_name_known and seen.setdefault(instance.name, instance) is not instance:
            place = (invocation.name or invocation.job).place
            message = f"two instances of this matrix have the name `{instance.name}`: numbers are appended"
            compilation.report("matrix-collision", place, message, instance.frame)
            return
