"""
The caller's language is the best of ours that he accepts, the settings' one where he accepts neither.
"""

import pytest

from bot.web.texts import FIELD_TEXTS, TRANSLATORS, accepted_language


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "ru"),
        ("*", "ru"),
        ("de, fr;q=0.5", "ru"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de, en;q=0.7, ru;q=0.3", "en"),
        ("en;q=0, ru;q=0.1", "ru"),
        ("en;q=x", "ru"),
        ("en;q=9", "ru"),
        ("en;q=nan", "ru"),
        (";;;,,,=", "ru"),
        ("en," * 5000, "en"),
    ],
)
def test_the_header_is_read(header: str, expected: str) -> None:
    """Weights count, regions do not, rubbish does nothing."""
    assert accepted_language(header, "ru") == expected


def test_both_languages_say_the_same_things() -> None:
    """No sentence is missing in one of them."""
    ru, en = (set(TRANSLATORS[language].table()) for language in ("ru", "en"))
    plural_forms = {key for key in ru ^ en if key.endswith((".one", ".few", ".many", ".other"))}

    assert (ru ^ en) - plural_forms == set()
    assert FIELD_TEXTS["ru"].keys() == FIELD_TEXTS["en"].keys()


def test_an_unknown_key_is_itself() -> None:
    """A missing sentence is visible, not an error page."""
    assert TRANSLATORS["ru"]("no.such.key") == "no.such.key"
