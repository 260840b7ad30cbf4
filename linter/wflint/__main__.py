"""The console entry."""

from __future__ import annotations

import sys

from wflint.cli.checking import DEFAULTS, check_paths


def main() -> int:
    paths = [a for a in sys.argv[2:] if not a.startswith("-") and a not in ("concise", "info")]
    from wflint.diagnostic import Severity

    return check_paths(paths, DEFAULTS._replace(min_severity=Severity.INFO if "info" in sys.argv else Severity.WARNING))


if __name__ == "__main__":
    sys.exit(main())
