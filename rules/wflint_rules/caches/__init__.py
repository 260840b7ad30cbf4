"""Rules about caches: keys that find what was saved, paths that are taken."""

from wflint_rules.caches.cache_key_length import cache_key_length
from wflint_rules.caches.cache_path_pattern import cache_path_pattern
from wflint_rules.caches.checksum_before_checkout import checksum_before_checkout
from wflint_rules.caches.constant_cache_key import constant_cache_key
from wflint_rules.caches.shadowed_cache_key import shadowed_cache_key
from wflint_rules.caches.unavailable_cache_variable import unavailable_cache_variable
from wflint_rules.caches.unknown_cache_template import unknown_cache_template
from wflint_rules.caches.unrestored_cache import unrestored_cache
from wflint_rules.caches.unsaved_cache import unsaved_cache
from wflint_rules.caches.variable_in_cache_key import variable_in_cache_key

RULES = (
    unsaved_cache,
    unrestored_cache,
    shadowed_cache_key,
    unknown_cache_template,
    checksum_before_checkout,
    unavailable_cache_variable,
    variable_in_cache_key,
    cache_path_pattern,
    cache_key_length,
    constant_cache_key,
)
