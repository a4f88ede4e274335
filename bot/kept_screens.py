"""What is said about questions that are kept until an answer turns up. Pure."""

from __future__ import annotations

from bot.kept import Kept
from bot.languages import say
from bot.quoting import Rows, shortened
from bot.reply import Button, Reply, heading, ours

EDITORS, NEWS = "editors", "news"
"""What may be wanted of a refused question: that the editors are asked, or only to be told."""
MOST_KEPT = 30
"""Questions of one person that wait at once: each is asked again whenever the sources change."""
_LONGEST_QUESTION = 1000


def offers(token: str, in_group: bool) -> Rows:
    """The buttons under a refusal."""
    editors = say("button-ask-group-editors" if in_group else "button-ask-editors")
    return ((Button(editors, f"keep|{token}|{EDITORS}"),), (Button(say("button-tell-me"), f"keep|{token}|{NEWS}"),))


def editors_screen(one: Kept, username: str) -> Reply:
    """What an editor gets: the question, where it was asked, and that only a source answers it. Not who asked."""
    where = f"Asked in “{shortened(one.place, 120)}”" if one.place else "Asked in a private chat"
    here = f"send a link, a file or a post here (after /collection {one.collection}, where this chat asks in another collection)"
    there = f", or in the group reply /add@{username} to it" if one.place else ""
    return Reply(
        (
            heading("Not in my sources", f"{where}, of “{shortened(one.collection, 80)}”:", f"“{shortened(one.question, _LONGEST_QUESTION)}”"),
            ours(f"Only a source answers it: {here}{there}. Whoever asked is told when it does."),
        )
    )


def item_screen(token: str) -> Reply:
    """In a private chat, which a lock screen shows: nothing of what it is about."""
    return Reply((ours(say("new-items", number=1)),), ((Button(say("button-open"), f"more|{token}"),),))
