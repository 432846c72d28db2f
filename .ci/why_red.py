"""Says in few lines, last of all, which tests failed and what Maven's own log of each says: a log of an hour is cut where it is shown."""

import pathlib

import test_report

LINES_A_TEST = 14
BOILERPLATE = ("[Help 1]", "re-run Maven", "-X switch", "-e switch", "For more information", "Re-run Maven", "cwiki.apache.org")


def first_lines(text, count):
    return [line.strip()[:220] for line in (text or "").splitlines() if line.strip()][:count]


def failures(pattern):
    return [(case, failure) for case, failure in test_report.cases(pattern) if failure is not None]


def errors_in(log):
    said = []
    for line in log.read_text(errors="replace").splitlines():
        text = line.removeprefix("[ERROR]").strip()
        if line.startswith("[ERROR]") and text and text not in said and not any(part in text for part in BOILERPLATE):
            said.append(text)
    return [line[:220] for line in said][:LINES_A_TEST]


def main():
    for case, problem in failures("target/surefire-reports/TEST-*.xml"):
        print(f"failed: {case.get('classname')}.{case.get('name')}")
        for line in first_lines(problem.get("message") or problem.text, 6):
            print("  " + line)
    for case, problem in failures("target/invoker-reports/TEST-*.xml"):
        print(f"failed: integration test {case.get('name')}: " + " ".join(first_lines(problem.get("message"), 2)))
        log = pathlib.Path("target/it") / case.get("name").removesuffix("/pom.xml") / "build.log"
        for line in errors_in(log) if log.exists() else ["it has no build.log"]:
            print("  " + line)


if __name__ == "__main__":
    main()
