from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.pipeline.cron import cron_faults, next_run

SUPPORTED = [
    "0 4 * * *",
    "5 4 * * 1,3,5",
    "0 0 1 1,7 *",
    "0 9-17 * * *",
    "59 23 31 12 *",
    "  0  4 * * * ",
    "0 0 30 2,4 *",
]

# The text, the stretch that is faulty, whether that is certain, and what to write for it.
FAULTY = [
    ("*/10 * * * *", "*/10", True, "0,10,20,30,40,50"),
    ("0 */2 * * *", "*/2", True, "0,2,4,6,8,10,12,14,16,18,20,22"),
    ("3/20 * * * *", "3/20", True, "3,23,43"),
    ("0 1-5/2 * * *", "1-5/2", True, "1,3,5"),
    ("*/x * * * *", "*/x", True, None),
    ("0 0 * * 1,3-5", "1,3-5", True, "1,3,4,5"),
    ("0 0 * * Tue-Sat", "Tue-Sat", True, "2,3,4,5,6"),
    ("0 0 * * 1-5", "1-5", False, "1,2,3,4,5"),
    ("0 0 * * MON", "MON", False, "1"),
    ("0 0 * JAN,jul *", "JAN", False, "1"),
    ("0 24 * * *", "24", True, None),
    ("60 0 * * *", "60", True, None),
    ("0 0 0 * *", "0", True, None),
    ("0 0 * * 8", "8", True, None),
    ("0 17-9 * * *", "17-9", True, None),
    ("0 0 ? * *", "?", True, None),
    ("0 0 1, * *", "", True, None),
    ("0 0 * *", "0 0 * *", True, None),
    ("0 0 0 * * *", "0 0 0 * * *", True, None),
    ("@daily", "@daily", True, "0 0 * * *"),
    ("@reboot", "@reboot", True, None),
    ("0 0 31 2,4,6 *", "31 2,4,6", True, None),
    ("", "", True, None),
]


@pytest.mark.parametrize("text", SUPPORTED)
def test_documented_forms_have_no_fault(text: str) -> None:
    assert cron_faults(text) == ()


@pytest.mark.parametrize(("text", "stretch", "certain", "replacement"), FAULTY)
def test_a_fault_has_its_place_and_what_to_write(
    text: str, stretch: str, certain: bool, replacement: str | None
) -> None:
    fault = cron_faults(text)[0]

    assert (text[fault.start : fault.end], fault.is_certain, fault.replacement) == (stretch, certain, replacement)


def test_every_faulty_field_is_named() -> None:
    assert [fault.message for fault in cron_faults("*/5 24 * * mon")] == [
        "steps such as `*/5` are not supported",
        "hour `24` is not between 0 and 23",
        "names such as `mon` are not part of the documented syntax",
    ]


@given(st.text(alphabet="0123456789*/,-@ MONjanx?", max_size=20))
def test_any_text_is_judged_and_places_lie_inside(text: str) -> None:
    assert all(0 <= fault.start <= fault.end <= len(text) for fault in cron_faults(text))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("0 4 * * *", datetime(2026, 8, 2, 4, tzinfo=UTC)),
        ("30 13 * * 6", datetime(2026, 8, 1, 13, 30, tzinfo=UTC)),
        ("0 0 * * 1-5", datetime(2026, 8, 3, tzinfo=UTC)),
        ("*/10 * * * *", None),
        ("0 0 31 2 *", None),
    ],
)
def test_the_next_run_is_in_utc(text: str, moment: datetime | None) -> None:
    # The first of August 2026 is a Saturday.
    assert next_run(text, datetime(2026, 8, 1, 12, tzinfo=UTC)) == moment
