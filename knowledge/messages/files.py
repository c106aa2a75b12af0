"""
About files as such: finding, reading, decoding.
"""

from __future__ import annotations

from typing import Final

from knowledge.messages.message import Message, error, warning

FILES: Final[dict[str, Message]] = {
    "not_found": error(
        "нет такого файла или папки.",
        "Проверьте путь.",
        "no such file or folder.",
        "Check the path.",
    ),
    "symlink": error(
        "это символическая ссылка, по ссылкам содержимое не читается.",
        "Положите в папку сам файл.",
        "this is a symbolic link; content is not read through links.",
        "Put the file itself into the folder.",
    ),
    "special_file": error(
        "это не обычный файл (канал, сокет или устройство).",
        "Уберите его из папки.",
        "this is not a regular file (a pipe, socket or device).",
        "Remove it from the folder.",
    ),
    "unreadable": error(
        "файл не читается ({reason}).",
        "Проверьте права доступа и диск.",
        "the file cannot be read ({reason}).",
        "Check its permissions and the disk.",
    ),
    "file_too_big": error(
        "файл больше {limit} байт.",
        "Разделите его на несколько файлов.",
        "the file is larger than {limit} bytes.",
        "Split it into several files.",
    ),
    "total_too_big": error(
        "файлы вместе больше {limit} байт, остальные не прочитаны.",
        "Уберите из папки лишнее.",
        "the files together exceed {limit} bytes, the rest was not read.",
        "Remove what does not belong in the folder.",
    ),
    "too_many_files": error(
        "в папке больше {limit} файлов, остальные не прочитаны.",
        "Объедините записи в меньшее число файлов.",
        "the folder holds more than {limit} files, the rest was not read.",
        "Join the entries into fewer files.",
    ),
    "folder_too_deep": error(
        "папки вложены глубже {limit} уровней.",
        "Поднимите файлы выше.",
        "folders are nested deeper than {limit} levels.",
        "Move the files up.",
    ),
    "unknown_format": warning(
        "файл пропущен: формат «{suffix}» не читается.",
        "Подойдут .md, .yaml, .csv, .xlsx, .docx или .jsonl.",
        "the file was skipped: format “{suffix}” is not read.",
        "Use .md, .yaml, .csv, .xlsx, .docx or .jsonl.",
    ),
    "old_office": error(
        "старый формат Office или файл под паролем не читается.",
        "Снимите пароль и сохраните файл как .{modern}.",
        "an old Office format or a password-protected file is not read.",
        "Remove the password and save the file as .{modern}.",
    ),
    "macros": error(
        "в файле есть макросы, такие файлы не открываются.",
        "Сохраните его без макросов, как .{modern}.",
        "the file contains macros; such files are not opened.",
        "Save it without macros, as .{modern}.",
    ),
    "empty_file": warning(
        "в файле нет ни одной записи.",
        "Заполните его или удалите.",
        "the file holds no entry.",
        "Fill it in or delete it.",
    ),
    "not_text": error(
        "это не текст: в файле есть нулевой байт.",
        "Сохраните файл как текст в кодировке UTF-8.",
        "this is not text: the file contains a NUL byte.",
        "Save the file as UTF-8 text.",
    ),
    "undecodable": error(
        "кодировка не распознана: здесь байты не складываются в буквы.",
        "Сохраните файл в кодировке UTF-8.",
        "the encoding is not recognised: the bytes here form no letters.",
        "Save the file as UTF-8.",
    ),
    "encoding": warning(
        "файл в кодировке {encoding}, он прочитан.",
        "Лучше сохраните его в UTF-8.",
        "the file is encoded in {encoding}; it was read.",
        "Better save it as UTF-8.",
    ),
    "too_many_problems": error(
        "ошибок в файле слишком много, показаны первые {limit}.",
        "Исправьте их и проверьте снова.",
        "too many mistakes in the file, the first {limit} are shown.",
        "Mend them and check again.",
    ),
    "too_many_entries": error(
        "записей больше {limit}, остальные не прочитаны.",
        "Уберите лишние записи.",
        "there are more than {limit} entries, the rest was not read.",
        "Remove some entries.",
    ),
    "control_characters": warning(
        "в поле {field} есть управляющие символы, они убраны.",
        "Наберите это место заново.",
        "field {field} contains control characters, which were removed.",
        "Type this passage anew.",
    ),
}
