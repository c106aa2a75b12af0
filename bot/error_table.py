"""
The one table of errors: for each leaf its HTTP status, its machine code, and its sentence in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.access_error_rows import ACCESS_ROWS
from bot.channel_error_rows import CHANNEL_ROWS
from bot.conversation_error_rows import CONVERSATION_ROWS
from bot.errors import (
    AddressUnavailable,
    BatchLineInvalid,
    BodyNotForm,
    BodyNotJson,
    BodyTooLarge,
    BodyTooSlow,
    BotError,
    CheckerLoading,
    ContentTypeUnsupported,
    DatabaseClosed,
    DatabaseDamaged,
    DatabaseDiskFull,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseTooNew,
    DraftUnreadable,
    EntryUnknown,
    FieldsInvalid,
    FindingBlocks,
    Forbidden,
    ForeignHost,
    ForeignOrigin,
    LoginLinkInvalid,
    LoginRequired,
    MeasureInvalid,
    MethodNotAllowed,
    NotADatabase,
    NothingPublished,
    Overloaded,
    PageUnknown,
    PeerMissing,
    PersonUnknown,
    PicksInvalid,
    QuestionUnknown,
    RulesUnusable,
    SettingsInvalid,
    ShowingUnknown,
    StorageError,
    TooManyRequests,
    VersionConflict,
    VersionDamaged,
    VersionUnknown,
)


@dataclass(frozen=True, slots=True)
class Description:
    """
    An error as the outside sees it: HTTP status, stable machine code, sentence in the reader's language.
    """

    status: int
    code: str
    sentence: str


_INTERNAL = (
    500,
    "internal",
    "Внутренняя ошибка. Повторите; если не пройдёт, сообщите администратору номер запроса",
    "Internal error. Try again; if it persists, tell your administrator the request id",
)

TABLE: dict[type[Exception], tuple[int, str, str, str]] = {
    BotError: _INTERNAL,
    SettingsInvalid: (
        500,
        "settings-invalid",
        "Неверные настройки (.env или переменные окружения): {e.listed}",
        "Invalid settings (.env or environment variables): {e.listed}",
    ),
    StorageError: (
        500,
        "storage-failed",
        "База данных {e.path}: операция не удалась ({e.reason}). Проверьте диск и запустите `copilot doctor`",
        "Database {e.path}: the operation failed ({e.reason}). Check the disk and run `copilot doctor`",
    ),
    DatabaseClosed: (
        503,
        "shutting-down",
        "База данных {e.path} уже закрыта: программа останавливается. Повторите после запуска",
        "Database {e.path} is closed: the program is stopping. Try again once it is started",
    ),
    DatabaseDiskFull: (
        507,
        "disk-full",
        "База данных {e.path}: на диске нет места. Освободите место и повторите; записанное раньше цело",
        "Database {e.path}: the disk is full. Free some space and try again; what was stored before is safe",
    ),
    DatabaseReadOnly: (
        500,
        "read-only",
        (
            "База данных {e.path}: нет права на запись или чтение. Дайте пользователю программы права на "
            "файл и его папку или укажите другую папку в DATA_DIR"
        ),
        (
            "Database {e.path}: no permission. Give the program's user access to the file and its folder, "
            "or name another folder in DATA_DIR"
        ),
    ),
    DatabaseDamaged: (
        500,
        "database-damaged",
        (
            "База данных {e.path} повреждена. Остановите программу, сохраните копию файла и восстановите его "
            "из резервной копии или командой `sqlite3 {e.path} .recover`"
        ),
        (
            "Database {e.path} is damaged. Stop the program, copy the file, restore it from a backup "
            "or with `sqlite3 {e.path} .recover`"
        ),
    ),
    NotADatabase: (
        500,
        "not-a-database",
        "Файл {e.path} — не база данных этой программы. Переименуйте его или укажите другую папку в DATA_DIR",
        "File {e.path} is not this program's database. Rename it or name another folder in DATA_DIR",
    ),
    DatabaseLocked: (
        503,
        "database-locked",
        (
            "База данных {e.path} занята другим процессом. Повторите через несколько секунд; не поможет — "
            "найдите другой запущенный `copilot`"
        ),
        (
            "Database {e.path} is held by another process. Try again in a few seconds; failing that, "
            "look for another running `copilot`"
        ),
    ),
    DatabaseTooNew: (
        500,
        "database-too-new",
        (
            "База данных {e.path} изменена более новой версией программы ({e.reason}). Обновите "
            "программу или восстановите базу из копии, сделанной до обновления"
        ),
        (
            "Database {e.path} was changed by a newer version of the program ({e.reason}). Update "
            "the program, or restore a copy made before that update"
        ),
    ),
    VersionUnknown: (
        404,
        "version-unknown",
        "Версии {e.number} базы знаний нет. Список версий: `copilot kb versions`",
        "There is no version {e.number} of the knowledge base. See `copilot kb versions`",
    ),
    VersionConflict: (
        409,
        "version-conflict",
        (
            "Пока готовилось изменение к версии {e.expected}, опубликована версия {e.actual}. "
            "Посмотрите `copilot kb diff` и опубликуйте ещё раз"
        ),
        (
            "While the change to version {e.expected} was prepared, version {e.actual} was published. "
            "Look at `copilot kb diff` and publish again"
        ),
    ),
    VersionDamaged: (
        500,
        "version-damaged",
        "Версия {e.number} базы знаний не читается ({e.reason}). Вернитесь к другой: `copilot kb rollback`",
        (
            "Version {e.number} of the knowledge base cannot be read ({e.reason}). "
            "Go back to another one: `copilot kb rollback`"
        ),
    ),
    PersonUnknown: (
        404,
        "person-unknown",
        "Человека «{e.person}» нет в списке пользователей",
        "There is no user {e.person!r}",
    ),
    QuestionUnknown: (
        404,
        "question-unknown",
        "Этого вопроса нет в вашем журнале: задайте его ещё раз",
        "This question is not in your log: ask it again",
    ),
    BatchLineInvalid: (
        422,
        "batch-line-invalid",
        "Строка {e.number} ввода не годится: нужен объект JSON с текстовыми полями id и text",
        "Line {e.number} of the input is unusable: it must be a JSON object with the texts id and text",
    ),
    DraftUnreadable: (
        422,
        "draft-unreadable",
        "Черновик {e.source} не читается: {e.reason}. Нужен текст в кодировке UTF-8",
        "The draft {e.source} cannot be read: {e.reason}. Text in UTF-8 is needed",
    ),
    MeasureInvalid: (
        422,
        "measure-invalid",
        "По папке {e.path} измерить нельзя: {e.reason}. Нужны материалы, queries.jsonl и qrels.tsv",
        "Cannot measure on {e.path}: {e.reason}. It needs content, queries.jsonl and qrels.tsv",
    ),
    PicksInvalid: (
        422,
        "picks-invalid",
        "Файл выборов {e.path} не читается: {e.reason}. Строка: объект JSON с text, entry и, возможно, by",
        "The picks in {e.path} cannot be read: {e.reason}. A line is a JSON object: text, entry, perhaps by",
    ),
    PeerMissing: (
        501,
        "peer-missing",
        "Для этого измерения нужен {e.name}: pip install -e '.[bench]'",
        "This measurement needs {e.name}: pip install -e '.[bench]'",
    ),
    Overloaded: (
        503,
        "overloaded",
        "Слишком много вопросов одновременно. Повторите через секунду",
        "Too many questions at once. Try again in a second",
    ),
    NothingPublished: (
        503,
        "nothing-published",
        "База знаний ещё не опубликована. Опубликуйте её: `copilot kb publish ПАПКА`",
        "No knowledge base has been published yet. Publish one: `copilot kb publish FOLDER`",
    ),
    EntryUnknown: (
        404,
        "entry-unknown",
        "Записи «{e.entry}» нет в опубликованной базе знаний",
        "There is no entry {e.entry!r} in the published knowledge base",
    ),
    CheckerLoading: (
        503,
        "checker-loading",
        "Правила речи ещё загружаются. Черновик можно будет проверить через несколько секунд",
        "The speech rules are still being loaded. The draft can be checked in a few seconds",
    ),
    RulesUnusable: (
        503,
        "rules-unusable",
        "Правила речи не загружены, черновики не проверяются. Исправьте файлы правил: {e.problem}",
        "No speech rules could be loaded, drafts are not checked. Mend the rule files: {e.problem}",
    ),
    ShowingUnknown: (
        404,
        "showing-unknown",
        "Замечание {e.rule} по этому черновику вам не показывали: проверьте черновик ещё раз",
        "The finding {e.rule} was not shown to you on this draft: check the draft again",
    ),
    FindingBlocks: (
        409,
        "finding-blocks",
        "С ошибкой {e.rule} отправлять нельзя: исправьте её или отметьте, что это не нарушение",
        "The error {e.rule} forbids sending: mend it, or mark it as no violation",
    ),
    LoginRequired: (
        401,
        "login-required",
        "Нужен вход: по паролю на странице /login или по ссылке (`copilot user login-link`)",
        "Please log in: by password at /login, or by a link (`copilot user login-link`)",
    ),
    LoginLinkInvalid: (
        401,
        "login-link-invalid",
        (
            "Ссылка для входа уже использована или устарела: она действует один раз и недолго. "
            "Получите новую командой `copilot user login-link` или у администратора"
        ),
        (
            "This login link has been used or has expired: it works once and not for long. "
            "Get a new one with `copilot user login-link` or from your administrator"
        ),
    ),
    Forbidden: (
        403,
        "forbidden",
        "Недостаточно прав: нужна роль «{e.role}»",
        "Not permitted: the role {e.role!r} is needed",
    ),
    ForeignHost: (
        421,
        "foreign-host",
        "Сервер не отвечает под этим адресом. Откройте его по адресу из PUBLIC_URL или задайте PUBLIC_URL",
        "This server does not answer under this address. Use the one in PUBLIC_URL, or set PUBLIC_URL",
    ),
    ForeignOrigin: (
        403,
        "foreign-origin",
        "Запрос пришёл со страницы другого сайта и отклонён. Откройте рабочее место и повторите там",
        "The request came from another site's page and was refused. Open the desk and repeat it there",
    ),
    PageUnknown: (404, "not-found", "Такой страницы нет", "There is no such page"),
    MethodNotAllowed: (
        405,
        "method-not-allowed",
        "Этот адрес принимает только методы: {e.listed}",
        "This address takes only these methods: {e.listed}",
    ),
    BodyTooLarge: (
        413,
        "body-too-large",
        "Запрос больше {e.limit} байт. Сократите текст",
        "The request is larger than {e.limit} bytes. Shorten the text",
    ),
    BodyTooSlow: (
        408,
        "body-too-slow",
        "Запрос не пришёл целиком вовремя. Проверьте связь и повторите",
        "The request did not arrive in time. Check the connection and try again",
    ),
    BodyNotJson: (
        400,
        "body-not-json",
        "Тело запроса — не JSON в кодировке UTF-8",
        "The request body is not JSON in UTF-8",
    ),
    BodyNotForm: (
        400,
        "body-not-form",
        "Тело запроса — не форма в кодировке UTF-8",
        "The request body is not a form in UTF-8",
    ),
    ContentTypeUnsupported: (
        415,
        "content-type",
        "Нужен заголовок Content-Type: {e.wanted}",
        "The header Content-Type: {e.wanted} is needed",
    ),
    FieldsInvalid: (422, "fields-invalid", "Неверные поля запроса: {e.listed}", "Invalid fields: {e.listed}"),
    TooManyRequests: (
        429,
        "too-many-requests",
        "Слишком часто. Подождите {e.retry_after} с",
        "Too many requests. Wait {e.retry_after} s",
    ),
    AddressUnavailable: (
        500,
        "address-unavailable",
        (
            "Не удалось занять адрес {e.host}:{e.port} ({e.reason}). Остановите другую программу "
            "на этом порту или задайте другой PORT"
        ),
        (
            "Cannot listen on {e.host}:{e.port} ({e.reason}). Stop the other program on this port "
            "or set another PORT"
        ),
    ),
    **ACCESS_ROWS,
    **CONVERSATION_ROWS,
    **CHANNEL_ROWS,
}


def describe(error: BaseException, language: str = "ru") -> Description:
    """
    Describe `error` for the outside; one that the table does not know is an internal one, without details.
    """
    known = (TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    status, code, russian, english = next(known, _INTERNAL)
    return Description(status, code, (english if language == "en" else russian).format(e=error))
