"""
The shape of the code base: every module imports alone, and starting stays cheap.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in ("bot", "faq", "index", "knowledge")
    for path in (ROOT / package).rglob("*.py")
    if path.name != "__main__.py"
)

ALONE = """
import importlib, json, multiprocessing, sys

def load(name):
    try:
        importlib.import_module(name)
    except Exception as error:
        return name, repr(error)
    return name, None

if __name__ == "__main__":
    # A process of its own for every module, forked before anything is imported.
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        failed = [pair for pair in pool.map(load, json.loads(sys.argv[1]), chunksize=1) if pair[1]]
    print(json.dumps(failed))
"""


def test_every_module_imports_alone():
    """
    No module depends on another having been imported first.
    """
    run = subprocess.run(
        [sys.executable, "-c", ALONE, json.dumps(MODULES)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    assert json.loads(run.stdout) == []


@pytest.mark.parametrize(
    "module", ["torch", "transformers", "aiohttp", "onnxruntime", "faiss", "scipy", "numpy"]
)
def test_help_imports_nothing_heavy(module: str):
    """
    `copilot --help` does not wait for a model, a server or an array library to be imported.
    """
    code = f"import sys, bot.cli.app; sys.exit({module!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_serving_never_imports_torch():
    """
    The parts of a running server do not import torch: a prepared model is served without it.
    """
    code = (
        "import sys, bot.container, bot.keeper, bot.web.app, index.encoder; sys.exit('torch' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
