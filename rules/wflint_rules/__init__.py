"""The rules that come with wflint, by family.

`CATALOGUE` is what a run needs to know of each rule before it loads its module; `RULES` loads them all.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint import Listing, Rule

    CATALOGUE: tuple[Listing, ...]
    RULES: tuple[Rule, ...]

FAMILIES = (
    "syntax",
    "files",
    "shape",
    "names",
    "requires",
    "compile",
    "workspaces",
    "caches",
    "artifacts",
    "filters",
    "events",
    "unused",
    "suppressions",
)
"""The families in the order their rules are listed in."""


def __getattr__(name: str) -> object:
    if name == "CATALOGUE":
        from wflint_rules.catalogue import CATALOGUE

        return CATALOGUE
    if name == "RULES":
        return _load_rules()
    raise AttributeError(f"module 'wflint_rules' has no attribute {name!r}")


def _load_rules() -> tuple[Rule, ...]:
    from importlib import import_module

    modules = (
        import_module(f"wflint_rules.{family}.{rule}")
        for family in FAMILIES
        for rule in import_module(f"wflint_rules.{family}").RULES
    )
    return tuple(getattr(module, module.__name__.rpartition(".")[2]) for module in modules)
