"""What stands inside `{{ }}` in the keys of caches.

Source: https://circleci.com/docs/guides/optimize/caching/#using-keys-and-templates.
"""

from __future__ import annotations

DATE = "2026-08-01"

TEMPLATES: dict[str, str] = {
    "checksum": "A hash of a file: another one when the file changes, such as a lock file.",
    "arch": "Operating system and processor, such as `linux-amd64-6_62`; for what is compiled.",
    ".Branch": "The branch.",
    ".Revision": "Hash of the commit.",
    ".BuildNum": "Number of the job.",
    ".CheckoutKey": "The SSH key that fetched the code.",
    ".Environment.": "A variable of CircleCI's, of a context or of the project; not of the job's `environment`.",
    "epoch": "Seconds since 1970: the key is new each time, and found by what stands before.",
}
"""What each stands for; the name of a variable follows `.Environment.`."""
