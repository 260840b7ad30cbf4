"""Rules about keys, types and values, as the walk over the specification finds them."""

from wflint_rules.shape.deprecated_key import deprecated_key
from wflint_rules.shape.empty_value import empty_value
from wflint_rules.shape.exclusive_keys import exclusive_keys
from wflint_rules.shape.invalid_environment_name import invalid_environment_name
from wflint_rules.shape.invalid_image import invalid_image
from wflint_rules.shape.invalid_name import invalid_name
from wflint_rules.shape.invalid_orb_reference import invalid_orb_reference
from wflint_rules.shape.job_branches import job_branches
from wflint_rules.shape.legacy_image import legacy_image
from wflint_rules.shape.lossy_scalar import lossy_scalar
from wflint_rules.shape.machine_without_image import machine_without_image
from wflint_rules.shape.misindented_keys import misindented_keys
from wflint_rules.shape.missing_key import missing_key
from wflint_rules.shape.top_level_typo import top_level_typo
from wflint_rules.shape.unavailable_image import unavailable_image
from wflint_rules.shape.unavailable_resource_class import unavailable_resource_class
from wflint_rules.shape.unknown_key import unknown_key
from wflint_rules.shape.wrong_type import wrong_type
from wflint_rules.shape.wrong_value import wrong_value

RULES = (
    unknown_key,
    missing_key,
    wrong_type,
    wrong_value,
    exclusive_keys,
    empty_value,
    misindented_keys,
    top_level_typo,
    job_branches,
    lossy_scalar,
    invalid_name,
    invalid_environment_name,
    invalid_image,
    legacy_image,
    invalid_orb_reference,
    unavailable_image,
    unavailable_resource_class,
    machine_without_image,
    deprecated_key,
)
