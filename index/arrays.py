"""
The shapes of what this floor passes around.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""Shape (dimension,), length 1 in L2."""

Vectors = NDArray[np.float32]
"""Shape (n, dimension), each row of length 1 in L2."""

BoolMask = NDArray[np.bool_]
"""Shape (n,): True where a document may be found."""

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how much is done, and how much there is."""
