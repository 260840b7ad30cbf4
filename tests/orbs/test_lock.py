"""The lock file: deterministic, and read with care."""

from __future__ import annotations

import pytest

from wflint.errors import OrbError
from wflint.orbs.lock import Pin, format_lock, parse_lock, sha256_of

PINS = {"b/b@dev:x": Pin("dev:x", "22"), "a/a@1": Pin("1.2.3", "11")}
TEXT = """\
{
  "version": 1,
  "orbs": {
    "a/a@1": {
      "version": "1.2.3",
      "sha256": "11"
    },
    "b/b@dev:x": {
      "version": "dev:x",
      "sha256": "22"
    }
  }
}
"""


def test_pins_are_written_by_name() -> None:
    assert format_lock(PINS) == TEXT
    assert format_lock(dict(reversed(PINS.items()))) == TEXT


def test_what_was_written_is_read() -> None:
    assert parse_lock(TEXT, "orbs.lock") == PINS


def test_the_hash_is_that_of_other_tools() -> None:
    assert sha256_of(b"orb\n") == "57aab84b6c39058cca9a746c2d43a62f262714b99fd3b104b89f7072c6b66d68"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "`orbs.lock` is no lock file: it is no JSON"),
        ("[" * 100_000, "`orbs.lock` is no lock file: it is no JSON"),
        ("[]", "`orbs.lock` is no lock file of this version of wflint: its `version` is not 1"),
        ('{"version": 2}', "`orbs.lock` is no lock file of this version of wflint: its `version` is not 1"),
        ('{"version": 1, "orbs": []}', "`orbs.lock` is no lock file: it has no `orbs`"),
        ('{"version": 1, "orbs": {"x": {}}}', "`orbs.lock`: `x` is no reference to an orb"),
        ('{"version": 1, "orbs": {"a/a@1": 7}}', "`orbs.lock`: `a/a@1` needs a `version` and a `sha256`"),
        (
            '{"version": 1, "orbs": {"a/a@1": {"version": "1", "sha256": "1"}}}',
            "`orbs.lock`: `a/a@1` is pinned to `1`, which is no exact version",
        ),
        (
            '{"version": 1, "orbs": {"a/a@1": {"version": "../../etc", "sha256": "1"}}}',
            "`orbs.lock`: `a/a@1` is pinned to `../../etc`, which is no exact version",
        ),
    ],
)
def test_a_text_that_is_no_lock_file_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(OrbError) as caught:
        parse_lock(text, "orbs.lock")

    assert str(caught.value) == message
