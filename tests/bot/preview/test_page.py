"""The page in headless Chromium, at the width of a phone. A test speaks for the bot, by HTTP; Chromium is left out where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from double import Ask, Double, running
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.preview.run import GROUP, OWNER, STRANGER, peopled

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt install chromium; or set CHROMIUM to its path)"),
    pytest.mark.xdist_group("chromium"),
    pytest.mark.slow,
]
HOSTILE = '<img src=x onerror="document.title=1"><script>document.title="pwned"</script> \u202e"><b>x</b> javascript:alert(1) {{7*7}}'
LONG = "Afghanistan’s Taliban say they have rounded up nearly 600 members of the local affiliate since taking power. " * 4


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def double() -> Iterator[Double]:
    with running(world=peopled()) as started:
        yield started


@pytest.fixture
def page(browser: Browser, double: Double) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, permissions=["clipboard-read", "clipboard-write"])
    opened, troubles, asked = context.new_page(), [], []
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(double.url)
    opened.wait_for_selector("body[data-ready]")
    yield opened
    context.close()
    assert troubles == []
    assert [url for url in asked if not url.startswith(f"{double.url}/")] == [], "the page reaches this server only"


def entity(kind: str, text: str, words: str, **fields: Any) -> dict[str, Any]:
    offset = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return {"type": kind, "offset": offset, "length": len(words.encode("utf-16-le")) // 2, **fields}


def open_chat(page: Page, name: str) -> None:
    page.locator("#chats").get_by_role("button", name=name).click()


def start(page: Page, double: Double) -> None:
    open_chat(page, "Mina")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".message.own .text")).to_have_text("/start")
    assert double.get("updates", all=1)["all"][-1]["message"]["text"] == "/start"


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("textbox", name="Message").press("Enter")


def last(page: Page) -> Locator:
    return page.locator("#messages > .message").last


def test_it_says_that_it_is_a_preview_and_shows_three_chats(page: Page) -> None:
    expect(page.get_by_role("note")).to_have_text("Preview on this machine. This is not Telegram.")
    assert page.locator("#chats strong").all_text_contents() == ["Mina Okafor", "Sam Stranger", "News desk"]
    open_chat(page, "Sam")
    expect(page.get_by_role("note")).to_be_visible()


def test_a_conversation(page: Page, double: Double, ask: Ask) -> None:
    start(page, double)
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "m"}, {"text": "Copy", "copy_text": {"text": "“words”"}}]]}
    ask("sendChatAction", chat_id=OWNER, action="typing")
    expect(page.locator("#subtitle")).to_have_text("typing…")
    sent = ask("sendMessage", chat_id=OWNER, text="Hello", reply_markup=keyboard)["result"]
    expect(last(page).locator(".text")).to_have_text("Hello")
    last(page).get_by_role("button", name="Copy").click()
    expect(page.locator("#toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "“words”"
    last(page).get_by_role("button", name="More").click()
    expect(page.locator(".key.waiting")).to_have_count(1)
    query = next(update["callback_query"] for update in double.get("updates", all=1)["all"] if "callback_query" in update)
    assert query["data"] == "m" and query["from"]["id"] == OWNER
    ask("answerCallbackQuery", callback_query_id=query["id"], text="Here it is.")
    expect(page.locator("#toast")).to_have_text("Here it is.")
    expect(page.locator(".key.waiting")).to_have_count(0)
    ask("editMessageText", chat_id=OWNER, message_id=sent["message_id"], text="Hello again")
    expect(last(page).locator(".text")).to_have_text("Hello again")
    expect(last(page).locator(".key")).to_have_count(0)
    ask("deleteMessage", chat_id=OWNER, message_id=sent["message_id"])
    expect(page.locator("#messages > .message")).to_have_count(1)


def test_a_reply_names_the_message_and_quotes_the_words_that_are_selected(page: Page, double: Double, ask: Ask) -> None:
    start(page, double)
    sent = ask("sendMessage", chat_id=OWNER, text="at least 2,000 fighters")["result"]
    expect(last(page).locator(".text")).to_have_text("at least 2,000 fighters")
    page.evaluate("""() => { const node = document.querySelector('#messages .message:last-child .text').firstChild;
        getSelection().setBaseAndExtent(node, 3, node, 14); }""")
    last(page).get_by_role("button", name="Reply to").click()
    expect(page.locator("#replying-text")).to_have_text("least 2,000")
    write(page, "who says so?")
    expect(last(page).locator(".reply span")).to_have_text("least 2,000")
    said = double.get("updates", all=1)["all"][-1]["message"]
    assert said["reply_to_message"]["message_id"] == sent["message_id"] and said["quote"]["text"] == "least 2,000"


def test_long_quotes_open_on_a_tap_and_short_ones_have_nothing_to_open(page: Page, double: Double, ask: Ask) -> None:
    start(page, double)
    text = f"Short\nA short quote.\n{LONG}"
    quotes = [entity("expandable_blockquote", text, words) for words in ("A short quote.", LONG.strip())]
    ask("sendMessage", chat_id=OWNER, text=text, entities=quotes)
    expect(last(page).locator("blockquote")).to_have_count(2)
    short, long = last(page).locator("blockquote").all()
    line = page.evaluate("node => parseFloat(getComputedStyle(node).lineHeight)", long.element_handle())
    height = "node => node.firstElementChild.getBoundingClientRect().height"
    assert page.evaluate(height, long.element_handle()) == pytest.approx(3 * line, abs=3)
    assert not short.get_by_role("button").is_visible()
    long.get_by_role("button", name="Show the whole quote").click()
    assert page.evaluate(height, long.element_handle()) > 8 * line
    long.get_by_role("button", name="Show less of the quote").click()
    assert page.evaluate(height, long.element_handle()) == pytest.approx(3 * line, abs=3)


def test_entities_mark_the_words_that_they_mark_in_telegram(page: Page, double: Double, ask: Ask) -> None:
    start(page, double)
    text = "🇫🇷 𝟏𝟒 count\nThe source said 2,000 so.\n/sources and x=1 see here"
    quote = "The source said 2,000 so."
    marks = [entity("bold", text, "count"), entity("blockquote", text, quote), entity("bold", text, "2,000"), entity("code", text, "x=1")]
    ask("sendMessage", chat_id=OWNER, text=text, entities=[*marks, entity("text_link", text, "here", url="https://a.example/x")])
    expect(last(page).locator("blockquote")).to_have_text(quote)
    assert last(page).locator("b").all_text_contents() == ["count", "2,000"]
    expect(last(page).locator("blockquote b")).to_have_text("2,000")
    expect(last(page).locator("code")).to_have_text("x=1")
    link = last(page).locator("a")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == ("https://a.example/x", "noopener noreferrer")
    last(page).get_by_role("button", name="/sources", exact=True).click()
    expect(last(page).locator(".text")).to_have_text("/sources")


def test_hostile_text_stays_text(page: Page, double: Double, ask: Ask) -> None:
    double.do("add_user", id=77, first_name=HOSTILE)
    double.do("add_chat", id=-77, title=HOSTILE, members=[77, OWNER, 0])
    double.do("say", chat=-77, user=77, text=HOSTILE, document={"name": HOSTILE})
    keyboard = {"inline_keyboard": [[{"text": HOSTILE, "callback_data": "m"}]]}
    ask("sendMessage", chat_id=-77, text=HOSTILE, reply_markup=keyboard, reply_parameters={"message_id": 11})
    ask("sendMessage", chat_id=-77, text="link", entities=[{"type": "text_link", "offset": 0, "length": 4, "url": "javascript:document.title=2"}])
    ask("setMyCommands", commands=[{"command": "x", "description": HOSTILE}])
    page.locator("#chats .entry").nth(4).click()
    expect(page.locator("#messages > .message")).to_have_count(3)
    page.get_by_role("button", name="Commands").click()
    assert page.locator("#messages img, #messages script, #title *, #commands img").count() == 0
    assert page.locator("#messages a").count() == 0, "a link that runs something is no link"
    page.locator(".nolink").click()
    assert page.title() == "briefbot preview"
    expect(page.locator("#messages .text").first).to_contain_text("<img src=x onerror=")


def test_in_the_group_two_people_write_and_the_bot_hears_what_is_meant_for_it(page: Page, double: Double) -> None:
    open_chat(page, "News desk")
    write(page, "anyone there?")
    expect(last(page).locator(".unseen")).to_have_text("The bot does not see this: privacy mode")
    page.get_by_role("radio", name="Write as Noor Haddad").click()
    expect(page.locator(".message.own")).to_have_count(0)
    page.get_by_role("button", name="Commands").click()
    page.locator("#commands button").first.click()
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(last(page).locator(".text")).to_have_text("/start@briefbot_preview_bot")
    expect(last(page).locator(".unseen")).to_have_count(0)
    said = double.get("updates", all=1)["all"][-1]["message"]
    assert said["from"]["first_name"] == "Noor" and said["chat"]["id"] == GROUP


def test_arabic_is_set_from_right_to_left_with_the_bar_on_the_right(page: Page, double: Double, ask: Ask) -> None:
    start(page, double)
    text = "العدد\nلا يقل عن 2000 مقاتل\nenglish"
    ask("sendMessage", chat_id=OWNER, text=text, entities=[entity("blockquote", text, "لا يقل عن 2000 مقاتل")])
    quote = last(page).locator("blockquote")
    expect(quote).to_have_css("border-right-width", "3px")
    expect(quote).to_have_css("border-left-width", "0px")
    assert page.evaluate("node => getComputedStyle(node).direction", quote.element_handle()) == "rtl"


def test_dark_and_light(page: Page) -> None:
    ground = "() => getComputedStyle(document.querySelector('#phone')).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate(ground) == "rgb(19, 27, 34)"
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate(ground) == "rgb(19, 27, 34)", "the choice is kept"


def test_nothing_is_wider_than_a_phone_and_every_control_has_a_name(page: Page, double: Double, ask: Ask) -> None:
    start(page, double)
    wide = "x" * 300 + " " + "𝟏" * 200
    row = [{"text": f"A long label {number}", "callback_data": str(number)} for number in range(8)]
    ask("sendMessage", chat_id=OWNER, text=wide, entities=[entity("pre", wide, "x" * 300)], reply_markup={"inline_keyboard": [row]})
    double.do("say", chat=OWNER, user=OWNER, document={"name": "y" * 120 + ".pdf"})
    expect(page.locator("#messages > .message")).to_have_count(3)
    assert page.evaluate("[...document.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > 360.5).map((one) => one.className)") == []
    unnamed = "[...document.querySelectorAll('button, input, textarea')].filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim())).length"
    assert page.evaluate(unnamed) == 0


def test_who_blocks_the_bot_can_unblock_it(page: Page, double: Double, ask: Ask) -> None:
    start(page, double)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Block the bot").click()
    expect(page.get_by_role("button", name="Unblock")).to_be_visible()
    assert ask("sendMessage", chat_id=OWNER, text="a")["error_code"] == 403
    page.get_by_role("button", name="Unblock").click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    assert ask("sendMessage", chat_id=OWNER, text="a")["ok"]


def test_a_deep_link_to_the_bot_opens_the_private_chat(page: Page, double: Double, ask: Ask) -> None:
    open_chat(page, "News desk")
    url = "https://t.me/briefbot_preview_bot?start=p17"
    ask("sendMessage", chat_id=GROUP, text="check it", entities=[{"type": "text_link", "offset": 0, "length": 5, "url": url}])
    last(page).locator("a").click()
    expect(last(page).locator(".text")).to_have_text("/start p17")
    assert double.get("updates", all=1)["all"][-1]["message"]["chat"]["id"] == OWNER


def test_inline_cards_are_offered_and_sent(page: Page, ask: Ask) -> None:
    open_chat(page, "News desk")
    box = page.get_by_role("textbox", name="Message")
    box.fill("@briefbot_preview_bot dam")
    with page.expect_response(lambda answer: answer.url.endswith("/control/inline")) as typed:
        box.press("End")
        box.type("s")
    card = {"type": "article", "id": "1", "title": "A card", "input_message_content": {"message_text": "The dam broke."}}
    assert ask("answerInlineQuery", inline_query_id=typed.value.json()["query_id"], results=[card], is_personal=True)["ok"]
    page.locator("#cards button", has_text="A card").click()
    expect(last(page).locator(".text")).to_have_text("The dam broke.")
    expect(last(page).locator(".foot")).to_contain_text("via bot")


def test_a_stranger_has_a_chat_of_their_own(page: Page, ask: Ask) -> None:
    open_chat(page, "Sam")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".message.own .text")).to_have_text("/start")
    assert page.locator("#words").bounding_box()["height"] >= 36, "the field can be seen as soon as it is there"
    ask("sendMessage", chat_id=STRANGER, text="This bot is private.")
    expect(last(page).locator(".text")).to_have_text("This bot is private.")
    page.get_by_role("button", name="Back to the chats").click()
    ask("sendMessage", chat_id=STRANGER, text="Really.")
    expect(page.locator(".badge")).to_have_text("1")
