"""
Where the encoder's files are: found under the name that the settings give, and made ready once.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index import e5
from index.errors import ModelMissing
from index.storage import exclusive

if TYPE_CHECKING:
    from index.arrays import Progress

PREPARATION_STAGE: Final = "model"
PREPARATION_STEPS: Final = 2


def prepare_model(model: str, models_dir: Path, progress: Progress | None = None) -> Path:
    """
    Return the folder that `index.encoder.OnnxEncoder` serves; arguments and errors as in `open_encoder`.
    """
    if model == e5.DEFAULT_MODEL:
        folder = models_dir / e5.DEFAULT_MODEL
        return _exported(str(folder), folder / "onnx", e5.ORIGIN, models_dir, progress)
    path = Path(model).expanduser()
    if path.is_dir():
        return _exported(
            str(path), models_dir / _slug(str(path.resolve())), _folder_origin(path), models_dir, progress
        )
    if path.is_absolute() or model.startswith((".", "~")):
        raise ModelMissing(model, "такой папки нет", "Проверьте путь в EMBEDDING_MODEL.")
    return _exported(model, models_dir / _slug(model), model, models_dir, progress)


def _exported(model: str, target: Path, origin: str, models_dir: Path, progress: Progress | None) -> Path:
    if _is_current(target, origin):
        return target
    with exclusive(models_dir):
        if not _is_current(target, origin):  # another process may have been at it while we waited
            _tell(progress, 0)
            if origin == e5.ORIGIN:
                e5.ensure_default_model(models_dir)
            _tell(progress, 1)
            from index.onnx_export import export  # noqa: PLC0415 -- imports torch, needed once per model

            shutil.rmtree(target, ignore_errors=True)
            export(model, target, origin)
            _tell(progress, PREPARATION_STEPS)
    return target


def _is_current(target: Path, origin: str) -> bool:
    try:
        settings = json.loads((target / "encoder.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(settings, dict) and settings.get("origin") == origin


def _folder_origin(folder: Path) -> str:
    """
    Changes when a file of the model is replaced, for instance after tuning.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".safetensors", ".bin", ".json"})
    states = [(str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(states).encode()).hexdigest()


def _slug(model: str) -> str:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(model).name)[:60]
    return f"{name}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"


def _tell(progress: Progress | None, done: int) -> None:
    if progress is not None:
        progress(PREPARATION_STAGE, done, PREPARATION_STEPS)
