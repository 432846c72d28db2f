"""Cuts of a run that moves tags."""

import collections

from cut import WAYS, Cut, moves_tag
from scene import MOVED

PATIENCE = 5.0


class NamingCuts:
    def __init__(self, scene, run, delays, random):
        self.scene = scene
        self.run = run
        self.delays = delays
        self.random = random
        self.rows = collections.defaultdict(collections.Counter)
        self.longest = collections.Counter()

    def first(self):
        """A release that stands, and one that is counted."""
        self.publish(0, "first")
        self.usual = self.publish(1, "second")
        print(f"an undisturbed run takes {self.usual['requests']} requests and moves {self.usual['tags']} tags in registries", flush=True)

    def publish(self, release, name):
        self.run.prepare(release, self.random)
        return self.finish(release, self.scene.folder / f"{name}.log")

    def finish(self, release, log):
        counts = self.scene.undisturbed(lambda: self.run.start(release, log), f"release {release}", log)
        self.scene.check_released(release, f"release {release}")
        return counts

    def cut(self, number):
        release = number + 1
        prepared = self.run.prepare(release, self.random)
        before = self.scene.state()
        log = self.scene.folder / f"cut-{number}.log"
        cut = Cut.choose(number, WAYS[number % len(WAYS)], (number // len(WAYS)) % 2 == 0, self.usual, self.delays, self.random)
        what = f"{cut}, {prepared}"
        # Slow from the first tag on only: often there is no time to go forward then.
        ended = cut.end(self.scene.proxies, lambda: self.run.start(release, log), moves_tag)

        state = self.scene.state()
        self.scene.check_complete(state, what)
        version = [f"1.0.{release}" in state[key] for key in state]
        outcome = self.outcome(before, state)
        row = self.rows[cut.way]
        row["cuts"] += 1
        row["while tags moved"] += ended.tags_moving and ended.alive
        row[outcome] += 1
        if cut.asks and ended.alive:
            self.check_ended(what, ended, outcome, version, log.read_text(errors="replace"))
            self.longest[cut.way] = max(self.longest[cut.way], ended.seconds)
        print(f"{what}: exit {ended.status} after {ended.seconds:.1f} s, tags moving {ended.tags_moving}, {outcome}, "
              f"version tag in {sum(version)} of {len(version)}", flush=True)

        again = self.scene.folder / f"again-{number}.log"
        self.finish(release, again)
        if outcome == "mixed" or (outcome == "old" and any(version)):
            row["healed"] += 1
            if " has a name in " not in again.read_text(errors="replace"):
                self.scene.violation(f"{what}: the next run did not say that it found half a release, see {again}")

    @staticmethod
    def outcome(before, after):
        """Where the tags are that stood somewhere else before."""
        if all(after[key].get(tag) == before[key].get(tag) for key in after for tag in MOVED):
            return "old"
        for image in {image for image, _ in after}:
            named = {tags.get(tag) for (of, _), tags in after.items() if of == image for tag in MOVED}
            if len(named) != 1 or named & {digest for (of, _), tags in before.items() if of == image for digest in tags.values()}:
                return "mixed"
        return "new"

    def check_ended(self, what, ended, outcome, version, said):
        violation = self.scene.violation
        if ended.seconds > PATIENCE:
            violation(f"{what}: it took {ended.seconds:.1f} s to end")
        if outcome == "mixed":
            violation(f"{what}: the moved tags differ")
        if outcome == "new" and not all(version):
            violation(f"{what}: moved tags name the new release, and its version tag is not everywhere")
        if outcome == "old" and any(version) and "cannot drop a tag alone" not in said:
            violation(f"{what}: the version tag stayed and nobody said why")
        if not ended.tags_moving:
            return
        # One that comes when the last tag has moved finds nothing to do.
        if "interrupted: " not in said and not (outcome == "new" and "there already" in said):
            violation(f"{what}: nothing was said of the interruption")
        if "interrupted: " in said and outcome == "new" and "interrupted, and all is published" not in said:
            violation(f"{what}: nothing was said of how the interruption ended")
        if outcome == "old" and "the tags now:" not in said:
            violation(f"{what}: nothing was said of where the tags are")

    def figures(self):
        for way in WAYS:
            row = self.rows[way]
            if row:
                yield (f"{way:8} {row['cuts']} cuts, {row['while tags moved']} while tags moved: {row['old']} all old, {row['new']} all new, "
                       f"{row['mixed']} mixed; {row['healed']} found half a release and healed it"
                       + (f"; ended within {self.longest[way]:.1f} s" if way in self.longest else ""))
