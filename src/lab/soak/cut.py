"""One cut: which request a run is ended at, and how."""

import collections
import dataclasses
import signal
import subprocess
import threading
import time

WAYS = ["SIGINT", "SIGTERM", "GitHub", "SIGKILL"]


@dataclasses.dataclass(frozen=True)
class Ended:
    """What became of the run. `seconds` it took from the signal on; `alive`: it had not ended by itself before."""

    status: int
    seconds: float
    alive: bool
    tags_asked: int

    @property
    def tags_moving(self):
        return self.tags_asked > 0


@dataclasses.dataclass(frozen=True)
class Cut:
    number: int
    way: str
    in_tags: bool
    at: int
    event: str
    delay: float
    pause: float

    @staticmethod
    def choose(number, way, in_tags, counts, delays, random):
        """`counts`: how many requests, and how many tags, the run takes undisturbed; `delays` in milliseconds."""
        at = random.randint(1, counts["tags" if in_tags else "requests"])
        event = random.choice(["asked", "answered"])
        delay = random.choice(delays) / 1000
        return Cut(number, way, in_tags, at, event, delay, random.uniform(0, 2 * delay))

    def __str__(self):
        return (f"cut {self.number} by {self.way} (requests take {self.delay * 1000:.0f} ms) at {'tag' if self.in_tags else 'request'} "
                f"{self.at} {self.event} +{self.pause * 1000:.0f} ms")

    @property
    def asks(self):
        return self.way != "SIGKILL"

    def end(self, proxies, start, slow_from):
        """Starts a run, ends it, and returns when all that it had sent has arrived.

        `slow_from(method, path)`: from the first such request on each takes `delay`, so that there is time for a cut.
        """
        reached = threading.Event()
        seen = collections.Counter()
        usual = proxies.delay

        def watch(event, _, method, path):
            if moves_tag(method, path):
                seen["tags " + event] += 1
            if slow_from(method, path):
                proxies.delay = self.delay
            if event == self.event and (not self.in_tags or moves_tag(method, path)):
                seen["count"] += 1
                if seen["count"] == self.at:
                    reached.set()

        proxies.watch = watch
        process = start()
        while not reached.wait(0.01) and process.poll() is None:
            pass
        time.sleep(self.pause)
        tags_asked = seen["tags asked"]
        alive = process.poll() is None
        begin = time.monotonic()
        end(process, self.way)
        status = process.wait()
        seconds = time.monotonic() - begin
        proxies.watch = lambda *_: None
        while proxies.open > 0:
            time.sleep(0.02)
        proxies.delay = usual
        return Ended(status, seconds, alive, tags_asked)


def end(process, way):
    if way == "GitHub":
        for sign, wait in [(signal.SIGINT, 7.5), (signal.SIGTERM, 2.5)]:
            process.send_signal(sign)
            try:
                process.wait(wait)
                return
            except subprocess.TimeoutExpired:
                pass
        process.kill()
    else:
        process.send_signal({"SIGINT": signal.SIGINT, "SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}[way])


def moves_tag(method, path):
    return method == "PUT" and "/manifests/" in path and "sha256:" not in path and "sha256%3A" not in path
