"""Turns the measurements into the tables of RESULTS.md."""

import datetime
import os
import platform
import re
import statistics
import subprocess

TARGETS = {"a": 0.45, "b": 0.25, "c": 0.35, "d": 0.4, "e": 0.5, "c40": 0.2}


def median(results, tool, case, figure):
    runs = results.get((tool, case))
    return statistics.median(getattr(run, figure) for run in runs) if runs else None


def show(value, form="{:.2f}"):
    return "–" if value is None else form.format(value)


def ratio(ours, theirs):
    return None if ours is None or theirs is None else ours / theirs


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def times(cases, results):
    rows = []
    for case, title in cases.items():
        jib, one, ours = (median(results, tool, case, "goals") for tool in ("jib", "jib-one", "image"))
        rows.append([
            f"{case}: {title}", show(jib), show(one), show(ours), show(ratio(ours, jib)), f"≤ {TARGETS[case]}",
            show(ratio(ours, one)), show(median(results, "skopeo", case, "wall")),
        ])
    return table(["case", "jib s", "jib, one Maven s", "image s", "image/jib", "target", "image/jib, one Maven", "skopeo s"], rows)


def processes(cases, results):
    rows = []
    for case, title in cases.items():
        cells = [f"{case}: {title}"]
        for figure, form in (("wall", "{:.2f}"), ("memory", "{:.0f}")):
            cells += [show(median(results, tool, case, figure), form) for tool in ("jib", "jib-one", "image")]
        cells.append(show(ratio(median(results, "image", case, "wall"), median(results, "jib", case, "wall"))))
        rows.append(cells)
    return table(["case", "jib s", "jib, one Maven s", "image s", "jib MiB", "jib, one Maven MiB", "image MiB", "image/jib s"], rows)


def traffic_rows(traffic):
    rows = []
    for (tool, case), registries in traffic.items():
        for registry, counts in registries.items():
            # Where skopeo gets the finished image from is none of its destinations.
            if registry in ("base", f"{tool}-1", f"{tool}-2") and counts["connections"]:
                rows.append([
                    case, tool, registry, str(len(counts["requests"])), str(counts["connections"]),
                    f"{counts['sent'] / 1e6:.2f}", f"{counts['received'] / 1e6:.2f}",
                ])
    rows.sort(key=lambda row: row[0])
    return table(["case", "tool", "registry", "requests", "connections", "MB to it", "MB from it"], rows)


def spread(cases, tools, results):
    rows = []
    for tool in tools:
        for case in cases:
            runs = results.get((tool.name, case))
            if runs:
                rows.append([tool.name, case, " ".join(f"{run.goals:.2f}" for run in runs)])
    return table(["tool", "case", "goal seconds of each round"], rows)


def version(*command):
    first = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0]
    return re.sub("\x1b[^m]*m", "", first).strip()


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB memory, Linux {platform.release()}"


def write_report(options, cases, tools, results, traffic, app):
    jars = subprocess.run(["unzip", "-l", app.folder / "target/orders-1.0.0.jar", "BOOT-INF/lib/*.jar"], capture_output=True, text=True)
    size, files = jars.stdout.splitlines()[-1].split()[:2]
    load = os.getloadavg()[2]
    lines = [
        "# Results of the benchmark",
        "",
        f"Made by `src/bench/run` on {datetime.date.today()}: medians of {options.rounds} rounds in turn. README.md beside this file says how.",
        "",
        f"- machine: {machine()}; load average over 15 minutes at the end: {load:.1f}",
        f"- {version(options.mvn, '--version')}; {version('java', '--version')}; {version('skopeo', '--version')}; jib-maven-plugin 3.5.2",
        f"- the application: {files} dependency jars, {int(size) / 1e6:.0f} MB; registries speak {'http' if options.plain else 'https'}",
        "",
        "## Time of the goals",
        "",
        *times(cases, results),
        "",
        "## The whole process: time and peak memory",
        "",
        *processes(cases, results),
        "",
        "## Traffic",
        "",
        *traffic_rows(traffic),
        "",
        "## Every round",
        "",
        *spread(cases, tools, results),
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if options.out:
        with open(options.out, "w") as file:
            file.write(text)
    if options.requests:
        with open(options.requests, "w") as file:
            for (tool, case), registries in traffic.items():
                for registry, counts in registries.items():
                    for request in counts["requests"]:
                        file.write(f"{case} {tool} {registry} {request}\n")
