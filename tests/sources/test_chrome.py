"""Which lines are the site's and which the article's. All wording here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.chrome import (
    Writing,
    is_edge_chrome,
    is_foreign,
    is_head_chrome,
    is_menu,
    is_sentence,
    is_tail_chrome,
    main_script,
    opens_as_chrome,
    script_of,
    strip_marked,
    strip_saved,
    unglued,
    words_in,
)

ENGLISH = Writing("LATIN", "en")
RUSSIAN = Writing("CYRILLIC", "ru")
CHINESE = Writing("CJK", "zh")
BODY = [
    "ORSK — Nine policemen were killed on Thursday, the interior ministry said.",
    "The ministry counted 61 attacks in the past year.",
    "Nobody has claimed the attack so far.",
]


# ---- shape


@pytest.mark.parametrize(
    ("character", "script"),
    [("a", "LATIN"), ("ё", "CYRILLIC"), ("ع", "ARABIC"), ("字", "CJK"), ("か", "CJK"), ("한", "CJK"), ("ａ", "LATIN"), ("1", None), ("ª", None), ("𝐚", None)],
)
def test_letter_has_the_script_that_unicode_names_and_other_characters_have_none(character: str, script: str | None) -> None:
    assert script_of(character) == script


def test_main_script_is_that_of_most_letters() -> None:
    assert main_script(["Share", "打印本页面面"]) == "CJK"
    assert main_script(["Share it", "打印"]) == "LATIN"
    assert main_script(["12:30 —"]) is None


@pytest.mark.parametrize(("line", "count"), [("one two-three don't 4.5", 4), ("他说三十一人", 3), ("", 0), ("공유 하기", 2)])
def test_words_are_counted_and_two_characters_are_one_where_no_spaces_are_put(line: str, count: int) -> None:
    assert words_in(line) == count


@pytest.mark.parametrize(
    "line",
    [
        "Nine men died.",
        "Who counted the dead?",
        "She said “They came at dawn.”",
        "The dead came from these four towns in the north:",
        "word " * 25,
        "他们清点到112名幸存者。",
        "وقال إن عدد الناجين بلغ؟",
    ],
)
def test_prose_has_the_shape_of_a_sentence(line: str) -> None:
    assert is_sentence(line)


@pytest.mark.parametrize("line", ["", "Share", "Winter closes the road again", "Who knows why?", "He left.", "Photo of the day:", "word " * 24, "打印本页。"])
def test_menu_words_and_headlines_have_not_the_shape_of_a_sentence(line: str) -> None:
    assert not is_sentence(line)


@pytest.mark.parametrize(
    "line",
    ["Home | World | Sport", "Home News", "Share · Print", "Главная", "首页 新闻 体育", "Inicio", "LOG IN", "Комментарии (12)", "Share · Comments (4) · Print"],
)
def test_line_of_menu_words_is_a_menu(line: str) -> None:
    assert is_menu(line)


@pytest.mark.parametrize("line", ["World Business Council", "Home rule", "Sporting news", "12"])
def test_line_with_one_other_word_is_no_menu(line: str) -> None:
    assert not is_menu(line)


# ---- phrases


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Winter closes the road",
        "READ MORE",
        "Photo credit: Jon Reed",
        "Read more: “We counted them,” harbour master says.",
        "Advertisement",
        "Follow us on Facebook and X.",
        "Sign up for our morning newsletter",
        "Click here for the map.",
        "© 2024 Northern Wire",
        "Copyright 2024 Northern Wire. All rights reserved.",
        "(Reporting by Ada Worth; editing by Sam Todd.)",
        "This article was originally published by Northern Wire.",
        "Published in The Orsk Post, May 14th, 2023",
        "More from World",
        "Updated 3 hours ago",
        "3 min read",
        "Lea también: La nieve cierra el paso",
        "Lire aussi La neige ferme le col",
        "Читайте также: Снег закрыл перевал",
        "相关阅读：大雪封山",
        "اقرأ أيضا: الثلج يغلق الطريق",
        "关键词：大雪",
        "Photo: a dry well near Orma.",
        "Scroll down for video",
        "18 shares",
        "Share or comment on this article: Nine dead in Orsk",
        "Northern writer Tom Ling in Orsk contributed to this report.",
    ],
)
def test_phrase_that_only_a_page_uses_opens_chrome(line: str) -> None:
    assert opens_as_chrome(line)


@pytest.mark.parametrize(
    "line",
    [
        "Published on Tuesday, the report found that 212 people had died.",
        "Updated on Monday, the list now holds 340 names.",
        "Written by a committee of 12, the constitution was never ratified.",
        "More in the south were hurt, 12 of them children.",
        "Subscribe, he wrote, or the paper dies.",
        "“Video: everybody told me it was a video of nine men,” he said.",
        "Copyright law was changed in 2019 to protect 40 authors.",
        "Follow the money, the judge wrote.",
        "Share prices fell 4 percent.",
        "Share of the vote: Front 14 percent",
        "Photo evidence was shown in court: 14 pictures of the quay.",
        "First published in 1931, the novel sold 3,000 copies.",
        "This report was published in March and lists 212 dead.",
        "Sign language interpreters were present.",
        "Print runs rose to 40,000 that year.",
        "Related charges against 12 others were dropped.",
        "Watch towers were built every 400 metres.",
        "Follow us, the soldiers said, or die.",
        "“Click here,” the screen told 40 voters.",
        "记者：你们数了多少人？",
        "What happened next",
        "Lies",
        "Listen: the pumps stop one after another.",
        "Watch: the ministry's word for a curfew.",
        "More on the toll is expected on Friday.",
        "Mehr über die neun Toten weiß niemand.",
        "Follow our river to the sea and you find 31 dams.",
        "Get the app, the ministry tells farmers.",
        "Press below the ribs and call for help, the leaflet tells villagers.",
    ],
)
def test_prose_that_begins_with_the_same_word_is_no_chrome(line: str) -> None:
    assert not opens_as_chrome(line)


# ---- language


@pytest.mark.parametrize(
    "line",
    [
        "打印本页",
        "Слушать статью · 4 мин",
        "Korzystamy z plików cookie, aby poprawić jakość serwisu.",
        "Compartir este artículo en Facebook, Twitter, WhatsApp",
        "Soma zaidi: Kivuko hakikuwa na bima",
        "Abonnieren Sie unseren Newsletter!",
    ],
)
def test_line_in_another_script_or_language_is_foreign(line: str) -> None:
    assert is_foreign(line, ENGLISH)


@pytest.mark.parametrize(
    "line",
    [
        "Grażyna Żółtowska and Łukasz Ździebło of Krasowice declined to comment.",
        "Qudratullah Sahak and Mawlawi Ehsanullah Zurmati rejected it.",
        "“¡No pasarán! ¡No pasarán! ¡No pasarán!” they shouted.",
        "«Partager cet article avec vos amis»",
        "Teilen",
        "9 — 14",
        "",
        "Nine policemen died at dawn",
    ],
)
def test_names_quotations_and_short_words_make_no_line_foreign(line: str) -> None:
    assert not is_foreign(line, ENGLISH)


def test_half_of_the_letters_in_another_script_are_not_enough() -> None:
    assert not is_foreign("abc абв", Writing("LATIN", None))
    assert is_foreign("abc абвг", Writing("LATIN", None))


def test_without_a_known_language_only_the_script_tells() -> None:
    assert not is_foreign("Korzystamy z plików cookie, aby poprawić jakość serwisu.", Writing("LATIN", None))


# ---- head and tail


@pytest.mark.parametrize(
    "line",
    [
        "Home | World | Politics",
        "By Ivo Kestrel",
        "_____",
        "We use cookies to improve your experience.",
        "Rescue workers at the quay on Sunday. Photograph: Jon Reed/Lakeside Pictures",
        "Rescue workers at the quay on Sunday. / AFP",
        "Have you been affected? Contact us at tips@example.invalid.",
        "Ada Worth contributed reporting from Orsk.",
        "Please support our work.",
        "ada@example.invalid",
        "@adaworth",
        "Podcast: the week",
        "Síguenos en nuestro canal, son 9 noticias.",
        "Todos los derechos reservados 2023 ©.",
    ],
)
def test_line_that_pleads_credits_or_lists_is_chrome_above_the_text(line: str) -> None:
    assert is_head_chrome(line, ENGLISH)


@pytest.mark.parametrize(
    "line",
    [
        "The newsletter of the union gave the number as 212.",
        "The bill would make websites ask before they set cookies.",
        "Some shared the video on Facebook; police took it down.",
        "“We use cookies,” the minister joked.",
        "The ministry's Telegram channel put the figure at 61.",
        "The office of the president declined to comment.",
        "The rooms rent for $40 a month.",
        "Correction: An earlier version of this story had the wrong name for our correspondent in Orsk.",
        "The US said that this story was false and the website a fake.",
        "An effort to get men to sign up for updates ended in a scandal.",
        "You could hear it " + "and hear it again " * 10 + "on our podcast.",
    ],
)
def test_prose_about_papers_and_phones_is_no_chrome(line: str) -> None:
    assert not is_head_chrome(line, ENGLISH)
    assert not is_tail_chrome([*BODY, line], ENGLISH)


@pytest.mark.parametrize(
    "line", ["Ada Worth", "Back to top", "Winter closes the road again", "NWA", "12 May 2023", "___", "Home » News » Orsk", "Follow us", "打印"]
)
def test_line_without_a_figure_or_an_end_below_the_text_is_chrome(line: str) -> None:
    assert is_tail_chrome([*BODY, line], ENGLISH)


@pytest.mark.parametrize(
    "line",
    [
        "He shrugged.",
        "“Never.”",
        "The police have begun to look for them. [End of recording]",
        "In all, 14 were freed",
        "Toll so far: 9",
        "- the release of all prisoners",
        "2) the release of all prisoners",
        "* * * 3",
        "and nobody was counted back",
        "the ministry says so",
        "The governor, who is also the firm's lawyer, did not answer calls",
        "one two three four five six seven eight nine ten eleven twelve thirteen",
    ],
)
def test_short_end_figure_item_and_speech_below_the_text_are_kept(line: str) -> None:
    assert not is_tail_chrome([*BODY, line], ENGLISH)


@pytest.mark.parametrize(
    "lines",
    [
        ["The dead came from these four towns in the north:", "Ostra", "Kelmar", "Upper Dromen"],
        ["We came down to the water in the evening,", "The nets were dry, the boats were black,", "And nobody was counted back"],
        ["Q: How many?", "A: Nine.", "Q: Who counted?", "A: Nobody"],
        ["He knew one thing —", "Nobody would come back"],
    ],
)
def test_line_that_goes_on_from_the_lines_above_it_is_kept(lines: list[str]) -> None:
    assert not is_tail_chrome(lines, ENGLISH)


@pytest.mark.parametrize(
    "lines", [["They said so: it was over.", "Ada Worth"], ["Q: Who?", "Nobody knew.", "B: Ada Worth"], ["Ada Worth"], ["Ostra", "Kelmar"]]
)
def test_line_that_goes_on_from_nothing_is_not_kept(lines: list[str]) -> None:
    assert is_tail_chrome(lines, ENGLISH)


def test_edge_chrome_keeps_list_items_without_letters() -> None:
    assert not is_edge_chrome("- 14", ENGLISH)
    assert is_edge_chrome("14", ENGLISH)


SPANISH, FRENCH, GERMAN = Writing("LATIN", "es"), Writing("LATIN", "fr"), Writing("LATIN", "de")
ARABIC, PERSIAN, JAPANESE, KOREAN, TURKISH = (
    Writing("ARABIC", "ar"),
    Writing("ARABIC", "fa"),
    Writing("CJK", "ja"),
    Writing("CJK", "ko"),
    Writing("LATIN", "tr"),
)


@pytest.mark.parametrize(
    ("line", "writing"),
    [
        ("The watchdog fined the firm $4 million for its privacy policy.", ENGLISH),
        ("Parliament changed the terms and conditions of the loan in March.", ENGLISH),
        ("Victims can be reached at two hospitals.", ENGLISH),
        ("Nobody was able to log in to our banks on Monday.", ENGLISH),
        ("Our newsletter was closed by the police in 2019.", ENGLISH),
        ("We subscribe to the treaty, the ministers declared.", ENGLISH),
        ("Kole is a senior writer and was detained for nine days.", ENGLISH),
        ("Los dos países suscribieron el acuerdo en 2021.", SPANISH),
        ("El boletín de la policía cita 31 muertos.", SPANISH),
        ("Les habitants ne peuvent plus se connecter à internet depuis neuf jours.", FRENCH),
        ("Das neue Gesetz über Datenschutzbestimmungen tritt im Mai in Kraft.", GERMAN),
        ("Örgüte üye olan 31 kişi gözaltına alındı.", TURKISH),
        ("В области зарегистрирован 31 случай холеры.", RUSSIAN),
        ("Стороны отказались подписаться под соглашением.", RUSSIAN),
        ("انضم إلى التنظيم 200 مقاتل خلال عام.", ARABIC),
        ("او به جرم عضویت در گروه داعش بازداشت شد.", PERSIAN),
        ("黑客登录了31家医院的系统。", CHINESE),
        ("被害者は31人の名前を登録することを拒んだ。", JAPANESE),
        ("해커는 병원 31곳의 시스템에 로그인했다.", KOREAN),
    ],
)
def test_sentence_of_the_texts_own_language_is_no_chrome_for_a_word_that_menus_use(line: str, writing: Writing) -> None:
    assert not is_head_chrome(line, writing)
    assert not is_tail_chrome([*BODY, line], writing)


@pytest.mark.parametrize(
    ("line", "writing"),
    [
        ("Suscríbase a nuestro boletín para recibir noticias.", SPANISH),
        ("Abonnez-vous pour lire la suite.", FRENCH),
        ("Abonnieren Sie unseren Newsletter.", GERMAN),
        ("Tüm hakları saklıdır.", TURKISH),
        ("Подписывайтесь на наш телеграм-канал.", RUSSIAN),
        ("Перепечатка материалов разрешена только со ссылкой на сайт.", RUSSIAN),
        ("اشترك في نشرتنا الإخبارية.", ARABIC),
        ("کلیه حقوق این سایت محفوظ است.", PERSIAN),
        ("版权所有，未经授权不得转载。", CHINESE),
        ("無断転載を禁じます。", JAPANESE),
        ("뉴스레터를 구독하세요.", KOREAN),
        ("Zaloguj się, aby skomentować.", ENGLISH),
        ("By subscribing you accept our privacy policy.", ENGLISH),
        ("Do you have more information?", ENGLISH),
    ],
)
def test_sentence_that_speaks_to_the_reader_is_chrome_in_the_texts_own_language_too(line: str, writing: Writing) -> None:
    assert is_head_chrome(line, writing)
    assert is_tail_chrome([*BODY, line], writing)


# ---- whole texts


@pytest.mark.parametrize(
    "tail",
    [
        ["Related stories", "Ferry was not insured", "Ten ferries that sank in 2012"],
        ["Related:", "Ferry was not insured?"],
        ["About the author", "Ada Worth has covered Orsk since 2011.", "She lives in Kelmar."],
        ["Most read", "Read more: Ferry was not insured."],
        ["Comments (12)"],
        ["(Reporting by Ada Worth)", "Share", "Print"],
        ["Ada Worth", "Northern Wire", "© 2024"],
    ],
)
def test_everything_below_the_article_goes(tail: list[str]) -> None:
    assert strip_saved([*BODY, *tail], ENGLISH) == BODY


@pytest.mark.parametrize(
    "more",
    [
        ["Related stories", "The inquiry opens on Friday.", "It will hear 40 witnesses."],
        ["Related stories", "Ferry was not insured", "The inquiry opens on Friday."],
        ["Related stories", "What happened", "The inquiry opens on Friday.", "The toll", "It will hear 40 witnesses."],
        ["Related stories", "Leader dies in exile", "The inquiry opens on Friday.", "It will hear 40 witnesses."],
        ["Related stories", "Leader dies in exile", " ".join(["word"] * 25)],
    ],
)
def test_article_that_goes_on_below_a_box_of_links_loses_no_prose(more: list[str]) -> None:
    assert strip_saved([*BODY, *more], ENGLISH) == [*BODY, *more[1:]]


def test_sentence_that_begins_like_the_heading_of_a_box_of_links_closes_nothing() -> None:
    assert strip_saved([*BODY, "More on the toll is expected on Friday."], ENGLISH)[-1] == "More on the toll is expected on Friday."


def test_heading_in_the_first_third_cuts_nothing() -> None:
    lines = [BODY[0], "Latest news", "Fire in Kelmar", "Two held in Orsk", "3 ships lost"]
    assert strip_saved(["x", "y", *lines], ENGLISH)[0] == BODY[0]
    assert strip_saved(["Top stories", *BODY], ENGLISH) == BODY


def test_life_of_the_author_is_cut_only_when_it_is_short() -> None:
    life = [f"She wrote book number {number}." for number in range(5)]
    assert strip_saved([*BODY, "About the author", *life[:4]], ENGLISH) == BODY
    assert strip_saved([*BODY, "About the author", *life], ENGLISH) == [*BODY, "About the author", *life]


def test_headings_lists_and_short_lines_inside_the_article_are_kept() -> None:
    lines = [BODY[0], "What happened", "- 9 dead", "The toll", BODY[1], "Why?", BODY[2]]
    assert strip_saved(lines, ENGLISH) == lines


def test_rules_and_pleas_inside_the_article_go() -> None:
    assert strip_saved([BODY[0], "* * *", "Read more: Winter", "Advertisement", BODY[1], "Sign up for our morning newsletter", BODY[2]], ENGLISH) == BODY


def test_list_and_figure_just_above_the_first_paragraph_are_the_articles() -> None:
    lead = ["Orsk toll rises to nine as search goes on, 14 held", "- Nine policemen dead in Orsk"]
    assert strip_saved(["Key points", *lead, *BODY], ENGLISH) == [*lead, *BODY]
    assert strip_saved(["- Print it", "Nine dead as the search goes on in Orsk hills", "Orsk: 14 held", *BODY], ENGLISH) == BODY
    assert strip_saved(["Follow us on Facebook and 9 other networks of the world", *BODY], ENGLISH) == BODY


@pytest.mark.parametrize(
    ("line", "is_lead"),
    [
        ("- Nine policemen died there", True),
        ("- Nine policemen died", False),
        ("Orsk toll at nine with 14 men held", True),
        ("Orsk toll at nine, 14 men held", False),
        ("Orsk toll at nine with many other men held", False),
        ("Kelmar, 14 May 2023", False),
    ],
)
def test_line_leads_in_with_a_list_mark_and_four_words_or_a_figure_and_eight(line: str, is_lead: bool) -> None:
    assert (strip_saved([line, *BODY], ENGLISH) == [line, *BODY]) is is_lead


def test_text_without_any_sentence_keeps_what_is_no_phrase_of_a_page() -> None:
    assert strip_saved(["Share", "Nine dead in Orsk", "9 — 14", "打印"], ENGLISH) == ["Nine dead in Orsk"]


def test_last_line_is_kept_when_nothing_else_is_left() -> None:
    assert strip_saved(["Nine men died in Orsk."], ENGLISH) == ["Nine men died in Orsk."]


def test_marked_page_loses_only_phrases_and_rules() -> None:
    assert strip_marked(["Ada Worth", "Print", "***", "9", "Nine died.", "Read more: x"]) == ["Ada Worth", "9", "Nine died."]


# ---- glue


@pytest.mark.parametrize(
    ("glued", "writing"),
    [
        ("字号 - 折叠显示 |Afghan rebels held 9 men in Orsk.", ENGLISH),
        ("打印|“We counted 9,” he said.", ENGLISH),
        ("Версия для печати (|Nine men died in Orsk.", ENGLISH),
        ("Share Tweet Print |Nine men died in Orsk.", ENGLISH),
        ("Teilen | Drucken · |“We counted 9 men here.”", ENGLISH),
        ("Print |ORSK — Nine men died in it.", ENGLISH),
        ("Compartir este artículo |ORSK (NWA) — Nine men died.", ENGLISH),
        ("Ukuran huruf |ORSK, Valdonia (NWA) - Nine men died.", ENGLISH),
        ("Delen Afdrukken Leestijd 3 minuten |ORSK, Valdonia (NWA) - Nine men died.", ENGLISH),
        ("Share |港务局星期日表示，渡轮倾覆，至少31人死亡。", CHINESE),
        ("Share Print |Девять человек погибли в городе.", RUSSIAN),
    ],
)
def test_menu_words_glued_to_the_text_are_cut_off(glued: str, writing: Writing) -> None:
    prefix, text = glued.rsplit("|", 1)
    wanted = f"({text}" if prefix.endswith("(") else text
    assert unglued(prefix + text, writing) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "“Не пройдут” was written on the wall, and 9 lay beneath it.",
        "Зураб was there and saw nine bodies.",
        "Зураб, Ada Worth said, saw nine bodies.",
        "Share prices fell by 4 percent on Thursday.",
        "Share Print and paper prices rose on Thursday.",
        "share save them all was the cry.",
        "Print Media Group said it would sell in May.",
        "Print ORSK",
        "On Sunday NATO — the alliance — met in Orsk.",
        "Officials at the BBC — the broadcaster — met in Orsk.",
        "Two of the men ORSK (NWA) — had held had died.",
        "SAN SALVADOR DE LA SIERRA (NWA) — Nine men died in the town.",
        "ORSK, 13 JUL 89 (VOZ DE LAS MONTAÑAS DEL NORTE) -- Nine men died in the town.",
        "9 men died in Orsk.",
        "— Nine men died in Orsk.",
        "",
    ],
)
def test_text_that_begins_like_a_menu_is_left_whole(line: str) -> None:
    assert unglued(line, ENGLISH) == line


@pytest.mark.parametrize("writing", [ENGLISH, Writing("LATIN", None)])
def test_short_words_before_a_dateline_need_an_agency_and_a_known_language_to_be_foreign(writing: Writing) -> None:
    assert unglued("Ukuran huruf ORSK — Nine men died.", writing) == "Ukuran huruf ORSK — Nine men died."
    agency = "Ukuran huruf ORSK (NWA) — Nine men died."
    assert (unglued(agency, writing) == agency) is (writing.language is None)


def test_box_of_links_is_cut_only_near_the_end_and_below_the_first_third() -> None:
    links = [f"Ferry number {number} was not insured" for number in range(90)]
    body = [BODY[0]] * 90
    assert strip_saved([*body, "Related stories", *links[:79]], ENGLISH) == body
    assert strip_saved([*body, "Related stories", *links], ENGLISH) == [*body, *links]
    assert strip_saved([*BODY, "Related stories", *links[:9]], ENGLISH) == [*BODY, *links[:9]]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Nobody came back. 打印本页", "Nobody came back."),
        ("“Nobody came back.” 打印本页", "“Nobody came back.”"),
        ("Nobody came back. Read more: Winter is here", "Nobody came back."),
        ("Nobody came back. It is over. © 2024 Post", "Nobody came back. It is over."),
        ("They wrote 不. It was over there.", "They wrote 不. It was over there."),
        ("They wrote one word: 不", "They wrote one word: 不"),
        ("It cost 4.50. Nobody paid.", "It cost 4.50. Nobody paid."),
    ],
)
def test_only_chrome_is_cut_off_the_last_line(line: str, kept: str) -> None:
    assert strip_saved([*BODY, line], ENGLISH) == [*BODY, kept]


LINES = st.lists(
    st.sampled_from([*BODY, "Share", "打印", "Read more: x", "- 9 dead", "Ada Worth", "Related", "What happened", "打印 Nine men died. 打印", "“No.”"]),
    max_size=9,
)


@given(LINES)
def test_stripping_only_ever_cuts_and_keeps_the_order(lines: list[str]) -> None:
    rest = iter(lines)
    for kept in strip_saved(lines, ENGLISH):
        assert any(kept in line for line in rest)


@given(LINES)
def test_stripping_never_loses_a_paragraph_of_prose(lines: list[str]) -> None:
    assert [line for line in strip_saved(lines, ENGLISH) if line in BODY] == [line for line in lines if line in BODY]
