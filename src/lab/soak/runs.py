"""How a release comes to its names: by one run, or by runners that build a platform each and one that joins them."""

import shutil

from scene import IMAGES

PLATFORMS = ["linux/amd64", "linux/arm64"]


class Deployment:
    """One run does it all."""

    def __init__(self, scene):
        self.scene = scene
        self.project = scene.checkout("project")

    def prepare(self, release, random):
        return "one run"

    def start(self, release, log):
        return self.scene.start(self.project, release, log, "deploy")


class Runner:
    """Builds some platforms, brings them where it is told, and leaves part files."""

    def __init__(self, scene, name, platforms):
        self.scene = scene
        self.platforms = platforms
        self.project = scene.checkout(name)

    def start(self, release, log, stores=None):
        return self.scene.start(self.project, release, log, "deploy", "-Dimage.buildPlatforms=" + ",".join(self.platforms), stores=stores)

    def part_folders(self):
        return {image: self.project / image / "target/image/parts" for image in IMAGES}


class Join:
    """Joins what two runners have left, which may have brought it to one place alone."""

    def __init__(self, scene):
        self.scene = scene
        self.runners = [Runner(scene, platform.replace("/", "-"), [platform]) for platform in PLATFORMS]
        self.project = scene.checkout("joiner")
        self.parts = scene.folder / "parts"

    def prepare(self, release, random):
        holders = random.choice([self.scene.stores, [random.choice(self.scene.stores)]])
        logs = [self.scene.folder / f"part-{release}-{runner.project.name}.log" for runner in self.runners]
        processes = [runner.start(release, log, holders) for runner, log in zip(self.runners, logs)]
        for process, log in zip(processes, logs):
            self.scene.expect_success(process, f"release {release}", log)
        self.bring(self.runners)
        return "parts in " + " ".join(store.name for store in holders)

    def bring(self, runners):
        """Brings the part files of some runners to this one, in place of any others."""
        shutil.rmtree(self.parts, ignore_errors=True)
        for runner in runners:
            for image, folder in runner.part_folders().items():
                if folder.exists():
                    shutil.copytree(folder, self.parts / runner.project.name / image)

    def start(self, release, log):
        return self.scene.start(self.project, release, log, "image:manifest", f"-Dimage.parts={self.parts}")
