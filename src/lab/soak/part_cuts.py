"""Cuts of a runner, which uploads some platforms by digest and leaves part files."""

import collections
import hashlib
import json

from cut import WAYS, Cut
from runs import PLATFORMS, Join, Runner
from scene import IMAGES
from stores import missing_parts

PATIENCE = 5.0


class PartCuts:
    """One runner is cut, which builds one platform or both; the release is joined in the end."""

    def __init__(self, scene, delays, random):
        self.scene = scene
        self.delays = delays
        self.random = random
        self.join = Join(scene)
        self.alone = Runner(scene, "all-platforms", PLATFORMS)
        self.usual = {}
        self.rows = collections.defaultdict(collections.Counter)
        self.longest = collections.Counter()

    def first(self):
        """Two releases that stand, and what each kind of runner takes."""
        for release, runners in enumerate([self.join.runners, [self.alone]]):
            for runner in runners:
                self.usual[runner] = self.build(release, runner, f"first-{runner.project.name}.log")
                if self.usual[runner]["tags"]:
                    self.scene.violation(f"{runner.project.name}: a part asked for {self.usual[runner]['tags']} tags to move")
                print(f"an undisturbed {runner.project.name} takes {self.usual[runner]['requests']} requests", flush=True)
            self.name(release, runners)

    def build(self, release, runner, log):
        log = self.scene.folder / log
        return self.scene.undisturbed(lambda: runner.start(release, log), f"release {release}", log)

    def name(self, release, runners):
        self.join.bring(runners)
        log = self.scene.folder / f"join-{release}.log"
        self.scene.undisturbed(lambda: self.join.start(release, log), f"release {release}, joined", log)
        self.scene.check_released(release, f"release {release}, joined")

    def cut(self, number):
        release = number + 1
        runner = self.alone if (number // len(WAYS)) % 2 == 0 else self.join.runners[0]
        before = self.scene.state()
        log = self.scene.folder / f"cut-{number}.log"
        cut = Cut.choose(number, WAYS[number % len(WAYS)], False, self.usual[runner], self.delays, self.random)
        what = f"{cut}, {runner.project.name}"
        ended = cut.end(self.scene.proxies, lambda: runner.start(release, log), lambda *_: True)

        self.check_tags(before, ended, what)
        parts = self.parts(runner, what)
        new = [part for part in parts if f"1.0.{release}" in part["tags"]]
        whole = len(new) == len(IMAGES) * len(runner.platforms)
        row = self.rows[cut.way]
        row["cuts"] += 1
        row["whole" if whole else "some" if new else "none"] += 1
        if cut.asks and ended.alive:
            self.longest[cut.way] = max(self.longest[cut.way], ended.seconds)
            if ended.seconds > PATIENCE:
                self.scene.violation(f"{what}: it took {ended.seconds:.1f} s to end")
        print(f"{what}: exit {ended.status} after {ended.seconds:.1f} s, {len(new)} part files of this release, {len(parts) - len(new)} of an earlier", flush=True)

        if not whole:
            self.check_refused(release, runner, before, what)
        self.check_again(number, release, runner, before, what)
        runners = [runner]
        if runner is not self.alone:
            self.build(release, self.join.runners[1], f"other-{number}.log")
            runners = self.join.runners
        self.name(release, runners)

    def check_tags(self, before, ended, what):
        if ended.tags_asked:
            self.scene.violation(f"{what}: {ended.tags_asked} requests to move a tag")
        if self.scene.state() != before:
            self.scene.violation(f"{what}: tags are not where they were")

    def parts(self, runner, what):
        """The part files, each looked at: what it names is where it says."""
        parts = []
        for image, folder in runner.part_folders().items():
            for file in sorted(folder.glob("*.json")) if folder.exists() else []:
                part = json.loads(file.read_bytes())
                said = part.pop("checksum")
                if said != "sha256:" + hashlib.sha256(json.dumps(part, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest():
                    self.scene.violation(f"{what}: {file} has not the checksum that it says")
                held = [store for store in self.scene.stores if f"{store.destination}/{image}" in part["repositories"]]
                for store in held:
                    missing = missing_parts(store, image, part["descriptor"]["digest"])
                    if missing:
                        self.scene.violation(f"{what}: {file} says that {store.name} holds what lacks {missing}")
                if held != self.scene.stores:
                    self.scene.violation(f"{what}: {file} names {part['repositories']} only")
                parts.append(part)
        return parts

    def check_refused(self, release, runner, before, what):
        """A run that joins what was left by now names nothing."""
        self.join.bring([runner])
        log = self.scene.folder / f"early-{release}.log"
        status = self.join.start(release, log).wait()
        if status == 0 or "IMG-9" not in log.read_text(errors="replace"):
            self.scene.violation(f"{what}: joining half of the parts ended with {status}, see {log}")
        if self.scene.state() != before:
            self.scene.violation(f"{what}: joining half of the parts moved tags")

    def check_again(self, number, release, runner, before, what):
        log = f"again-{number}.log"
        self.build(release, runner, log)
        if self.scene.state() != before:
            self.scene.violation(f"{what}: running again moved tags")
        found = {(part["image"], part["platform"]) for part in self.parts(runner, what) if f"1.0.{release}" in part["tags"]}
        expected = {(image, platform) for image in IMAGES for platform in runner.platforms}
        if found != expected:
            self.scene.violation(f"{what}: running again left parts of {found}, expected {expected}")
        said = (self.scene.folder / log).read_text(errors="replace")
        for image, platform in expected:
            if f"Uploaded {image} for {platform}, by digest and untagged" not in said:
                self.scene.violation(f"{what}: running again did not say that it uploaded {image} for {platform}")

    def figures(self):
        for way in WAYS:
            row = self.rows[way]
            if row:
                yield (f"{way:8} {row['cuts']} cuts left no part file in {row['none']}, some in {row['some']}, all in {row['whole']}"
                       + (f"; ended within {self.longest[way]:.1f} s" if way in self.longest else ""))
