"""What a run needs to know of each rule before it loads its module.

A row holds family and name, stage, severity, and which of `absence`, `relays`, `options` are true of the rule.
The rows are written by `pytest --update tests/rules/test_catalogue.py`.
"""

from __future__ import annotations

from wflint import Listing, Severity

_ROWS = """\
syntax/yaml-syntax Document error relays
syntax/nbsp-indentation Document error relays
syntax/undefined-alias Document error relays
syntax/alias-cycle Document error relays
syntax/unknown-tag Document error relays
syntax/merge-of-non-map Document error relays
syntax/excessive-yaml Document error relays
files/foreign-file Document warning
shape/unknown-key Config error relays
shape/missing-key Config error relays
shape/wrong-type Config error relays
shape/wrong-value Config error relays
shape/exclusive-keys Config error relays
shape/empty-value Config error relays
shape/misindented-keys Config error relays
shape/top-level-typo Config error relays
shape/job-branches Config error relays
shape/lossy-scalar Config warning relays
shape/boolean-variable Config info relays
shape/invalid-name Config warning relays
shape/invalid-environment-name Config warning relays
shape/invalid-image Config error relays
shape/legacy-image Config warning relays
shape/invalid-orb-reference Config error relays
shape/unavailable-image Config warning relays
shape/unavailable-resource-class Config error relays
shape/machine-without-image Config warning relays
shape/deprecated-key Config warning relays
names/duplicate-definition Config error
names/duplicate-key Document warning
names/job-name-case Config warning
names/approval-named-like-job Config warning
names/invalid-approval-name Config warning
names/shared-job-name CompiledConfig info
requires/unknown-job CompiledConfig error absence relays
requires/unknown-requires CompiledWorkflow error absence
requires/ambiguous-requires CompiledWorkflow error
requires/renamed-requires CompiledWorkflow warning
requires/requires-cycle CompiledWorkflow error
requires/scalar-requires Config warning
requires/duplicate-requires Config warning
requires/invalid-status Config error
requires/verbose-statuses Config info
compile/unknown-command CompiledConfig error absence relays
compile/unknown-executor CompiledConfig error absence relays
compile/unknown-orb CompiledConfig error absence relays
compile/unknown-orb-element CompiledConfig error absence relays
compile/unknown-parameter CompiledConfig error absence relays
compile/unknown-pipeline-value CompiledConfig warning relays
compile/deprecated-pipeline-value CompiledConfig warning relays
compile/missing-argument CompiledConfig error absence relays
compile/unexpected-argument CompiledConfig error absence relays
compile/argument-type CompiledConfig error relays
compile/enum-value CompiledConfig error relays
compile/parameter-default CompiledConfig error relays
compile/reserved-parameter-name CompiledConfig error relays
compile/recursion CompiledConfig error relays
compile/override-without-job CompiledConfig error absence
compile/matrix-too-large CompiledConfig error relays
compile/matrix-empty CompiledConfig warning relays
compile/matrix-single CompiledConfig info relays
compile/matrix-exclude CompiledConfig warning relays
compile/matrix-collision CompiledConfig warning relays
compile/template-syntax CompiledConfig error relays
compile/expression-type CompiledConfig error relays
compile/condition-syntax CompiledConfig error
compile/mixed-condition CompiledConfig error relays
compile/bare-word-condition CompiledConfig warning relays
compile/executor-missing CompiledConfig error absence relays
compile/executor-type CompiledConfig error
compile/remote-docker-twice CompiledConfig error relays
compile/remote-docker-on-machine CompiledWorkflow error
compile/missing-remote-docker CompiledWorkflow warning absence
compile/ip-ranges-conflict CompiledWorkflow error
compile/group-nested CompiledConfig error relays
compile/group-argument CompiledConfig error relays
compile/group-duplicate CompiledConfig error relays
compile/group-serial CompiledConfig error relays
compile/shared-serial-group CompiledWorkflow warning
compile/duplicate-context CompiledConfig info relays
compile/too-many-contexts CompiledConfig error relays
compile/too-large CompiledConfig error relays
compile/constant-condition Config warning
compile/nothing-to-run Config error absence
compile/schedule-in-setup Config error
compile/continuation-mismatch Config warning absence
compile/function-name-clash Config error
compile/invalid-function-step CompiledWorkflow error
workspaces/attach-without-persist Workspaces error absence
workspaces/unattached-persist Workspaces info absence
workspaces/concurrent-persist Workspaces error
workspaces/parallel-persist Workspaces error
workspaces/persist-outside-root Workspaces error
workspaces/unsupported-persist-pattern Workspaces warning
workspaces/persisted-working-directory Workspaces info
workspaces/checkout-after-attach Workspaces error
workspaces/unproduced-path Workspaces warning absence
workspaces/unpersisted-path Workspaces warning absence
workspaces/variable-in-path CompiledWorkflow warning
caches/unsaved-cache Caches warning absence
caches/unrestored-cache Caches warning absence
caches/shadowed-cache-key Caches warning
caches/unknown-cache-template Caches error
caches/checksum-before-checkout CompiledWorkflow error
caches/unavailable-cache-variable Caches warning
caches/variable-in-cache-key Caches warning
caches/cache-path-pattern CompiledWorkflow warning
caches/cache-key-length Caches error
caches/constant-cache-key Caches info
artifacts/stored-path-pattern CompiledWorkflow warning
artifacts/hidden-test-results CompiledWorkflow warning
artifacts/shared-artifact-destination CompiledWorkflow warning
filters/invalid-filter-regex CompiledWorkflow error
filters/invalid-filter-expression CompiledWorkflow error
filters/glob-in-filter CompiledWorkflow warning
filters/impossible-filter-name CompiledWorkflow warning
filters/filter-regex-prefix CompiledWorkflow warning
filters/only-with-ignore CompiledWorkflow warning
filters/empty-filter CompiledWorkflow warning
filters/tag-in-negated-filter CompiledWorkflow warning
filters/unguarded-pull-request-value CompiledWorkflow warning
filters/unanchored-matches CompiledWorkflow info
filters/invalid-cron Workflow error
filters/legacy-schedule Workflow info
filters/scheduled-only Config warning absence
events/unreachable-job WorkflowReach warning absence
events/unreachable-tag WorkflowReach warning
events/unreachable-workflow WorkflowReach warning absence
events/bypassed-approval WorkflowReach warning
events/missing-requirement WorkflowReach info
events/filtered-workspace WorkflowReach warning
events/tag-filter-on-branches WorkflowReach warning
events/unneeded-approval CompiledWorkflow warning absence
events/unsatisfiable-requires CompiledWorkflow warning
events/repeated-deploy CompiledConfig info
events/concurrent-setup CompiledConfig warning
unused/unused-job Config info absence
unused/unused-command Config info absence
unused/unused-executor Config info absence
unused/unused-orb Config info absence
unused/unused-parameter Config info absence
unused/unused-function Config info absence
suppressions/blanket-suppression Suppressions warning
suppressions/unknown-suppression Suppressions warning
suppressions/unused-suppression Suppressions warning absence
"""

_SEVERITIES = {severity.word: severity for severity in Severity}


def _listing(row: str) -> Listing:
    path, stage, severity, *flags = row.split()
    family, _, name = path.partition("/")
    return Listing(
        name,
        f"wflint_rules.{family}.{name.replace('-', '_')}",
        stage,
        _SEVERITIES[severity],
        "absence" in flags,
        "relays" in flags,
        "options" in flags,
    )


CATALOGUE = tuple(map(_listing, _ROWS.splitlines()))
"""All rules in the order of their families."""
