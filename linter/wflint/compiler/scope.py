"""Names that a template may read at one place: parameters of the element, matrix values, pipeline values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.library import Library
    from wflint.compiler.values import Values


class Scope:
    """What names mean inside one element for one call; never changed after it is made.

    `element` says in words whose body this is, for messages: "job `test`". `parameters` are its arguments and defaults
    by name, None outside of elements; `matrix` the values of the matrix instance, None outside of one.
    `library` is the file the element is defined in; None where no names of elements are looked up. `origins` are the
    files in which arguments were written, for those that are names of executors: there they are looked up.
    `has_templates`: whether `<<` means anything here, which it does not in configs of version 2 and 2.0.
    """

    __slots__ = ("_names", "element", "has_templates", "library", "matrix", "origins", "parameters", "values")

    def __init__(
        self,
        element: str,
        library: Library | None,
        values: Values,
        parameters: Mapping[str, CompiledValue] | None = None,
        matrix: Mapping[str, CompiledValue] | None = None,
        origins: Mapping[str, Library] | None = None,
    ) -> None:
        self.element = element
        self.library = library
        self.values = values
        self.parameters = parameters
        self.matrix = matrix
        self.origins = origins
        self.has_templates = library is None or library.has_templates
        self._names: frozenset[str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The full names of the parameters: `parameters.version`."""
        parameters = self.parameters or ()
        # Defaults are read while there are not all parameters yet.
        if self._names is None or len(self._names) != len(parameters):
            self._names = frozenset([f"parameters.{name}" for name in parameters])
        return self._names

    @property
    def is_orb(self) -> bool:
        """Whether the element is an orb's."""
        return self.library is not None and self.library.is_orb
