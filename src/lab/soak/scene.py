"""Two images, the three places they go to, and the Maven that brings them there."""

import collections
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess

from cut import moves_tag
from slow_proxy import SlowProxies
from stores import Directory, Registry, missing_parts

SOAK = pathlib.Path(__file__).resolve().parent
ROOT = SOAK.parents[2]
IMAGES = ["one", "two"]
MOVED = ["stable", "latest"]
USUAL_DELAY = 0.02


class Scene:
    def __init__(self, folder, maven):
        self.folder = folder
        self.maven = maven
        self.proxies = SlowProxies(USUAL_DELAY)
        self.stores = [Registry("first", folder, self.proxies), Registry("second", folder, self.proxies), Directory(folder)]
        self.violations = []

    def stop(self):
        for store in self.stores:
            store.stop()

    def checkout(self, name):
        """A copy of the project on a machine of its own."""
        project = self.folder / name
        shutil.copytree(SOAK / "two-images", project, ignore=shutil.ignore_patterns("target"))
        version = re.search("<artifactId>image-maven-plugin</artifactId>\\s*<version>(.*?)</version>", (ROOT / "pom.xml").read_text()).group(1)
        pom = project / "pom.xml"
        pom.write_text(pom.read_text().replace("${image.plugin.version}", version))
        return project

    def start(self, project, release, log, *arguments, stores=None):
        for image in IMAGES:  # So that a release has a layer that no earlier one has.
            resources = project / image / "src/main/resources"
            resources.mkdir(exist_ok=True)
            (resources / "release").write_bytes(random.Random(release).randbytes(100_000))
        arguments = ["-B", "-ntp", "-nsu", *arguments, "-Pimages", "-DskipTests", "-Dimage.publish=true",
                     f"-Dimage.tag=1.0.{release}", "-Dimage.extraTags=" + ",".join(MOVED), f"-Dimage.labels.release={release}",
                     "-Dimage.registries=" + ",".join(store.destination for store in stores or self.stores), "-Dimage.retry.delay=200ms",
                     *self.maven]
        # As a step of a workflow runs it. What starts this script may have told it to ignore SIGINT, and a JVM takes that over.
        # Nor does the event decide that started the run which this script is a part of.
        environment = {name: value for name, value in os.environ.items() if name not in ("GITHUB_ACTIONS", "GITLAB_CI")}
        return subprocess.Popen(["bash", "-c", 'exec "$0" "$@"', os.environ.get("LAB_MVN", "mvn"), *arguments], cwd=project, env=environment,
                                stdout=log.open("w"), stderr=subprocess.STDOUT,
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def undisturbed(self, start, what, log):
        """Waits for a run; returns how many requests, and how many tags, it took."""
        counts = collections.Counter()

        def watch(event, _, method, path):
            counts["requests"] += event == "asked"
            counts["tags"] += event == "asked" and moves_tag(method, path)

        self.proxies.watch = watch
        self.expect_success(start(), what, log)
        self.proxies.watch = lambda *_: None
        return counts

    def expect_success(self, process, what, log):
        if process.wait() != 0:
            self.violation(f"{what}: running undisturbed failed, see {log}")

    def state(self):
        return {(image, store.name): store.tags(image) for image in IMAGES for store in self.stores}

    def violation(self, what):
        self.violations.append(what)
        print("VIOLATION", what, flush=True)

    def check_complete(self, state, what):
        for (image, name), tags in state.items():
            store = next(store for store in self.stores if store.name == name)
            for named in set(tags.values()):
                missing = missing_parts(store, image, named)
                if missing:
                    self.violation(f"{what}: {name}/{image} names {named}, which lacks {missing}")

    def check_released(self, release, what):
        """Every tag of a release names one complete image everywhere."""
        state = self.state()
        for image in IMAGES:
            for tag in [f"1.0.{release}", *MOVED]:
                named = {state[image, store.name].get(tag) for store in self.stores}
                if len(named) != 1 or None in named:
                    self.violation(f"{what}: {image}:{tag} names {named} after an undisturbed run")
        self.check_complete(state, what)
