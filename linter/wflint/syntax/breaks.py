"""Line breaks and blanks of YAML 1.1, as texts and as regexes that are compiled where they are used."""

from __future__ import annotations

WHITE = " \t\r\n\x85\u2028\u2029"
"""Blanks and line breaks; for editors only CR and LF end a line."""

BREAKS = r"\r\n\x85\u2028\u2029"
"""The characters that end a line, for use in a regex's class."""

BLANKS = rf"(?:[ \t{BREAKS}]|#[^{BREAKS}]*+)*+"
"""A regex for what may stand between tokens: spaces, line breaks and comments; it gives nothing back."""
