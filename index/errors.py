"""
The errors of this floor. Exceptions of FAISS, SQLite, onnxruntime and the file system are mapped to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class IndexFailure(Exception):
    """
    Root of everything that this package raises on purpose.
    """


class ModelMissing(IndexFailure):
    """
    The encoder's model is neither on the disk nor in the local model cache.
    """

    def __init__(self, model: str, looked_in: str, cure: str) -> None:
        self.model = model
        self.looked_in = looked_in
        self.cure = cure
        super().__init__(f"Модель «{model}» не найдена ({looked_in}). {cure}")


class ModelDamaged(IndexFailure):
    """
    The model's files are there, but they are not what they should be.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"Модель в {path} повреждена или не подходит: {reason}. "
            "Удалите эту папку и запустите снова: встроенная модель будет распакована заново."
        )


class EncodingFailed(IndexFailure):
    """
    The model could not turn a text into a finite vector.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"Модель не смогла обработать текст: {reason}. Проверьте модель командой `copilot doctor`."
        )


class SnapshotMissing(IndexFailure):
    """
    There is no finished snapshot in the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"Снимок индекса не найден в {path}. Опубликуйте базу знаний заново: он будет построен."
        )


class SnapshotDamaged(IndexFailure):
    """
    A file of the snapshot is absent, cut short or changed since it was written.
    """

    def __init__(self, path: Path, file: str, reason: str) -> None:
        self.path = path
        self.file = file
        self.reason = reason
        super().__init__(f"Снимок индекса в {path} повреждён: {file}: {reason}. Его нужно построить заново.")


class SnapshotForeign(IndexFailure):
    """
    The snapshot is whole, but made by another format, another encoder or from other documents.
    """

    def __init__(self, path: Path, what: str, expected: str, found: str) -> None:
        self.path = path
        self.what = what
        self.expected = expected
        self.found = found
        super().__init__(
            f"Снимок индекса в {path} сделан для другого ({what}: {found}, нужно {expected}). "
            "Его нужно построить заново."
        )


class StorageFailure(IndexFailure):
    """
    The disk did not take what was written: full, read-only, or not permitted.
    """

    def __init__(self, path: Path, errno: int, reason: str) -> None:
        self.path = path
        self.errno = errno
        self.reason = reason
        super().__init__(
            f"Не удалось записать {path}: {reason}. Освободите место или проверьте права на папку."
        )


class DuplicateDocument(IndexFailure):
    """
    Two documents of one index have the same id.
    """

    def __init__(self, document: str) -> None:
        self.document = document
        super().__init__(f"Документ «{document}» встречается дважды: дайте каждому свой идентификатор.")


class VectorMismatch(IndexFailure):
    """
    A vector does not fit the index: another width, or not finite.
    """

    def __init__(self, expected: int, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(
            f"Вектор не подходит к индексу: нужно {expected} конечных чисел, получено {found}. "
            "Постройте индекс заново той же моделью."
        )
