"""Screenshots of the preview for the README: the real bot, the sample articles, headless Chromium, 360 px at twice the density.

    python scripts/screenshots.py                    starts `briefbot preview` over the samples
    python scripts/screenshots.py --url ADDRESS      uses a preview that runs already

Chromium is looked for on the path (Debian: apt install chromium fonts-noto-core fonts-noto-color-emoji); CHROMIUM names another one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screenshots"
SIZE = {"width": 360, "height": 740}
PATIENCE_MS = 60_000
QUESTION = "how many ISKP fighters?"
FORWARDED = "US confirms ISIS-K down to 2,000 fighters after Taliban killed 600 of them"
ARABIC = "كم عدد مقاتلي داعش خراسان؟"
DARI = "چند جنگجوی داعش در افغانستان هست؟"


@dataclass(frozen=True)
class Shot:
    """A file's name, and how one gets there from the list of chats."""

    name: str
    steps: Callable[[Page], None]
    scheme: str = "light"


def open_chat(page: Page, name: str) -> None:
    page.locator("#chats").get_by_role("button", name=name).click()
    if page.locator("#start").is_visible() and page.locator("#messages .message").count() == 0:
        and_answer(page, page.locator("#start").click)


def write(page: Page, words: str) -> None:
    page.locator("#words").fill(words)
    page.locator("#words").press("Enter")


def and_answer(page: Page, deed: Callable[[], None]) -> None:
    """Do something, and wait until the bot has written one message more."""
    before = page.locator(".message.other").count()
    deed()
    page.wait_for_function("(before) => document.querySelectorAll('.message.other').length > before", arg=before, timeout=PATIENCE_MS)
    page.wait_for_timeout(800)  # a second message of the same answer


def chats(_: Page) -> None:
    """The list itself."""


def start(page: Page) -> None:
    open_chat(page, "Mina")


def answer(page: Page) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, QUESTION))


def context(page: Page) -> None:
    answer(page)
    page.locator(".message.other").last.get_by_role("button", name="Context").first.click()
    page.wait_for_timeout(2500)


def refusal(page: Page) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, "who won the 2022 World Cup?"))


def figures(page: Page) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, "how many people died in the Ostrelle dam flood?"))


def check(page: Page) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, f"/check {FORWARDED}"))


def group(page: Page) -> None:
    page.locator("#chats").get_by_role("button", name="News desk").click()
    write(page, "has anyone seen the VOA report?")
    page.locator(".unseen").last.wait_for()
    page.get_by_role("radio", name="Write as Noor").click()
    and_answer(page, lambda: write(page, f"/ask@briefbot_preview_bot {QUESTION}"))


def arabic(page: Page) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, ARABIC))


def settings(page: Page) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, "/settings language en"))


def in_dari(page: Page, words: str) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, "/settings language fa"))
    and_answer(page, lambda: write(page, words))


def dari_settings(page: Page) -> None:
    open_chat(page, "Mina")
    and_answer(page, lambda: write(page, "/settings language fa"))


def dari_start(page: Page) -> None:
    in_dari(page, "/start")


def dari_answer(page: Page) -> None:
    in_dari(page, DARI)


def dari_figures(page: Page) -> None:
    in_dari(page, "how many people died in the Ostrelle dam flood?")


def dari_refusal(page: Page) -> None:
    in_dari(page, "who won the 2022 World Cup?")


def dari_check(page: Page) -> None:
    in_dari(page, f"/check {FORWARDED}")


def stranger(page: Page) -> None:
    open_chat(page, "Sam")


SHOTS = (
    Shot("chats", chats),
    Shot("start", start),
    Shot("answer", answer),
    Shot("answer-dark", answer, "dark"),
    Shot("context", context),
    Shot("figures", figures),
    Shot("check", check),
    Shot("refusal", refusal),
    Shot("arabic-dark", arabic, "dark"),
    Shot("group", group),
    Shot("group-dark", group, "dark"),
    Shot("stranger", stranger),
    Shot("settings", settings),
    Shot("dari-settings-dark", dari_settings, "dark"),
    Shot("dari-start", dari_start),
    Shot("dari-answer", dari_answer),
    Shot("dari-figures-dark", dari_figures, "dark"),
    Shot("dari-refusal", dari_refusal),
    Shot("dari-check", dari_check),
)


@contextmanager
def previewing() -> Iterator[str]:
    """The address of a preview over the samples, which ends with this."""
    with tempfile.TemporaryDirectory() as nothing:
        command = [sys.executable, "-c", "from bot.cli import main; main()", "--data", nothing, "preview", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as preview:
            assert preview.stdout
            address = preview.stdout.readline().strip()
            if not address:
                raise SystemExit("screenshots: the preview did not start; what it said stands above")
            try:
                yield address
            finally:
                preview.terminate()


def take(address: str, shots: tuple[Shot, ...], folder: Path) -> None:
    """Write the pictures; SystemExit where there is no Chromium."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("screenshots: no Chromium on this machine (Debian: apt install chromium; or set CHROMIUM to its path)")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in shots:
            page = browser.new_page(viewport=SIZE, device_scale_factor=2, color_scheme=shot.scheme)
            page.goto(address)
            page.wait_for_selector("body[data-ready]")
            shot.steps(page)
            page.screenshot(path=folder / f"{shot.name}.png")
            page.close()
            print(folder / f"{shot.name}.png")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", help="a preview that runs already")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("names", nargs="*", help="only these pictures")
    wanted = parser.parse_args()
    shots = tuple(shot for shot in SHOTS if not wanted.names or shot.name in wanted.names)
    if wanted.url:
        take(wanted.url, shots, wanted.folder)
        return
    with previewing() as address:
        take(address, shots, wanted.folder)


if __name__ == "__main__":
    main()
