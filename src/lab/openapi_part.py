"""openapi_part.py FROM TO PATTERN...: the paths of an OpenAPI document that match a pattern, with all that they refer to."""

import fnmatch
import json
import pathlib
import sys


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def main():
    source, target, *patterns = sys.argv[1:]
    document = json.loads(pathlib.Path(source).read_text())
    paths = {path: item for path, item in document["paths"].items() if any(fnmatch.fnmatchcase(path, each) for each in patterns)}
    if not paths:
        sys.exit(f"{source} has none of {patterns}")
    components = {}
    waiting = list(references(paths))
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        if name not in components.setdefault(kind, {}):
            components[kind][name] = document["components"][kind][name]
            waiting += references(components[kind][name])
    part = {key: document[key] for key in ("openapi", "info", "servers")}
    pathlib.Path(target).write_text(json.dumps(part | {"paths": paths, "components": components}))


if __name__ == "__main__":
    main()
