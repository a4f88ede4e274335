"""A Telegram of one's own: a Bot API server on this machine, for the black-box tests and for `briefbot preview`.

`text.py`, `keyboards.py`, `params.py`   what a request may hold, as Telegram's server checks it
`chats.py`                               the world: people, chats, messages
`delivery.py`, `faults.py`               which updates wait for the bot; what goes wrong on purpose
`methods.py`, `messages.py`, `queries.py`  the Bot API: what the bot may ask for
`control.py`                             the other side: what people do, and what a test arranges
`server.py`                              HTTP, on loopback only
`page/`, `run.py`                        the page on which a person tries the bot, and what starts it all

Nothing here leaves the machine, and nothing here knows briefbot: any bot that is told the address can talk to it.
"""
