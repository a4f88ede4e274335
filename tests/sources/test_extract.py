"""Bytes and pages in, clean documents out. All articles, people and outlets here are invented."""

import textwrap
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.errors import UnreadableSource
from sources.extract import clean, decode, extract
from sources.model import Document, Given, Layout, Page, RawSource
from sources.readers import read

TITLE = "Harvest Front kills 9 policemen in Valdonia"
BODY = [
    "ORSK, Valdonia (NWA) - Rebels of the Harvest Front killed 9 policemen and burned two trucks on Thursday, the interior ministry said.",
    "“They came at dawn,” survivor Petra Lind told the agency. “We were 30, they were 100.”",
    "The Front did not comment.",
    "Ministry figures show 61 attacks since March, against 48 in the same period last year.",
    "Two days earlier, the Front had said it held 14 well-trained soldiers.",
]
DAY = date(2024, 9, 12)
NOTHING = Given()


def saved(text: str | bytes, given: Given = NOTHING, name: str = "NAME") -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    return extract(read(RawSource(data, name, "/x", "text/plain")), given, name).document


# ---- characters


KEPT = "‘’“”„«»–—‐‑…\u200c\u200d\ufe0f\U0001d7d9é👩‍👧"
REMOVED = "\xad\u061c\u180e\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u030a\u0333\u033f\x00\x08\x1b\x7f\x84\x86\x9f\ufff9\ud800\udfff"
ANY_TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(KEPT + REMOVED + " \n\r\t\u00a0\u2003\u2028\x85aA\u0301\u0327")))


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_is_composed_and_holds_no_removed_character(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set(REMOVED)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") and character != "\n" for character in cleaned)


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs", "Mn", "Mc", "Zs", "Zl", "Zp"))))
def test_every_other_character_is_kept(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("character", REMOVED)
def test_removed_characters_are_removed_everywhere(character: str) -> None:
    assert clean(f"{character}a{character}b{character}\n{character}") == "ab\n"


@pytest.mark.parametrize("character", KEPT)
def test_typography_joiners_and_emoji_are_kept(character: str) -> None:
    assert clean(f"a{character}b") == f"a{character}b"


def test_persian_spelling_and_joined_emoji_survive() -> None:
    assert clean("می‌خواهم 👩‍👧") == "می‌خواهم 👩‍👧"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_line_feed(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


@pytest.mark.parametrize("space", ["\u00a0", "\t", "\u2009", "\u3000", " \u00a0\t "])
def test_every_run_of_white_space_is_one_space_and_none_at_a_line_edge(space: str) -> None:
    assert clean(f"{space}a{space}b{space}\n{space}c{space}") == "a b\nc"


def test_accents_are_composed_and_compatibility_forms_left_alone() -> None:
    assert clean("e\u0301tude ﬁ ² 𝟙") == "étude ﬁ ² 𝟙"
    assert clean("a\u200b\u0301") == "á"


# ---- bytes

RUSSIAN = "Слушать статью\nПоделиться ВКонтакте\nРазмер шрифта\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_a_mark_is_decoded(encoding: str) -> None:
    text = "Nine people died in the town of Orsk – café.\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_decides_and_is_no_text(encoding: str) -> None:
    assert decode(("\ufeff" + RUSSIAN).encode(encoding)) == RUSSIAN


def test_utf8_outranks_what_the_page_declares_and_that_outranks_a_guess() -> None:
    assert decode("café".encode(), "cp1251") == "café"
    assert decode("Żółtowska".encode("cp1250"), "cp1250") == "Żółtowska"
    assert decode("Les préfets".encode("cp1252"), "no-such-encoding") == "Les préfets"


@pytest.mark.parametrize(
    ("encoding", "top"),
    [
        ("cp1251", RUSSIAN),
        ("koi8_r", RUSSIAN),
        ("cp1256", "شارك الخبر مع أصدقائك\nطباعة المقال\n"),
        ("gb18030", "打印本页面\n分享到微信朋友圈\n字号放大缩小恢复\n"),
        ("big5", "列印本頁\n分享到臉書\n字體大小\n"),
        ("shift_jis", "シェアする\n印刷する\n文字サイズ\n"),
        ("euc_kr", "공유하기\n글자 크기 조절\n인쇄\n"),
        ("cp1250", "Udostępnij\nDrukuj\nZaloguj się, aby skomentować\n"),
        ("cp1252", "Partagez cet article à vos amis\nRéservé aux abonnés\n"),
        ("cp1254", "Paylaş\nYazdır\nYazı boyutu değiştir\n"),
        ("cp1253", "Μοιραστείτε το άρθρο\nΕκτύπωση\n"),
    ],
)
def test_encoding_is_guessed_from_few_foreign_lines_above_an_english_text(encoding: str, top: str) -> None:
    text = f"{TITLE}\n\n{top}" + "\n\n".join(BODY).replace("“", '"').replace("”", '"')
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "Nine men died — “84 were below,” the minister said.\n"),
        ("cp1255", "תשעה שוטרים נהרגו ביום חמישי באורסק, הודיע משרד הפנים.\nהמשרד מנה 61 התקפות.\n"),
        ("euc_jp", "内務省によると、木曜日にオルスクで警官9人が殺害された。\n同省は昨年61件の襲撃を数えた。\n"),
        ("utf-16-le", "Девять полицейских погибли в Орске.\nНикто не взял ответственность.\n"),
        ("utf-16-be", "قتل تسعة من رجال الشرطة يوم الخميس.\nولم تتبن أي جهة الهجوم.\n"),
    ],
)
def test_encoding_that_looks_like_another_is_told_by_what_the_other_never_has(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_few_broken_bytes_do_not_cost_the_rest_of_a_utf8_text() -> None:
    assert decode("«Żół» — ".encode() + b"\x92112") == "«Żół» — \ufffd112"
    assert decode("«Żó»".encode() + b"\x92112") != "«Żó»\ufffd112"


@pytest.mark.parametrize("data", [bytes(range(32)) * 9, b"\x89\x01\x02\x03abc" * 50, b"a\x00b\x01" * 50])
def test_bytes_that_are_no_text_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="no text"):
        decode(data)


def test_text_may_hold_one_control_character_in_fifty_and_no_more() -> None:
    assert decode(b"\x01" * 80 + b"a" * 3920 + b"\x01" * 99)
    with pytest.raises(UnreadableSource, match=r"^this is no text: give a plain text, Markdown or HTML file$"):
        decode(b"\x01" * 81 + b"a" * 3919)


def test_broken_end_of_utf16_costs_one_character() -> None:
    assert decode("Orsk".encode("utf-16") + b"\x41") == "Orsk\ufffd"


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_no_byte_is_too_odd_to_be_shown(byte: int) -> None:
    assert decode("Les préfets ont déclaré ".encode("cp1252") + bytes([byte])).startswith("Les pr")


def test_bare_utf16_is_told_by_its_zeros() -> None:
    assert decode("Nine died".encode("utf-16-le")) == "Nine died"
    assert decode("Nine died".encode("utf-16-be")) == "Nine died"
    assert decode("Nine died: 死死死".encode("utf-16-le")) == "Nine died: 死死死"


def test_bare_utf16_has_a_gap_in_two_hundred_characters() -> None:
    told, untold = "я" * 198 + " я", "я" * 199 + " я"
    assert decode(told.encode("utf-16-le")) == told
    with pytest.raises(UnreadableSource):
        decode(untold.encode("utf-16-le"))


def test_gaps_on_both_sides_are_no_utf16() -> None:
    told, untold = "a b c d e\u2000f", "a b c d\u2000f"  # in this order of bytes U+2000 is a gap of the other
    assert decode(told.encode("utf-16-le")) == told
    with pytest.raises(UnreadableSource):
        decode(untold.encode("utf-16-le"))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "中国外交部发言人周四表示，九名警察在奥尔斯克被打死，这是今年最严重的袭击。の\n"),
        ("gb18030", "のはが镕のは囧ので囍のは。中国外交部发言人周四表示，九名警察在奥尔斯克被打死。\n"),
        ("euc_kr", "내무부는 목요일 오르스크에서 경찰관 아홉 명이 숨졌다고 밝혔다.\n"),
        ("cp874", "ตำรวจเก้านายเสียชีวิตในเมืองออร์สค์เมื่อวันพฤหัสบดี กระทรวงมหาดไทยกล่าว\n"),
    ],
)
def test_an_encoding_that_others_are_taken_for_is_still_read(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_stray_control_character_is_no_reason_to_refuse_a_text() -> None:
    text = "Nine people died in the town of Orsk on Thursday night.\x1b " * 20
    assert decode(text.encode()) == text
    assert decode(b"a\tb\r\n\x0b\x0c" * 30)


# ---- saved pages: what stands around an article, by the language of the site

AROUND = {
    "en": ("Share on Facebook\nPrint\n3 min read", ["Read more: The Front was not armed", "Follow us on Facebook"], "September 12, 2024"),
    "es": ("Compartir en Facebook\nGuardar", ["Lea también: El Frente no iba armado", "Síguenos en WhatsApp"], "12 de septiembre de 2024"),
    "fr": ("Partager\nRéservé aux abonnés", ["À lire aussi : Le Front n'était pas armé", "Abonnez-vous à notre infolettre."], "12 septembre 2024"),
    "de": ("Teilen\nMerken\nLesezeit: 3 Min.", ["Lesen Sie auch: Die Front war unbewaffnet", "Alle Rechte vorbehalten"], "12. September 2024"),
    "pl": ("Udostępnij\nDrukuj", ["Czytaj także: Front bez broni", "Korzystamy z plików cookie."], "12 września 2024"),
    "tr": ("Paylaş\nYazdır", ["İlgili haber: Cephe silahsızdı", "Bizi Twitter'da takip edin."], "12 Eylül 2024"),
    "pt": ("Compartilhe\nOuvir", ["Leia também: Frente não tinha armas", "Assine nossa newsletter."], "12 de setembro de 2024"),
    "sw": ("Shiriki\nChapisha", ["Soma zaidi: Kundi halikuwa na silaha", "Jiunge na kituo chetu cha WhatsApp."], "12 Septemba 2024"),
    "ru": ("Слушать статью · 4 мин\nРазмер шрифта: А− А А+", ["Читайте также: Фронт без оружия", "Подписывайтесь на наш канал."], "12 сентября 2024"),
    "ar": ("شارك الخبر\nطباعة", ["اقرأ أيضا: الجبهة بلا سلاح", "جميع الحقوق محفوظة"], "١٢ سبتمبر ٢٠٢٤"),
    "fa": ("اندازه متن: کوچک بزرگ\nنسخه چاپی", ["ما را در تلگرام دنبال کنید."], "۲۲ شهریور ۱۴۰۳"),
    "zh": ("打印本页\n分享到微信\n字号 大 中 小", ["责任编辑：王小明", "版权所有 转载请注明出处"], "2024年9月12日"),
    "ja": ("シェアする\n印刷する", ["関連記事：前線は無防備", "無断転載を禁じます。"], "2024年9月12日"),
    "ko": ("공유하기\n글자 크기 조절", ["관련기사: 전선은 비무장", "무단전재 및 재배포 금지"], "2024년 9월 12일"),
    "hi": ("शेयर करें\nफ़ॉन्ट आकार", ["यह भी पढ़ें: मोर्चा निहत्था था", "हमें फेसबुक पर फॉलो करें।"], "12 सितंबर 2024"),
}


@pytest.mark.parametrize("language", AROUND)
@pytest.mark.parametrize("form", ["apart", "next line", "line a paragraph", "wrapped", "above the title", "windows"])
def test_english_article_comes_out_whole_from_a_page_of_any_language(language: str, form: str) -> None:
    top, tail, day = AROUND[language]
    body = [textwrap.fill(paragraph, 68) for paragraph in BODY] if form == "wrapped" else BODY
    glue, gap = ("\n", "\n") if form == "line a paragraph" else ("\n" if form != "apart" else "\n\n", "\n\n")
    text = f"{TITLE}{gap}{day}{gap}{top}{glue}{gap.join(body)}{gap}{gap.join(tail)}\n"
    if form == "above the title":
        text = f"{top}\n\n{TITLE}\n\n{day}\n\n{gap.join(body)}\n\n{gap.join(tail)}"
    document = saved(("\ufeff" + text).replace("\n", "\r\n") if form == "windows" else text)
    assert (document.title, document.published, document.language) == (TITLE, DAY, "en")
    assert list(document.paragraphs) == BODY


@pytest.mark.parametrize(
    "glued",
    ["字号 大 中 小 关闭窗口", "Версия для печати", "طباعة", "공유하기", "Teilen Merken Drucken", "Share Tweet Print", "Compartir en Facebook", "Print"],
)
def test_chrome_glued_to_the_first_line_is_cut_off_it(glued: str) -> None:
    text = f"{TITLE}\n\n2024-09-12\n\n{glued} " + "\n\n".join(BODY)
    assert list(saved(text).paragraphs) == BODY


def test_chrome_glued_to_the_last_line_is_cut_off_it() -> None:
    for glued in ("打印本页", "Read more: The Front was not armed", "© 2024 Northern Wire"):
        text = f"{TITLE}\n\n2024-09-12\n\n" + "\n\n".join(BODY) + f" {glued}"
        assert list(saved(text).paragraphs) == BODY


NATIVE = {
    "es": (
        "Inicio | Política",
        "Vuelca un transbordador: 31 muertos",
        "14 de mayo de 2023",
        ["El ministerio informó de que 31 personas murieron en el lago.", "«Contamos 112 supervivientes», dijo el capitán.", "La búsqueda sigue hoy."],
        ["Suscríbete a nuestro boletín para recibir las noticias.", "Síguenos en Facebook."],
    ),
    "ru": (
        "Главная\nПолитика",
        "Паром перевернулся: 31 погибший",
        "14 мая 2023",
        ["По меньшей мере 31 человек погиб при крушении парома на озере.", "«Мы насчитали 112 выживших», — заявил капитан.", "Поиски продолжатся утром."],
        ["Читайте также: Паром не был застрахован", "Подписывайтесь на наш канал в Telegram."],
    ),
    "fa": (
        "Share\nPrint",
        "واژگونی کشتی ۳۱ کشته بر جای گذاشت",
        "2023-05-14",
        ["دست‌کم ۳۱ نفر روز یکشنبه در واژگونی یک کشتی کشته شدند.", "مخالفان شمار کشته‌شدگان را بیش از ۶۰ نفر می‌دانند."],
        ["بیشتر بخوانید: کشتی بیمه نداشت", "ما را در تلگرام دنبال کنید."],
    ),
    "zh": (
        "首页 新闻 体育",
        "德罗门湖渡轮倾覆至少31人死亡",
        "2023年05月14日 18:05",
        ["港务局星期日表示，德罗门湖一艘渡轮倾覆，至少31人死亡。", "港务长对记者说：“我们清点到112名幸存者。”", "搜救工作将于星期一恢复。"],
        ["责任编辑：王小明", "版权所有 转载请注明出处"],
    ),
    "ko": (
        "홈\n정치",
        "드로멘 호수 여객선 전복, 최소 31명 사망",
        "입력 2023.05.14 18:05",
        ["일요일 드로멘 호수에서 여객선이 뒤집혀 최소 31명이 숨졌다.", "수색은 월요일에 재개된다."],
        ["무단전재 및 재배포 금지", "홍길동 기자 hong@example.invalid"],
    ),
}


@pytest.mark.parametrize("language", NATIVE)
def test_article_in_its_sites_own_language_comes_out_whole(language: str) -> None:
    top, title, day, body, tail = NATIVE[language]
    document = saved("\n\n".join([top, title, day, *body, *tail]))
    assert (document.title, document.published, document.language) == (title, date(2023, 5, 14), language)
    assert list(document.paragraphs) == body


# ---- saved pages: head


def test_title_date_and_byline_are_read_and_not_left_in_the_text() -> None:
    document = saved("\n".join([TITLE, "By Ivo Kestrel and Ada Worth, Orsk", "September 12, 2024", *BODY]))
    assert (document.title, document.authors, document.published) == (TITLE, ("Ivo Kestrel", "Ada Worth"), DAY)
    assert list(document.paragraphs) == BODY


def test_name_of_the_file_is_the_title_of_last_resort() -> None:
    document = saved("\n\n".join(BODY))
    assert (document.title, document.published, document.authors, document.outlet, document.url) == ("NAME", None, (), None, None)
    assert list(document.paragraphs) == BODY


def test_what_the_person_says_outranks_the_page() -> None:
    given = Given(title="Mine ", outlet="My\u00a0Post", author="Me", published=date(2020, 1, 2))
    document = saved("\n".join([TITLE, "By Ivo Kestrel", "September 12, 2024", *BODY]), given)
    assert (document.title, document.outlet, document.authors, document.published) == ("Mine", "My Post", ("Me",), date(2020, 1, 2))
    assert list(document.paragraphs) == BODY


def test_agency_credit_at_the_end_names_the_authors() -> None:
    assert saved("\n\n".join([TITLE, *BODY, "(Reporting by Ada Worth and Ivo Kestrel; Editing by Sam Todd)"])).authors == ("Ada Worth", "Ivo Kestrel")


def notes_of(*lines: str, given: Given = NOTHING) -> tuple[str, ...]:
    return extract(Page(lines, Layout.PLAIN), given, "NAME").notes


def test_date_that_reads_two_ways_is_left_out_and_told() -> None:
    assert saved("\n\n".join([TITLE, "10/11/2021", *BODY])).published is None
    [note] = notes_of(TITLE, "10/11/2021", *BODY)
    assert "“10/11/2021” can be read in two ways" in note
    assert notes_of(TITLE, "10/11/2021", *BODY, given=Given(published=DAY)) == ()
    assert notes_of(TITLE, "12.09.2024", *BODY) == ()


def test_date_of_the_markup_that_is_none_is_no_note() -> None:
    assert extract(Page(tuple(BODY), Layout.MARKED, date="yesterday"), Given(), "NAME").notes == ()


def test_agency_credit_in_markup_names_the_authors() -> None:
    page = Page((*BODY, "(Reporting by Ada Worth; Editing by Sam Todd)"), Layout.MARKED)
    assert extract(page, Given(), "NAME").document.authors == ("Ada Worth",)


def test_ambiguous_date_of_the_markup_is_told_too() -> None:
    extraction = extract(Page(tuple(BODY), Layout.MARKED, title=TITLE, date="10/11/2021"), Given(), "NAME")
    assert extraction.document.published is None
    assert "“10/11/2021”" in extraction.notes[0]


# ---- other layouts


def test_marked_page_loses_site_phrases_and_its_repeated_title_and_nothing_else() -> None:
    page = Page((TITLE, "What happened", BODY[0], "Read more: The Front was not armed", "9 dead\n14 held", "***", "Print"), Layout.MARKED, title=TITLE)
    document = extract(page, Given(), "NAME").document
    assert (document.title, document.paragraphs) == (TITLE, ("What happened", BODY[0], "9 dead 14 held"))


def test_what_markup_says_reaches_the_document_cleaned() -> None:
    page = Page(
        (BODY[0],), Layout.MARKED, title="Ti\u00adtle", outlet="The\u00a0Post", authors=(" Ada ", ""), date="2024-09-12", url="https://x.invalid", language="sw"
    )
    document = extract(page, Given(), "NAME").document
    assert document == Document("Title", (BODY[0],), "The Post", ("Ada",), DAY, "https://x.invalid", "sw")


def test_finished_paragraphs_keep_their_numbers_and_their_words() -> None:
    page = Page(("Share", "", "Read more: a\nb", "9"), Layout.FINISHED, title=" A  title ")
    document = extract(page, Given(), "NAME").document
    assert (document.title, document.paragraphs) == ("A title", ("Share", "", "Read more: a b", "9"))


@pytest.mark.parametrize("page", [Page((), Layout.PLAIN), Page(("",), Layout.FINISHED), Page(("Share",), Layout.MARKED), Page(("\u200b",), Layout.PLAIN)])
def test_page_without_article_text_is_refused_with_a_sentence(page: Page) -> None:
    with pytest.raises(UnreadableSource, match=r"^no article text was found in it: copy the text into a text file, or print it to PDF, and add that$"):
        extract(page, Given(), "NAME")


# ---- wrapped text


@pytest.mark.parametrize("width", [45, 60, 72, 80])
def test_hard_wrapped_paragraphs_are_made_whole(width: int) -> None:
    text = "\n\n".join([TITLE, "2024-09-12", *(textwrap.fill(paragraph, width) for paragraph in BODY)])
    assert list(saved(text).paragraphs) == BODY


def test_short_lines_that_are_paragraphs_are_not_joined() -> None:
    lines = ["Nobody knew where the nine policemen had gone that day.", "Some said they were in the hills above the town of Orsk.", "Others said nothing."]
    assert list(saved("\n".join([TITLE, *lines, *BODY])).paragraphs) == [*lines, *BODY]


PLAIN_BODY = [
    "Nine policemen were killed in the hills above the town of Orsk on Thursday, the interior ministry of the republic said in a short statement.",
    "Two soldiers, both of them from the south, were held for three days and then let go without any explanation at all, the army said.",
    "The search goes on.",
]


def wrapped(body: list[str], width: int) -> str:
    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in body)


def test_first_and_last_paragraph_that_begin_with_a_date_are_kept() -> None:
    first, last = "On 12 May 2023, rebels entered Orsk.", "14 May 2023 – The army returns."
    document = saved("\n\n".join([TITLE, "2024-09-12", first, *PLAIN_BODY, last]))
    assert document.paragraphs == (first, *PLAIN_BODY, last)
    assert str(document.published) == "2024-09-12"


def test_menu_lines_of_like_length_are_not_taken_for_wrapped_text() -> None:
    menu = ["Главная | Новости | Общество", "Подписывайтесь на наш Telegram-канал", "Время чтения: 3 мин"]
    tail = ["Нашли ошибку в тексте? Выделите её и нажмите Ctrl+Enter", "Читайте также: Вода подорожала на 12%", "Комментарии (45)"]
    text = "\n".join([TITLE, "14 марта 2022 г.", "", *menu, *(f"{paragraph}\n" for paragraph in PLAIN_BODY), *tail])
    assert list(saved(text).paragraphs) == PLAIN_BODY


def test_long_menu_line_above_wrapped_text_is_not_joined_to_it() -> None:
    for menu in ("Share this article on Facebook, Twitter, or by e-mail, right now", "Compartir este artículo en Facebook, Twitter, WhatsApp o Telegram"):
        assert list(saved(f"{TITLE}\n\n2024-09-12\n\n{menu}\n{wrapped(PLAIN_BODY, 66)}").paragraphs) == PLAIN_BODY


def test_chrome_below_wrapped_text_is_not_joined_to_it() -> None:
    full = "Nothing more was known of the soldiers and of all the others so far."
    body = [*PLAIN_BODY, full]
    assert list(saved(f"{TITLE}\n\n2024-09-12\n\n{wrapped(body, 70)}\nRead more: The Front was not armed").paragraphs) == body


@pytest.mark.parametrize(
    "paragraph",
    [
        "Among the prisoners whom the army showed to reporters that day were Qudratullah Sahak, Mawlawi Ehsanullah Zurmati, Sohrab Khan Yusufkhel, and a cook.",
        "Qudratullah Sahak, Mawlawi Ehsanullah Zurmati and Sohrab Khan Y. were shown to reporters that day in the yard of the old prison of the town of Orsk.",
        "The sign that hung above the gate of the barracks read in letters of red Click here for the way out, which nobody in the yard found at all funny.",
    ],
)
def test_names_and_odd_words_do_not_break_a_wrapped_paragraph(paragraph: str) -> None:
    for width in (48, 56, 58, 60, 62, 66, 70, 72):
        body = [*PLAIN_BODY, paragraph, *PLAIN_BODY]
        assert list(saved(f"{TITLE}\n\n2024-09-12\n\n{wrapped(body, width)}").paragraphs) == body


def test_wrapped_paragraphs_without_a_blank_line_are_told_apart_by_their_last_lines() -> None:
    text = "\n".join(textwrap.fill(paragraph, 60) for paragraph in PLAIN_BODY)
    assert list(saved(f"{TITLE}\n\n2024-09-12\n\n{text}").paragraphs) == PLAIN_BODY


def test_word_broken_at_its_hyphen_gets_no_space() -> None:
    body = ["The ministry of the republic praised the men as well-" + "trained, well-fed and well-armed, and said that the twenty-nine others were not."]
    text = "The ministry of the republic praised the men as well-\ntrained, well-fed and well-armed, and said that the\ntwenty-nine others were not."
    assert list(saved(f"{TITLE}\n\n2024-09-12\n\n{wrapped(PLAIN_BODY, 53)}\n\n{text}").paragraphs) == [*PLAIN_BODY, *body]
    dash = [*PLAIN_BODY, body[0].replace("well-trained", "well - trained")]
    assert list(saved(f"{TITLE}\n\n{wrapped(dash, 53)}").paragraphs) == dash


def test_lines_that_are_equally_long_by_chance_are_not_joined() -> None:
    lines = ["It " + ("word " * 30)[: length - 4] + "." for length in (61, 61, 61, 66, 72, 78, 84, 90, 96, 102, 108)]
    assert list(saved("\n".join([TITLE, "2024-09-12", *lines])).paragraphs) == lines


CHINESE = ["港务局星期日表示，德罗门湖一艘渡轮倾覆，至少31人死亡，另有14人失踪。", "反对派议员表示，真实死亡人数接近60人。", "搜救工作将于星期一恢复。"]


def test_chinese_lines_that_are_paragraphs_are_not_joined() -> None:
    assert list(saved("\n".join(["德罗门湖渡轮倾覆至少31人死亡", "2023年5月14日", *CHINESE])).paragraphs) == CHINESE


def test_wrapped_chinese_is_made_whole_without_spaces() -> None:
    body = [CHINESE[0] * 5, CHINESE[1], CHINESE[0] * 4]
    text = "\n\n".join(textwrap.fill(paragraph, 40) for paragraph in body)
    assert list(saved(f"德罗门湖渡轮倾覆至少31人死亡\n\n2023年5月14日\n\n{text}").paragraphs) == body


WORD = st.text(alphabet="abcdefghij", min_size=4, max_size=11)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORD, min_size=60, max_size=90), min_size=2, max_size=4), st.integers(40, 110))
def test_any_wrapped_text_is_made_whole_at_any_usual_width(paragraphs: list[list[str]], width: int) -> None:
    body = [" ".join(["It", *words]) + "." for words in paragraphs]
    page = Page(tuple(textwrap.fill(paragraph, width) for paragraph in body), Layout.PLAIN)
    assert [paragraph for paragraph in body if paragraph not in extract(page, Given(), "NAME").document.paragraphs] == []


# ---- laws

WORDS = st.lists(
    st.sampled_from(["Orsk", "nine", "policemen", "died", "31", "said", "“we”", "Share", "subscribe", "Фото", "打印", "—", "2019", "a.m."]),
    min_size=1,
    max_size=30,
)
LINES = st.lists(WORDS.map(" ".join).flatmap(lambda line: st.sampled_from([line, line + ".", line + "?", "• " + line])), max_size=12)


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n"]), st.sampled_from([Layout.PLAIN, Layout.MARKED]))
def test_every_paragraph_is_one_line_cut_from_the_clean_page(lines: list[str], gap: str, layout: Layout) -> None:
    blocks = tuple(gap.join(lines).split("\n\n"))
    try:
        document = extract(Page(blocks, layout), Given(), "NAME").document
    except UnreadableSource:
        return
    page = " ".join(clean("\n".join(blocks)).split())
    assert document.text == "\n\n".join(document.paragraphs)
    assert all(paragraph and "\n" not in paragraph and paragraph in page for paragraph in document.paragraphs)


@settings(deadline=None)
@given(st.lists(st.sampled_from(BODY), min_size=1, max_size=6))
def test_no_sentence_of_prose_is_ever_lost(body: list[str]) -> None:
    assert list(saved("\n\n".join([TITLE, "2024-09-12", *body])).paragraphs) == body
