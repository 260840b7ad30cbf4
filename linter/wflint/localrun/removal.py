"""Remove trees of files that jobs have left, whatever they did to them."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import suppress


def remove_tree(path: str) -> None:
    """Remove a directory and all below it, also out of directories that nobody may write to; what resists stays."""
    shutil.rmtree(path, ignore_errors=True)
    if not os.path.isdir(path) or os.path.islink(path):
        return
    for parent, folders, _ in os.walk(path):
        for folder in [parent, *(os.path.join(parent, name) for name in folders)]:
            with suppress(OSError):
                if not os.path.islink(folder):
                    os.chmod(folder, 0o700)
    shutil.rmtree(path, ignore_errors=True)


def remove_empty(path: str) -> None:
    """Remove those directories in a directory that are empty, and it itself if nothing is left."""
    for name in os.listdir(path) if os.path.isdir(path) else ():
        with suppress(OSError):
            os.rmdir(os.path.join(path, name))
    with suppress(OSError):
        os.rmdir(path)


async def remove_aside(path: str) -> None:
    """Free the path of a directory at once, and remove what was there while the loop goes on.

    `asyncio.run` waits for the end of it, as for all that the loop's own executor does.
    """
    aside = f"{path}.{os.urandom(4).hex()}"
    try:
        os.rename(path, aside)
    except FileNotFoundError:
        return
    except OSError:
        await asyncio.to_thread(remove_tree, path)
        return
    asyncio.get_running_loop().run_in_executor(None, remove_tree, aside)
