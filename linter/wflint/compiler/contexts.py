"""The contexts of a workflow's jobs: names after substitution, repetitions, and how many a config may have.

Source: https://circleci.com/docs/reference/configuration-reference/#context
"""

from __future__ import annotations

from wflint.compiler.instances import text_of
from wflint.diagnostic import Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledScalar
    from wflint.compiler.instances import Instance

MOST_CONTEXTS = 100


def contexts_of(instance: Instance, compilation: Compilation) -> tuple[CompiledScalar, ...]:
    """The contexts of a job; one that it has already, or that is one too many for the config, is reported."""
    written = instance.invocation.contexts
    contexts = tuple([text_of(context, instance.scope, instance.frame, compilation) for context in written])
    first: dict[str, CompiledScalar] = {}
    for context in contexts:
        name = context.text
        if name is None:
            continue
        if first.setdefault(name, context) is not context:
            related = (Related(first[name].place, "the first time"),)
            advice = "keep one; of contexts with equal variables the last one counts"
            message = f"context `{name}` is listed twice"
            compilation.report(
                "duplicate-context", context.place, message, instance.frame, help=advice, related=related
            )
        elif compilation.doubt is None and name not in compilation.contexts:
            compilation.contexts.add(name)
            if len(compilation.contexts) == MOST_CONTEXTS + 1:
                message = (
                    f"`{name}` is the {MOST_CONTEXTS + 1}st context of the config, and CircleCI allows {MOST_CONTEXTS}"
                )
                advice = "put variables that are used together into one context"
                compilation.report("too-many-contexts", context.place, message, instance.frame, help=advice)
    return contexts
