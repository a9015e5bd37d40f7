"""Temporary folders that don't outlive their mock, however it ends.

A folder has a file that stays locked while a process uses it. The system unlocks it when the last
of them has ended, so a folder that isn't locked is a leftover, and the next mock removes it. On
Windows there is no such lock: what is killed there, with its mock, leaves its folder.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from etm_mock import system

PREFIX: Final = "etm-mock-"

_LOCK: Final = "lock"


@contextlib.contextmanager
def temporary() -> Iterator[tuple[Path, Sequence[int]]]:
    """Make a folder for this user alone, and remove it at the end; remove leftovers, too.

    Gives the folder, and the open files that keep it: a process that inherits them keeps the folder
    as well.
    """
    if not system.WINDOWS:
        _remove_leftovers(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        if system.WINDOWS:
            yield Path(name), ()
            return
        import fcntl

        # It has its name once it is locked: nobody finds it before.
        new = Path(name) / f"{_LOCK}.new"
        with new.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            new.rename(Path(name) / _LOCK)
            yield Path(name), (lock.fileno(),)


def _remove_leftovers(parent: Path) -> None:
    import fcntl

    for folder in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with _opened(folder / _LOCK) as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises while it is in use
                shutil.rmtree(folder)


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[int]:
    number = os.open(file, os.O_RDWR | os.O_NOFOLLOW)
    try:
        yield number
    finally:
        os.close(number)
