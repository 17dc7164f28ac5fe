"""The bandwidth of memory: STREAM's triad ``a = b + s c`` (McCalpin 1995) over arrays that no cache holds."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from politeia.engine.standalone import standalone

ELEMENTS = 12_000_000  # 96 MB an array


@standalone
def triad(a, b, c, s):
    """One pass."""
    for i in range(a.shape[0]):
        a[i] = b[i] + s * c[i]


def measured(threads: int = 1, *, repeats: int = 5) -> float:
    """GB/s of the best pass, 24 bytes an element as STREAM counts."""
    elements = ELEMENTS
    a, b, c = np.zeros(elements), np.ones(elements), np.full(elements, 2.0)
    edges = [elements * k // threads for k in range(threads + 1)]
    parts = [slice(*edge) for edge in itertools.pairwise(edges)]
    triad(a[:8], b[:8], c[:8], 3.0)
    best = np.inf
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(repeats):
            began = time.perf_counter()
            list(pool.map(lambda part: triad(a[part], b[part], c[part], 3.0), parts))
            best = min(best, time.perf_counter() - began)
    return 24 * elements / best / 1e9
