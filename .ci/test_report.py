"""Counts the tests in the reports of surefire, failsafe and invoker; a failed or skipped test, or none at all, fails."""

import pathlib
import sys
import xml.etree.ElementTree

KINDS = {
    "unit": ["target/surefire-reports/TEST-*.xml", "target/failsafe-reports/TEST-*.xml"],
    "integration": ["target/invoker-reports/TEST-*.xml"],
    "quick start": ["src/it/quickstart/target/surefire-reports/TEST-*.xml"],
}


def cases(pattern):
    """Each test of the reports, and what it failed with or None."""
    for file in sorted(pathlib.Path().glob(pattern)):
        for case in xml.etree.ElementTree.parse(file).iter("testcase"):
            failure = case.find("failure")
            yield case, case.find("error") if failure is None else failure


def main():
    passed = failed = skipped = 0
    problems = []
    for kind, patterns in KINDS.items():
        found = [each for pattern in patterns for each in cases(pattern)]
        if not found and kind != "quick start":
            problems.append(f"no {kind} test has run")
        for case, failure in found:
            title = f"{case.get('classname')}.{case.get('name')}"
            if failure is not None:
                failed += 1
                problems.append(f"failed: {title}")
            elif case.find("skipped") is not None:
                skipped += 1
                problems.append(f"skipped: {title}: {case.find('skipped').get('message', '')}")
            else:
                passed += 1
    print("\n".join(problems + [f"{passed} passed, {failed} failed, {skipped} skipped"]))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
