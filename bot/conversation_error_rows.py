"""
The rows of the error table for conversations: status, machine code, sentence in both languages.
"""

from __future__ import annotations

from bot.conversation_errors import (
    AlreadyTaken,
    AttachmentRefused,
    AttachmentTooLarge,
    AttachmentUnknown,
    ClientKeyInvalid,
    ClientKeyReused,
    ColleagueInactive,
    ConversationClosed,
    ConversationError,
    ConversationUnknown,
    CursorInvalid,
    DecisionNeeded,
    DeliveryUnknown,
    DraftBlocked,
    GateUnavailable,
    Lagged,
    MessageEmpty,
    MessageTooLong,
    MessageUnknown,
    NotYours,
    PassedToSelf,
    RatingInvalid,
    RatingTooEarly,
    TooManyAttachments,
)

CONVERSATION_ROWS: dict[type[Exception], tuple[int, str, str, str]] = {
    ConversationError: (
        409,
        "conversation-refused",
        "Диалог сейчас этого не допускает. Обновите его и повторите",
        "The conversation does not allow this now. Refresh it and try again",
    ),
    ConversationUnknown: (
        404,
        "conversation-unknown",
        "Такого диалога нет. Обновите список",
        "There is no such conversation. Refresh the list",
    ),
    AlreadyTaken: (
        409,
        "already-taken",
        "Диалог уже взял коллега ({e.by}). Возьмите следующий из очереди",
        "A colleague ({e.by}) has taken this conversation. Take the next one from the queue",
    ),
    NotYours: (
        409,
        "not-yours",
        "Диалог ведёте не вы. Возьмите его, а если он у коллеги – попросите передать",
        "You do not lead this conversation. Take it, or ask the colleague who has it to pass it on",
    ),
    ConversationClosed: (
        409,
        "conversation-closed",
        "Диалог завершён. Он откроется снова, когда клиент напишет",
        "The conversation has ended. It opens again when the customer writes",
    ),
    PassedToSelf: (
        422,
        "passed-to-self",
        "Диалог и так ваш. Выберите коллегу, которому его передать",
        "The conversation is yours already. Choose a colleague to pass it on to",
    ),
    ColleagueInactive: (
        409,
        "colleague-inactive",
        "Этому сотруднику доступ закрыт ({e.person}). Выберите другого коллегу",
        "This colleague ({e.person}) has no access any more. Choose another one",
    ),
    MessageUnknown: (
        404,
        "message-unknown",
        "Сообщения {e.seq} в этом диалоге нет, или менять его нельзя",
        "There is no message {e.seq} in this conversation, or it may not be changed",
    ),
    MessageEmpty: (
        422,
        "message-empty",
        "Сообщение пустое. Напишите текст или приложите файл",
        "The message is empty. Write something or attach a file",
    ),
    MessageTooLong: (
        422,
        "message-too-long",
        "В сообщении больше {e.limit} знаков. Разделите его на несколько",
        "The message has more than {e.limit} characters. Divide it into several",
    ),
    ClientKeyInvalid: (
        422,
        "client-key-invalid",
        "Ключ сообщения должен состоять из 1–100 печатных знаков ASCII",
        "The message key must have 1 to 100 printable ASCII characters",
    ),
    ClientKeyReused: (
        409,
        "client-key-reused",
        "С этим ключом уже отправлено другое сообщение. Отправьте новое с новым ключом",
        "Another message was sent with this key. Send the new one with a new key",
    ),
    TooManyAttachments: (
        422,
        "too-many-attachments",
        "К одному сообщению можно приложить не больше {e.limit} файлов. Отправьте остальные отдельно",
        "One message takes at most {e.limit} files. Send the others separately",
    ),
    AttachmentUnknown: (
        404,
        "attachment-unknown",
        "Такого файла нет. Загрузите его ещё раз",
        "There is no such file. Upload it again",
    ),
    AttachmentTooLarge: (
        413,
        "attachment-too-large",
        "Файл пуст или больше {e.megabytes} МБ. Сожмите его или разделите",
        "The file is empty or larger than {e.megabytes} MB. Compress or divide it",
    ),
    AttachmentRefused: (
        415,
        "attachment-refused",
        "Файлы этого типа не принимаются, или содержимое не соответствует типу. Подойдут: {e.listed}",
        "Files of this type are not accepted, or the content is of another type. Accepted are: {e.listed}",
    ),
    DraftBlocked: (
        409,
        "draft-blocked",
        "Сообщение не отправлено: в нём есть то, чего нельзя говорить клиенту. Исправьте подчёркнутое",
        "Not sent: it holds something that must not be said to a customer. Mend what is underlined",
    ),
    DecisionNeeded: (
        409,
        "decision-needed",
        "Сообщение не отправлено: исправьте подчёркнутое или укажите причину для каждого: {e.listed}",
        "Not sent: mend what is underlined, or give a reason for each of: {e.listed}",
    ),
    GateUnavailable: (
        503,
        "gate-unavailable",
        "Проверка сообщений временно недоступна ({e.reason}). Текст цел: повторите через несколько секунд",
        "Messages cannot be checked now ({e.reason}). Your text is kept: try again in a few seconds",
    ),
    RatingTooEarly: (
        409,
        "rating-too-early",
        "Оценить можно завершённый диалог",
        "A conversation is rated once it has ended",
    ),
    RatingInvalid: (
        422,
        "rating-invalid",
        "Оценка – целое число от 1 до 5, комментарий – не длиннее 1000 знаков",
        "The rating is a whole number from 1 to 5, the comment has at most 1000 characters",
    ),
    DeliveryUnknown: (
        404,
        "delivery-unknown",
        "У сообщения {e.seq} нет неудачной отправки, которую можно повторить",
        "Message {e.seq} has no failed delivery that could be tried again",
    ),
    CursorInvalid: (
        422,
        "cursor-invalid",
        "Продолжить список с этого места нельзя. Откройте его с начала",
        "The list cannot be continued from here. Open it from the beginning",
    ),
    Lagged: (
        409,
        "lagged",
        "Вы отстали от событий. Перечитайте диалоги с последнего виденного сообщения",
        "You have fallen behind. Read the conversations again from the last message you have seen",
    ),
}
