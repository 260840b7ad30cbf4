"""Words about files, and what a failure of our own files means for a step."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wflint.localrun.stores.protocol import StepError
from wflint.localrun.stores.workspaces import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator


def counted(count: int, word: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def bytes_text(size: float) -> str:
    """`12 B`, `1.2 kB`, `3.4 GB`."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


@contextmanager
def reported() -> Iterator[None]:
    """Turn a failure of our own files, a full disk for one, into that of the step."""
    try:
        yield
    except ArchiveError as error:
        raise StepError(str(error)) from error
    except OSError as error:
        where = f" `{error.filename}`" if error.filename else ""
        raise StepError(f"cannot write{where}: {(error.strerror or str(error)).lower()}") from error
