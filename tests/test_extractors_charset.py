"""The charset of a page is decided once: by mark, by its bytes, by header, by tag, by its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.charset import decode, repair_mojibake

RUSSIAN = "Президент провёл телефонный разговор с коллегой, сообщили в Кремле. "
FRENCH = "Le président français a téléphoné à son homologue, a indiqué l’Élysée à la presse réunie à Paris. "


@pytest.mark.parametrize(
    ("body", "header", "text", "how"),
    [
        (("\ufeff" + RUSSIAN).encode("utf-8"), "text/html; charset=koi8-r", RUSSIAN, "bom"),
        (("\ufeff" + RUSSIAN).encode("utf-16-le"), "", RUSSIAN, "bom"),
        (RUSSIAN.encode("utf-8"), "text/html; charset=windows-1251", RUSSIAN, "valid"),
        (RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", RUSSIAN, "header"),
        (
            b"<meta charset=koi8-r>" + RUSSIAN.encode("koi8-r"),
            "text/html",
            "<meta charset=koi8-r>" + RUSSIAN,
            "meta",
        ),
        (RUSSIAN.encode("cp1251"), "text/html; charset=utf-8", RUSSIAN, "guess"),
        (RUSSIAN.encode("koi8-r"), "", RUSSIAN, "guess"),
        (FRENCH.encode("cp1252"), "", FRENCH, "guess"),
        (FRENCH.encode("cp1252"), "text/html; charset=iso-8859-1", FRENCH, "header"),
        (FRENCH.encode("cp1252"), "text/html; charset=no-such-thing", FRENCH, "guess"),
    ],
)
def test_text_comes_out_right_whatever_was_declared(body: bytes, header: str, text: str, how: str) -> None:
    found = decode(body, header)
    assert (found.text, found.how) == (text, how)


def test_a_page_cannot_choose_a_codec_that_is_no_charset() -> None:
    assert decode(b"+ADw-script+AD4- \xff", "text/html; charset=utf-7").charset != "utf-7"


@pytest.mark.parametrize(
    ("mangled", "mended"),
    [
        ("oil â€” but thatâ€™s all", "oil — but that’s all"),
        ("cafÃ© society", "café society"),
        ("РџСѓС‚РёРЅ", "Путин"),
        ("nothing wrong — at all", "nothing wrong — at all"),
        ("Россия и США", "Россия и США"),
        ("naïve façade", "naïve façade"),
    ],
)
def test_text_that_was_read_in_the_wrong_charset_is_mended_and_other_text_untouched(
    mangled: str, mended: str
) -> None:
    assert repair_mojibake(mangled) == mended


@given(st.binary(max_size=300), st.text(max_size=30))
def test_decoding_never_raises(body: bytes, header: str) -> None:
    assert isinstance(decode(body, header).text, str)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_utf_8_survives_any_declaration(text: str) -> None:
    """A mark at the start is the only thing that may be lost."""
    assert decode(text.encode(), "text/html; charset=cp1252").text == text.removeprefix("\ufeff")
