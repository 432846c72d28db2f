"""What the benchmark starts: registries, proxies before them, certificates."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

BENCH = pathlib.Path(__file__).resolve().parent
LAB = BENCH.parent / "lab"
INDEX_TYPES = ",".join([
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Registry:
    """A real registry on a free port, behind a proxy while Lab.proxies is entered."""

    def __init__(self, lab, name):
        self.lab = lab
        self.name = name
        self.folder = lab.folder / "registries" / name
        self.own_port = free_port()
        self.port = self.own_port
        self.start()

    def start(self):
        environment = dict(os.environ, **({"LAB_TLS": str(self.lab.tls)} if self.lab.tls else {}))
        self.process = subprocess.Popen(
            [LAB / "registry", str(self.own_port), self.folder], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                self.lab.get(f"127.0.0.1:{self.own_port}", "/v2/")
                return
            time.sleep(0.05)
        sys.exit(f"registry {self.name} does not answer at port {self.own_port}")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def empty(self):
        self.stop()
        shutil.rmtree(self.folder)
        self.start()

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    def digest(self, repository, tag):
        """The digest that the tag names, or None."""
        try:
            return self.lab.get(self.host, f"/v2/{repository}/manifests/{tag}", "HEAD").headers["Docker-Content-Digest"]
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise


class Proxy:
    """counting_proxy.py before one registry."""

    def __init__(self, registry, delay, tls):
        self.registry = registry
        self.port = free_port()
        arguments = [str(self.port), str(registry.own_port), str(delay)] + ([str(tls)] if tls else [])
        self.process = subprocess.Popen(
            [sys.executable, BENCH / "counting_proxy.py", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(200):
            with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", self.port)):
                break
            time.sleep(0.05)

    def take(self):
        self.process.stdin.write("take\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()


class Lab:
    """Everything that runs beside the tools; leaving it stops and removes all of it."""

    def __init__(self, folder, base, https):
        self.folder = folder
        self.tls = self.make_certificate() if https else None
        self.client_tls = ssl.create_default_context(cafile=self.tls / "cert.pem") if https else None
        self.registries = []
        self.running_proxies = []
        self.base = self.registry("base")
        layout = pathlib.Path(base or os.path.expanduser("~/.cache/image-maven-plugin-lab/base"))
        subprocess.run([LAB / "base-image", layout], check=True)
        self.skopeo("copy", "--all", f"oci:{layout}:17", f"docker://{self.base.host}/jre:17")
        self.spy = self.build_spy()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.running_proxies + self.registries:
            server.stop()

    def registry(self, name):
        registry = Registry(self, name)
        self.registries.append(registry)
        return registry

    @contextlib.contextmanager
    def proxies(self, delay):
        self.running_proxies = [Proxy(registry, delay, self.tls) for registry in self.registries]
        for proxy in self.running_proxies:
            proxy.registry.port = proxy.port
        try:
            yield
        finally:
            for proxy in self.running_proxies:
                proxy.registry.port = proxy.registry.own_port
                proxy.stop()
            self.running_proxies = []

    def take_counts(self):
        return {proxy.registry.name: proxy.take() for proxy in self.running_proxies}

    def get(self, host, path, method="GET"):
        request = urllib.request.Request(
            f"{'https' if self.tls else 'http'}://{host}{path}", method=method, headers={"Accept": INDEX_TYPES})
        return urllib.request.urlopen(request, context=self.client_tls, timeout=10)

    def skopeo(self, command, *arguments):
        secure = "true" if self.tls else "false"
        switches = {
            "copy": [f"--src-tls-verify={secure}", f"--dest-tls-verify={secure}"],
            "inspect": [f"--tls-verify={secure}"],
        }[command]
        subprocess.run(["skopeo", command, "--quiet" if command == "copy" else "--raw", *switches, *map(str, arguments)],
                       check=True, env=self.environment(), stdout=subprocess.DEVNULL)

    def environment(self, **more):
        tls = {"SSL_CERT_FILE": str(self.tls / "cert.pem")} if self.tls else {}
        # What is published is not for the event to decide that started the run which this is a part of.
        own = {name: value for name, value in os.environ.items() if name not in ("GITHUB_ACTIONS", "GITLAB_CI")}
        return dict(own, **tls, **more)

    def jvm_options(self):
        if not self.tls:
            return ""
        return f"-Djavax.net.ssl.trustStore={self.tls}/trust -Djavax.net.ssl.trustStorePassword=changeit"

    def make_certificate(self):
        """A certificate for 127.0.0.1 that the tools are told to trust."""
        tls = self.folder / "tls"
        tls.mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", tls / "key.pem", "-out", tls / "cert.pem"],
            check=True, stderr=subprocess.DEVNULL)
        # In addition to those that the JDK trusts: Maven still has to reach Maven Central.
        java_home = pathlib.Path(shutil.which("java")).resolve().parent.parent
        shutil.copy(java_home / "lib/security/cacerts", tls / "trust")
        (tls / "trust").chmod(0o600)
        subprocess.run(
            ["keytool", "-importcert", "-noprompt", "-alias", "bench", "-storepass", "changeit",
             "-file", tls / "cert.pem", "-keystore", tls / "trust"],
            check=True, stderr=subprocess.DEVNULL)
        return tls

    def build_spy(self):
        """The Maven extension that writes down how long each goal took."""
        classes = self.folder / "spy"
        home = subprocess.run(["mvn", "-v"], check=True, capture_output=True, text=True).stdout
        home = next(line.split(": ", 1)[1] for line in home.splitlines() if line.startswith("Maven home"))
        subprocess.run(
            ["javac", "--release", "11", "-proc:none", "-cp", f"{home}/lib/*", "-d", classes, BENCH / "spy/GoalTimes.java"], check=True)
        index = classes / "META-INF/sisu/javax.inject.Named"
        index.parent.mkdir(parents=True)
        index.write_text("GoalTimes\n")
        jar = self.folder / "spy.jar"
        subprocess.run(["jar", "--create", "--file", jar, "-C", classes, "."], check=True)
        return jar
