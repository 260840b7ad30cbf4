"""Rules about the text as YAML."""

from wflint_rules.syntax.alias_cycle import alias_cycle
from wflint_rules.syntax.excessive_yaml import excessive_yaml
from wflint_rules.syntax.merge_of_non_map import merge_of_non_map
from wflint_rules.syntax.nbsp_indentation import nbsp_indentation
from wflint_rules.syntax.undefined_alias import undefined_alias
from wflint_rules.syntax.unknown_tag import unknown_tag
from wflint_rules.syntax.yaml_syntax import yaml_syntax

RULES = (
    yaml_syntax,
    nbsp_indentation,
    undefined_alias,
    alias_cycle,
    unknown_tag,
    merge_of_non_map,
    excessive_yaml,
)
