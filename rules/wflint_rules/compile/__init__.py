"""Rules about what CircleCI's compiler rejects: references, arguments, templates, conditions."""

from wflint_rules.compile.argument_type import argument_type
from wflint_rules.compile.bare_word_condition import bare_word_condition
from wflint_rules.compile.condition_syntax import condition_syntax
from wflint_rules.compile.constant_condition import constant_condition
from wflint_rules.compile.continuation_mismatch import continuation_mismatch
from wflint_rules.compile.enum_value import enum_value
from wflint_rules.compile.executor_missing import executor_missing
from wflint_rules.compile.executor_type import executor_type
from wflint_rules.compile.expression_type import expression_type
from wflint_rules.compile.function_name_clash import function_name_clash
from wflint_rules.compile.group_argument import group_argument
from wflint_rules.compile.group_duplicate import group_duplicate
from wflint_rules.compile.group_nested import group_nested
from wflint_rules.compile.group_serial import group_serial
from wflint_rules.compile.invalid_function_step import invalid_function_step
from wflint_rules.compile.matrix_collision import matrix_collision
from wflint_rules.compile.matrix_empty import matrix_empty
from wflint_rules.compile.matrix_exclude import matrix_exclude
from wflint_rules.compile.matrix_single import matrix_single
from wflint_rules.compile.matrix_too_large import matrix_too_large
from wflint_rules.compile.missing_argument import missing_argument
from wflint_rules.compile.mixed_condition import mixed_condition
from wflint_rules.compile.multiple_setup_workflows import multiple_setup_workflows
from wflint_rules.compile.nothing_to_run import nothing_to_run
from wflint_rules.compile.override_without_job import override_without_job
from wflint_rules.compile.parameter_default import parameter_default
from wflint_rules.compile.recursion import recursion
from wflint_rules.compile.remote_docker_twice import remote_docker_twice
from wflint_rules.compile.reserved_parameter_name import reserved_parameter_name
from wflint_rules.compile.schedule_in_setup import schedule_in_setup
from wflint_rules.compile.template_syntax import template_syntax
from wflint_rules.compile.too_large import too_large
from wflint_rules.compile.unexpected_argument import unexpected_argument
from wflint_rules.compile.unknown_command import unknown_command
from wflint_rules.compile.unknown_executor import unknown_executor
from wflint_rules.compile.unknown_orb import unknown_orb
from wflint_rules.compile.unknown_orb_element import unknown_orb_element
from wflint_rules.compile.unknown_parameter import unknown_parameter
from wflint_rules.compile.unknown_pipeline_value import unknown_pipeline_value

RULES = (
    unknown_command,
    unknown_executor,
    unknown_orb,
    unknown_orb_element,
    unknown_parameter,
    unknown_pipeline_value,
    missing_argument,
    unexpected_argument,
    argument_type,
    enum_value,
    parameter_default,
    reserved_parameter_name,
    recursion,
    override_without_job,
    matrix_too_large,
    matrix_empty,
    matrix_single,
    matrix_exclude,
    matrix_collision,
    template_syntax,
    expression_type,
    condition_syntax,
    mixed_condition,
    bare_word_condition,
    executor_missing,
    executor_type,
    remote_docker_twice,
    group_nested,
    group_argument,
    group_duplicate,
    group_serial,
    too_large,
    constant_condition,
    nothing_to_run,
    schedule_in_setup,
    multiple_setup_workflows,
    continuation_mismatch,
    function_name_clash,
    invalid_function_step,
)
