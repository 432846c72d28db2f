"""The tools that are compared. Each publishes the application to its own two registries."""

import dataclasses
import os
import shutil
import subprocess
import sys
import time

REPOSITORY = "acme/orders"
TAG = "edge"
JIB = "com.google.cloud.tools:jib-maven-plugin:3.5.2"
IMAGE = "io.github.imagemaven:image-maven-plugin:0.1.0-SNAPSHOT"
PLATFORMS = "linux/amd64,linux/arm64"


@dataclasses.dataclass
class Run:
    goals: float  # seconds, the sum of the goals' own time
    wall: float  # seconds, the sum of the processes' time
    memory: float  # MiB, the largest process

    def __add__(self, other):
        return Run(self.goals + other.goals, self.wall + other.wall, max(self.memory, other.memory))


def measure(command, **how):
    """Runs the command to its end; seconds, MiB."""
    log = how["cwd"] / "bench.log" if "cwd" in how else None
    os.sync()  # What the run before wrote is on the disk, whoever it was: nobody waits for it here.
    with open(log or os.devnull, "w") as output:
        begin = time.monotonic()
        process = subprocess.Popen(list(map(str, command)), stdout=output, stderr=subprocess.STDOUT, **how)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text().splitlines()[-40:] if log else []
        sys.exit("\n".join([*tail, f"failed ({process.returncode}): {' '.join(map(str, command))}"]))
    return wall, usage.ru_maxrss / 1024


class Tool:
    def __init__(self, lab, name):
        self.lab = lab
        self.name = name
        self.destinations = [lab.registry(f"{name}-1"), lab.registry(f"{name}-2")]
        self.cache = lab.folder / "caches" / name

    def empty_registries(self):
        for registry in self.destinations:
            registry.empty()

    def forget_caches(self):
        shutil.rmtree(self.cache, ignore_errors=True)

    def published(self):
        return [registry.digest(REPOSITORY, TAG) for registry in self.destinations]

    def maven(self, mvn, app, goals, settings):
        times = self.lab.folder / "goal-times"
        times.unlink(missing_ok=True)
        command = [mvn, "-B", "-ntp", "-nsu", f"-Dmaven.ext.class.path={self.lab.spy}", "package", "-DskipTests", *goals, *settings, *app.settings()]
        environment = self.lab.environment(
            GOAL_TIMES=str(times), MAVEN_OPTS=f"{os.environ.get('MAVEN_OPTS', '')} {self.lab.jvm_options()}", XDG_CACHE_HOME=str(self.cache))
        wall, memory = measure(command, cwd=app.folder, env=environment)
        plugin = goals[0].split(":")[1].split("-")[0] + ":"  # jib-maven-plugin: jib:build
        nanoseconds = [int(line.rsplit(" ", 1)[1]) for line in times.read_text().splitlines() if line.startswith(plugin)]
        if len(nanoseconds) != len(goals):
            sys.exit(f"expected the times of {goals}, found {times.read_text()!r}")
        return Run(sum(nanoseconds) / 1e9, wall, memory)


class JibPlugin(Tool):
    """jib:build once per registry: as two Mavens, or as two executions of one Maven."""

    def __init__(self, lab, mvn, one_maven):
        super().__init__(lab, "jib-one" if one_maven else "jib")
        self.mvn = mvn
        self.one_maven = one_maven

    def publish(self, app):
        common = [
            f"-Djib.from.image={self.lab.base.host}/jre:17",
            f"-Djib.from.platforms={PLATFORMS}",
            "-Djib.allowInsecureRegistries=true",
            "-Djib.disableUpdateChecks=true",
            f"-Djib.baseImageCache={self.cache}/base",
            f"-Djib.applicationCache={self.cache}/application",
        ]
        one, two = (f"{registry.host}/{REPOSITORY}:{TAG}" for registry in self.destinations)
        if self.one_maven:
            return self.maven(self.mvn, app, [f"{JIB}:build@one", f"{JIB}:build@two"], [f"-Djib.one={one}", f"-Djib.two={two}", *common])
        return (self.maven(self.mvn, app, [f"{JIB}:build"], [f"-Djib.to.image={one}", *common])
                + self.maven(self.mvn, app, [f"{JIB}:build"], [f"-Djib.to.image={two}", *common]))


class ImagePlugin(Tool):
    """image:build-multiarch image:push-all, once for both registries."""

    def __init__(self, lab, mvn):
        super().__init__(lab, "image")
        self.mvn = mvn
        self.target = lab.folder / "app/target/image"

    def forget_caches(self):
        super().forget_caches()
        shutil.rmtree(self.target, ignore_errors=True)

    def publish(self, app):
        owner = REPOSITORY.rsplit("/", 1)[0]
        return self.maven(self.mvn, app, [f"{IMAGE}:build-multiarch", f"{IMAGE}:push-all"], [
            "-Dimage.publish=true",
            f"-Dimage.from={self.lab.base.host}/jre:17",
            f"-Dimage.platforms={PLATFORMS}",
            "-Dimage.registries=" + ",".join(f"{registry.host}/{owner}" for registry in self.destinations),
            f"-Dimage.tag={TAG}",
        ])


class Skopeo(Tool):
    """skopeo copy --all of an image that another tool has finished, once per registry: copying and nothing else."""

    def __init__(self, lab):
        super().__init__(lab, "skopeo")
        self.layout = lab.folder / "finished"
        self.finished = None

    def publish(self, app):
        source = next(r for r in self.lab.registries if r.name in ("image-1", "jib-1"))
        digest = source.digest(REPOSITORY, TAG)
        if digest != self.finished:
            shutil.rmtree(self.layout, ignore_errors=True)
            self.lab.skopeo("copy", "--all", "--preserve-digests", f"docker://{source.host}/{REPOSITORY}:{TAG}", f"dir:{self.layout}")
            self.finished = digest
        total = Run(0, 0, 0)
        verify = f"--dest-tls-verify={'true' if self.lab.tls else 'false'}"
        for registry in self.destinations:
            wall, memory = measure(
                ["skopeo", "copy", "--quiet", "--all", "--preserve-digests", verify, f"dir:{self.layout}", f"docker://{registry.host}/{REPOSITORY}:{TAG}"],
                env=self.lab.environment())
            total += Run(wall, wall, memory)
        return total
