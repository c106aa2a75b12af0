"""
Closed word lists of Russian and English that the engine itself needs; the rules bring their own.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """
    The words of `text`, which are separated by white space.
    """
    return frozenset(text.split())


PARENTHETICAL = words("""
    пожалуйста извините простите видимо похоже кажется наверное наверно возможно поверьте понимаете знаете
    видите допустим скажем собственно короче типа вообще конечно разумеется кстати впрочем впрямь увы ладно
    хорошо действительно естественно очевидно честно вероятно пожалуй мол дескать ой ах ох эх ага угу ну
    """)
"""Single words that may be thrown into any sentence without changing what it says."""

PARENTHETICAL_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "к сожалению",
        "к счастью",
        "честно говоря",
        "если честно",
        "по правде говоря",
        "откровенно говоря",
        "в принципе",
        "в общем",
        "в общем то",
        "так сказать",
        "на самом деле",
        "как бы",
        "как говорится",
        "может быть",
        "скорее всего",
        "еще раз",
        "само собой",
        "собственно говоря",
        "короче говоря",
        "между прочим",
        "кроме того",
        "во первых",
        "во вторых",
        "судя по всему",
        "без сомнения",
        "прошу прощения",
        "по сути",
        "на данный момент",
        "в данный момент",
        "в любом случае",
        "со своей стороны",
        "с нашей стороны",
        "по всей видимости",
        "по всей вероятности",
        "прямо сейчас",
        "на мой взгляд",
        "на наш взгляд",
        "по вашему заказу",
        "по вашему обращению",
        "в целом",
        "по факту",
        "как правило",
        "в таком случае",
        "to be honest",
        "of course",
        "at all",
        "at the moment",
        "right now",
        "i am afraid",
        "in fact",
        "as far as i can see",
        "as far as i know",
        "as you know",
        "on our side",
        "on my side",
        "on our end",
        "in this case",
        "in your case",
        "in that case",
        "at this point",
        "at this stage",
        "for now",
        "so far",
        "i am sorry",
    )
)
"""The same, longer than a word; letters folded (ё written as е)."""

LIGHT_PRONOUNS = words("я мы вы ты он она они оно это себя")
HEAVY_NOMINATIVES = words("он она они оно")
"""In the nominative these bring a subject of their own, so they are not skipped."""

LIGHT_EXTRA = words("этот сам")
"""Lemmas that are skipped although their part of speech is not."""

HEAVY_FORMS = words(
    "спасибо здравствуйте алло не ни никогда нигде никак никуда нельзя надо нужно можно нет да и но а"
)
"""Never skipped: the sense turns on them."""

ENGLISH_LIGHT = words("""
    please just really actually very quite simply also still already now today then there here well so too
    even that this it you me us him her them i we honestly sorry unfortunately certainly definitely probably
    perhaps maybe again right exactly currently kindly
    """)

ABBREVIATIONS = words(
    "т к е ул д кв г им тел ст п пп рис табл корп стр пр просп пл пер обл оф эт напр доб см англ рус "
    "mr mrs ms dr st vs e"
)
"""A full stop after these never ends a sentence."""

COUNTING_ABBREVIATIONS = words("no art fig")
"""A full stop after these ends no sentence when a number follows."""

UNIT_ABBREVIATIONS = words("руб р коп шт мин сек ч час тыс млн млрд кг см мм др пр д г гг дн нед мес")
"""A full stop after these ends the sentence only before a capital letter."""

BUILT_IN_LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "ru": {
        "we": ("я", "мы"),
        "you": ("вы",),
        "our": ("мой", "наш", "свой"),
        "your": ("ваш",),
        "please": ('"пожалуйста"', '"будьте добры"', '"будьте любезны"', '"прошу"'),
        "q": (
            "кто",
            "что",
            "где",
            "когда",
            "куда",
            "откуда",
            "почему",
            "зачем",
            "как",
            "какой",
            "чей",
            "который",
            "сколько",
            "насколько",
        ),
    },
    "en": {
        "we": ("i", "we"),
        "you": ("you",),
        "our": ("my", "our"),
        "your": ("your",),
        "please": ("please", "kindly"),
        "q": ("who", "what", "where", "when", "why", "how", "which", "whether", "if"),
    },
}

# ruff: noqa: RUF001 -- look-alike letters are what these lists are about

LOOK_ALIKES = {
    "a": "а",
    "c": "с",
    "e": "е",
    "o": "о",
    "p": "р",
    "x": "х",
    "y": "у",
    "k": "к",
    "m": "м",
    "t": "т",
    "h": "н",
    "b": "в",
    "n": "п",
    "u": "и",
    "r": "г",
    "i": "і",
    "α": "а",
    "ο": "о",
    "ε": "е",
    "ρ": "р",
    "κ": "к",
    "τ": "т",
    "ν": "у",
}
"""Latin and Greek letters by the Cyrillic letter they are drawn like, lower case."""

SAFE_LOOK_ALIKES = frozenset("aceopxykmthb")
"""Those that look alike in at least one case without any doubt."""

SUBORDINATORS = words("""
    что чтобы если когда пока как почему зачем где куда откуда который кто чей какой сколько потому
    поскольку так хотя раз будто словно чем ли насколько that which who whom whose if when because since
    while where why how whether what
    """)
"""Lemmas that open a clause which cannot stand as a sentence of its own."""

COORDINATORS = words("но а и однако поэтому зато и then but and so however")

IDIOMS: dict[str, tuple[str, ...]] = {
    "ru": (
        '"нельзя не"',
        '"как нельзя"',
        "не+мочь не+*.infn",
        'держать @you.accs? "в курсе"',
        'быть "в курсе"',
        '"в том числе"',
        '"во что бы то ни стало"',
        "невозможно+(переоценить|не)",
        '"не за горами"',
        '"не стоит благодарности"',
        '"как бы" (вы|ни|то+ни)',
        '"в крайнем случае"',
        '"на самом деле работает"',
        '"по мере возможности"',
        '"само собой разумеется"',
    ),
    "en": ("can+not help but", "can+not wait", '"hold on to"', '"no problem with"'),
}
"""Fixed phrases, in the notation of patterns, for the guard `idiom`."""
