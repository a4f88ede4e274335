"""What the running bot bears: questions at a steady rate through the Bot API double, while articles are being added or not.

Latency runs from the update's making in the double to the answer's arrival there. Every callback of the bot's event loop is
timed, by the clock and by the processor time of its thread (what other processes take from it is not its fault). Memory is
the resident set, highest value seen, of the bot and of the command that adds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "blackbox")]

from double import Double, running  # noqa: E402
from serving import COMMAND, SAMPLES, briefbot, environment, start  # noqa: E402

PROBE = """
import asyncio, atexit, json, os, time
slow, count, worst = [], [0], [0.0, 0.0]
run = asyncio.Handle._run
def timed(self):
    wall, cpu = time.perf_counter(), time.thread_time()
    run(self)
    wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
    count[0] += 1
    worst[:] = [max(worst[0], wall), max(worst[1], cpu)]
    if wall > 0.005:
        task = getattr(self._callback, "__self__", None)
        slow.append((round(1000 * wall, 1), round(1000 * cpu, 1), str(task.get_coro() if hasattr(task, "get_coro") else self._callback)[:160]))
def watch():
    asyncio.Handle._run = timed
def report():
    with open(os.environ["PROBE_FILE"], "w") as file:
        json.dump({"callbacks": count[0], "wall_ms": 1000 * worst[0], "cpu_ms": 1000 * worst[1], "slow": slow}, file)
atexit.register(report)
from bot import app, send
if os.environ.get("PROBE_UNTHROTTLED"):
    send.MESSAGES_A_SECOND = send.MESSAGES_A_MINUTE_IN_A_GROUP = 1e4
ready = app.Bot._ready
app.Bot._ready = lambda self: (watch(), ready(self))[1]
from bot.cli import main
main()
"""
QUESTIONS = ("how many ISKP fighters?", "how many people were killed in the Ostrelle dam breach?", "who is Saphine Durrowell?", "who won the 2022 World Cup?")


def resident(pid: int) -> int:
    """Kilobytes, the most that a process has held; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def processor_seconds(pid: int) -> float:
    """What a process and those it waited for have used; what other programs take from it is not counted."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def generated(file: Path, articles: int) -> Path:
    """A corpus made of the samples' words."""
    words = [word for sample in sorted(SAMPLES.rglob("*.*")) if sample.suffix in (".md", ".txt") for word in sample.read_text(encoding="utf-8").split()]
    draw = random.Random(1)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(articles):
            paragraphs = [" ".join(draw.choice(words) for _ in range(42)) + "." for _ in range(12)]
            lines.write(json.dumps({"doc_id": f"generated-{number}", "title": f"Generated {number}", "source": "generated", "paragraphs": paragraphs}) + "\n")
    return file


def taken(corpus: Path, file: Path, articles: int) -> Path:
    """The first so many articles of a corpus."""
    with corpus.open(encoding="utf-8") as lines:
        file.write_text("".join(islice(lines, articles)), encoding="utf-8")
    return file


def ask(double: Double, people: list, rate: float, seconds: float) -> int:
    """Questions at a steady rate; how many were asked."""
    began, asked = time.monotonic(), 0
    while (now := time.monotonic()) - began < seconds:
        if asked < (now - began) * rate:
            double.say(people[asked % len(people)], QUESTIONS[asked % len(QUESTIONS)])
            asked += 1
        else:
            time.sleep(0.002)
    return asked


def latencies(double: Double, since: int, asked: int, patience: float) -> list[float]:
    """Seconds from each update to its answer."""
    end = time.monotonic() + patience
    while True:
        calls = [call for call in double.calls("sendMessage", since) if call.status == 200]
        if len(calls) >= asked or time.monotonic() > end:
            break
        time.sleep(1)
    return [call.time + call.took - times for call in calls if (times := TIMES.get((call.params["chat_id"], call.params["reply_parameters"]["message_id"])))]


TIMES: dict[tuple[int, int], float] = {}
"""When each question was put, more finely than the whole seconds of a message's date."""


def timed_say(double: Double) -> None:
    say = double.say

    def noted(user, text=None, room=None, **fields):  # type: ignore[no-untyped-def]
        at = time.time()
        said = say(user, text, room, **fields)
        TIMES[said.message["chat"]["id"], said.id] = at
        return said

    double.say = noted  # type: ignore[method-assign]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=30.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--chats", type=int, default=150)
    parser.add_argument("--adding", type=int, default=0, help="articles that the command line adds meanwhile")
    parser.add_argument("--corpus", type=Path, help="JSON Lines of articles to add instead of generated ones, from which --adding are taken")
    parser.add_argument("--unthrottled", action="store_true", help="without Telegram's limit of 30 messages a second")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, running() as double:
        data, probe = Path(scratch) / "data", Path(scratch) / "probe.json"
        ran = briefbot("add", SAMPLES, data=data)
        assert ran.returncode == 0, ran.stderr
        people = [double.person(f"P{number}") for number in range(options.chats)]
        timed_say(double)
        settings = {"BRIEFBOT_ALLOWED_CHATS": "*", "PROBE_FILE": str(probe), **({"PROBE_UNTHROTTLED": "1"} if options.unthrottled else {})}
        bot = start(double, data, [sys.executable, "-c", PROBE], **settings)
        bot.wait_ready()
        idle = resident(bot.popen.pid)
        adding = None
        if options.adding:
            made = Path(scratch) / "corpus.jsonl"
            corpus = taken(options.corpus, made, options.adding) if options.corpus else generated(made, options.adding)
            adding = subprocess.Popen([*COMMAND, "add", "--jsonl", str(corpus)], env=environment(data), cwd=scratch, stdout=subprocess.DEVNULL)
        most = {"bot": 0, "add": 0}
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.5):
                most["bot"] = max(most["bot"], resident(bot.popen.pid))
                most["add"] = max(most["add"], resident(adding.pid) if adding else 0)

        watching = threading.Thread(target=watch)
        watching.start()
        since = len(double.calls())
        began, used = time.monotonic(), processor_seconds(bot.popen.pid)
        asked = ask(double, people, options.rate, options.seconds)
        took = time.monotonic() - began
        waits = sorted(latencies(double, since, asked, 60.0))
        over.set()
        watching.join()
        used = processor_seconds(bot.popen.pid) - used
        still_adding = adding is not None and adding.poll() is None
        if adding:
            adding.terminate()
            adding.wait()
        bot.stop()
        loop = json.loads(probe.read_text())
    print(f"machine             {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")
    print(f"questions           {asked} in {took:.0f} s ({asked / took:.1f} a second) from {options.chats} chats; {len(waits)} answered")
    print(f"update to answer    median {statistics.median(waits):.3f} s, 95 % under {waits[int(0.95 * len(waits)) - 1]:.3f} s, slowest {waits[-1]:.3f} s")
    print(f"processor           {1000 * used / max(asked, 1):.1f} ms of the bot's process a question")
    print(f"event loop          {loop['callbacks']} callbacks; longest {loop['wall_ms']:.1f} ms by the clock, {loop['cpu_ms']:.1f} ms of processor time")
    print(f"  over 5 ms         {len(loop['slow'])} by the clock, {sum(one[1] > 5 for one in loop['slow'])} by processor time")
    for wall, cpu, callback in sorted(loop["slow"], key=lambda one: -one[1])[:5]:
        print(f"                    {wall} ms ({cpu} ms processor): {callback}")
    print(f"memory              bot {idle / 1024:.0f} MiB when ready, {most['bot'] / 1024:.0f} MiB at most; adding {most['add'] / 1024:.0f} MiB at most")
    if options.adding:
        print(f"adding              {options.adding} articles, {'still at it' if still_adding else 'done'} at the last answer")


if __name__ == "__main__":
    main()
