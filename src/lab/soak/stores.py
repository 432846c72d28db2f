"""Where images go: a real registry behind a slow proxy, and a directory. Both are looked at without the plugin."""

import hashlib
import json
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

LAB = pathlib.Path(__file__).resolve().parents[1]
MANIFESTS = ("application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
             "application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json")


class Registry:
    """A real registry, looked at without the proxy."""

    def __init__(self, name, folder, proxies):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.name = name
        self.process = subprocess.Popen([LAB / "registry", str(self.port), folder / name],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.get("")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        self.destination = f"127.0.0.1:{proxies.before(name, self.port)}/soak"

    def get(self, path):
        """The body; None where there is nothing."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/v2/{path}", headers={"Accept": MANIFESTS})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise

    def tags(self, image):
        """The digest of the bytes that each tag gives."""
        listed = json.loads(self.get(f"soak/{image}/tags/list") or b"{}").get("tags") or []
        return {tag: digest(self.get(f"soak/{image}/manifests/{tag}")) for tag in listed}

    def manifest(self, image, named):
        return self.get(f"soak/{image}/manifests/{named}")

    def blob(self, image, named):
        return self.get(f"soak/{image}/blobs/{named}")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Directory:
    """An oci: destination."""

    name = "directory"

    def __init__(self, folder):
        self.folder = folder / "directory"
        self.destination = f"oci:{self.folder}"

    def tags(self, image):
        index = self.folder / image / "index.json"
        entries = json.loads(index.read_bytes())["manifests"] if index.exists() else []
        return {e["annotations"]["org.opencontainers.image.ref.name"]: e["digest"] for e in entries}

    def blob(self, image, named):
        file = self.folder / image / "blobs" / named.replace(":", "/")
        return file.read_bytes() if file.exists() else None

    manifest = blob

    def stop(self):
        pass


def digest(content):
    return None if content is None else "sha256:" + hashlib.sha256(content).hexdigest()


def missing_parts(store, image, named):
    """What of an index or a manifest is not there, byte for byte."""
    content = store.manifest(image, named)
    if digest(content) != named:
        return [named]
    document = json.loads(content)
    missing = [part for child in document.get("manifests", []) for part in missing_parts(store, image, child["digest"])]
    blobs = [document["config"], *document["layers"]] if "config" in document else []
    return missing + [blob["digest"] for blob in blobs if digest(store.blob(image, blob["digest"])) != blob["digest"]]
