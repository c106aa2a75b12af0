"""
What all tests of the application share: a blocking call on the event loop is a failure.
"""

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster, blockbuster_ctx


@pytest.fixture(autouse=True)
def _loop_is_never_blocked() -> Iterator[BlockBuster]:
    """
    Raise when code of ours sleeps, waits for a lock, reads a file or runs SQL on the event loop.

    Only calls below our own packages count: what pytest or a test itself does there is its own business.
    """
    with blockbuster_ctx(["bot", "faq", "knowledge", "index"]) as blockbuster:
        yield blockbuster
