"""
One thread for each linear-algebra call: a question's matrices are small, and the server's threads are many.

OpenBLAS starts a thread a core for whatever is above a few thousand numbers. Where the cores are busy those
threads wait for one another, and a millisecond becomes fifty.
"""

from __future__ import annotations

from functools import cache

import threadpoolctl  # type: ignore[import-untyped]  # no stubs are published


@cache
def use_one_blas_thread() -> None:
    """
    Hold BLAS to the calling thread, for the whole process and for good; the second call does nothing.
    """
    threadpoolctl.threadpool_limits(limits=1, user_api="blas")
