"""A rule's page on a terminal."""

from __future__ import annotations

from wflint.report.page import to_terminal

PAGE = """\
# a-rule

What `it` finds, see [the docs](https://example.com).

```yaml file=x.yml
a: 1

b: 2
```

- an item that is long enough to be wrapped here
"""


def test_headings_paragraphs_examples_and_items_are_laid_out() -> None:
    assert (
        to_terminal(PAGE, width=30, color=False)
        == """\
a-rule

What `it` finds, see the docs
(https://example.com).

    a: 1

    b: 2

- an item that is long enough
  to be wrapped here
"""
    )


def test_with_color_code_is_painted() -> None:
    assert "\x1b[36mit\x1b[0m" in to_terminal(PAGE, width=80, color=True)
