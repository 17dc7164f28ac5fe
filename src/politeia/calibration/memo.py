"""What is simulated or decided once is kept: a calibration that was stopped goes on where it stood.

Histories are kept by their parameters and number in checksummed parts; every decision (a design, a set of proposals)
is a file of its own.  Nothing is kept by halves, and a damaged file is set aside and made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from politeia.mistakes import Mistake
from politeia.store import write_whole

Floats = NDArray[np.float64]
Simulator = Callable[[Floats, int], Floats]  #: a point of the unit cube and a history's number: its values, linked
_PART = 48  # histories in a part: some ten seconds of work


class Memo:
    """The folder of one calibration problem, and the histories already in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self.ran = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Mistake(f"{folder}: cannot be written ({error.strerror or error}); choose another --out") from None
        self._known: dict[tuple[bytes, int], Floats] = {}
        for path in sorted(folder.glob("part-*.npz")):
            if (part := self._read(path)) is not None:
                points, numbers, values = (part[name] for name in ("points", "numbers", "values"))
                self._known |= {(bytes(p), int(n)): v for p, n, v in zip(points, numbers, values, strict=True)}

    def evaluate(
        self,
        points: Floats,
        numbers: NDArray[np.int64],
        simulator: Callable[[], Simulator],
        *,
        threads: int,
        progress: Callable[[int], None],
    ) -> Floats:
        """Values of every point under each of its histories ``(points, histories, values)``; runs what is missing."""
        keys = [(key(point), int(n)) for point, row in zip(points, numbers, strict=True) for n in row]
        places = [k for k in range(len(points)) for _ in range(numbers.shape[1])]
        missing = [k for k, known in enumerate(keys) if known not in self._known]
        progress(len(keys) - len(missing))
        if missing:
            run = simulator()
            self._run([keys[k] for k in missing], points[[places[k] for k in missing]], run, threads, progress)
        found = np.array([self._known[k] for k in keys])
        return found.reshape(*numbers.shape, -1)

    def _run(
        self,
        keys: Sequence[tuple[bytes, int]],
        points: Floats,
        run: Simulator,
        threads: int,
        progress: Callable[[int], None],
    ) -> None:
        fresh: list[tuple[bytes, int]] = []
        pool = ThreadPoolExecutor(threads, thread_name_prefix="calibrate")
        try:
            jobs = {pool.submit(run, p, k[1]): k for p, k in zip(points, keys, strict=True)}
            for job in as_completed(jobs):
                self._known[jobs[job]] = np.asarray(job.result(), np.float64)
                fresh.append(jobs[job])
                self.ran += 1
                progress(1)
                if len(fresh) >= _PART:
                    self._write(fresh)
                    fresh = []
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            self._write(fresh)

    def decided(self, name: str, make: Callable[[], Floats]) -> Floats:
        """The array that was decided under this name; made, and stored before it is used, if it was not."""
        for path in sorted(self.folder.glob(f"decided-{name}-*.npz")):
            if (found := self._read(path)) is not None:
                return np.asarray(found["array"])
        array = make()
        self._store(f"decided-{name}", array=array)
        return array

    def _write(self, keys: Sequence[tuple[bytes, int]]) -> None:
        if keys:
            points = np.array([np.frombuffer(k[0], np.uint8) for k in keys])
            numbers = np.array([k[1] for k in keys], np.int64)
            self._store("part", points=points, numbers=numbers, values=np.array([self._known[k] for k in keys]))

    def _store(self, stem: str, **arrays: NDArray[np.generic]) -> None:
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
        content = buffer.getvalue()
        try:
            write_whole(self.folder / f"{stem}-{_checksum(content)}.npz", content)
        except OSError as error:
            raise Mistake(
                f"{self.folder}: cannot be written ({error.strerror or error}); what was stored is safe, "
                "and the same command continues"
            ) from None

    def _read(self, path: Path) -> dict[str, NDArray[np.generic]] | None:
        content = path.read_bytes()
        if _checksum(content) != path.stem.rsplit("-", 1)[-1]:
            self.notes.append(f"{path} is damaged; what it held is made again.")
            with contextlib.suppress(OSError):
                os.replace(path, path.with_suffix(".bad"))
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}


def key(point: Floats) -> bytes:
    """Names a point of the unit cube."""
    return hashlib.blake2b(np.ascontiguousarray(point, np.float64).tobytes(), digest_size=12).digest()


def _checksum(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()
