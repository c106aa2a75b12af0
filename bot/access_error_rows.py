"""
Rows of the table of errors for logging in and for people's access.
"""

from __future__ import annotations

from bot.access_errors import (
    AccessLinkInvalid,
    InvitationUnknown,
    LoginFailed,
    LoginNameTaken,
    LoginNameUnfit,
    MachineAdminFixed,
    NameUnfit,
    OwnAccess,
    PasswordUnfit,
)

ACCESS_ROWS: dict[type[Exception], tuple[int, str, str, str]] = {
    LoginFailed: (
        401,
        "login-failed",
        "Имя для входа и пароль не подошли. Проверьте раскладку и Caps Lock; забыли – попросите ссылку",
        "Login name and password did not fit. Check layout and Caps Lock; if forgotten, ask for a link",
    ),
    AccessLinkInvalid: (
        410,
        "access-link-invalid",
        (
            "Ссылка уже использована, отозвана или устарела: она действует один раз. "
            "Попросите у администратора новую"
        ),
        "This link has been used, withdrawn or has expired: it works once. Ask your administrator again",
    ),
    NameUnfit: (
        422,
        "name-unfit",
        "Имя – от 1 до {e.limit} видимых знаков. Напишите, как вас называют коллеги",
        "A name has 1 to {e.limit} visible characters. Write what your colleagues call you",
    ),
    LoginNameUnfit: (
        422,
        "login-name-unfit",
        "Имя для входа – от 2 до {e.limit} букв, цифр и знаков . _ @ -, первой стоит буква или цифра",
        "A login name has 2 to {e.limit} letters, digits and . _ @ -, beginning with a letter or digit",
    ),
    LoginNameTaken: (
        409,
        "login-name-taken",
        "Это имя для входа уже занято. Выберите другое",
        "This login name is taken. Choose another",
    ),
    PasswordUnfit: (
        422,
        "password-unfit",
        (
            "Такой пароль легко подобрать. Нужно от {e.least} до {e.limit} знаков, не одни цифры, не ваше "
            "имя; лучше всего – несколько слов подряд"
        ),
        (
            "This password is easily guessed. It takes {e.least} to {e.limit} characters, not only digits, "
            "not your name; several words in a row are best"
        ),
    ),
    InvitationUnknown: (
        404,
        "invitation-unknown",
        "Такого приглашения уже нет: его приняли, отозвали, или оно устарело. Обновите страницу",
        "There is no such invitation any more: accepted, withdrawn or expired. Reload the page",
    ),
    OwnAccess: (
        409,
        "own-access",
        "Себя нельзя отключить, и свою роль нельзя изменить. Попросите другого администратора",
        "You cannot disable yourself or change your own role. Ask another administrator",
    ),
    MachineAdminFixed: (
        409,
        "machine-admin-fixed",
        "Администратор этой машины – тот, кто запускает на ней команды: изменить его доступ нельзя",
        "The machine's admin is whoever runs commands on it: that access cannot be changed",
    ),
}
