#!/usr/bin/env python3
"""Distils botocore's service models into the compact models of api/models.

    api/codegen/distill.py [--botocore DIR] [--out DIR] [SERVICE...]

Run it by hand when neargate moves to a newer botocore; its output is committed. What goes in is decided by
api/models/served.json: "*" keeps a whole service, a list keeps these operations and the shapes they reach.
Names of all operations are always kept, so that one AWS has and neargate lacks gets an honest answer. Prose
never goes in. The same input gives the same bytes.
"""
import argparse
import gzip
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE.parent / "models"

METADATA = ["apiVersion", "jsonVersion", "protocol", "serviceId", "targetPrefix", "xmlNamespace"]
SHAPE = [
    "type",
    "required",
    "enum",
    "min",
    "max",
    "pattern",
    "sensitive",
    "flattened",
    "timestampFormat",
    "locationName",
    "error",
    "exception",
    "fault",
]
REFERENCE = ["shape", "locationName", "queryName", "flattened", "timestampFormat", "idempotencyToken"]


def kept(source, names):
    return {name: source[name] for name in names if name in source}


def load(botocore, service):
    """The newest version of a service's model."""
    folders = sorted((botocore / "data" / service).iterdir())
    path = folders[-1] / "service-2.json"
    if path.exists():
        return json.loads(path.read_text())
    with gzip.open(str(path) + ".gz") as packed:
        return json.load(packed)


def distilled_shape(shape):
    compact = kept(shape, SHAPE)
    if "members" in shape:
        compact["members"] = {name: kept(member, REFERENCE) for name, member in shape["members"].items()}
    for part in ("member", "key", "value"):
        if part in shape:
            compact[part] = kept(shape[part], REFERENCE)
    return compact


def distilled_operation(operation):
    compact = {}
    if "input" in operation:
        compact["input"] = operation["input"]["shape"]
    if "output" in operation:
        compact["output"] = operation["output"]["shape"]
        if "resultWrapper" in operation["output"]:
            compact["resultWrapper"] = operation["output"]["resultWrapper"]
    if operation.get("errors"):
        compact["errors"] = sorted(error["shape"] for error in operation["errors"])
    return compact


def references(shape):
    found = [member["shape"] for member in shape.get("members", {}).values()]
    return found + [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]


def reachable(operations, shapes):
    pending = []
    for operation in operations.values():
        pending += [operation[part] for part in ("input", "output") if part in operation]
        pending += operation.get("errors", [])
    seen = set()
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += references(shapes[name])
    return seen


def distil(model, served):
    names = sorted(model["operations"])
    wanted = names if served == "*" else sorted(served)
    operations = {name: distilled_operation(model["operations"][name]) for name in wanted}
    keep = set(model["shapes"]) if served == "*" else reachable(operations, model["shapes"])
    metadata = kept(model["metadata"], METADATA)
    metadata["signingName"] = model["metadata"].get("signingName", model["metadata"]["endpointPrefix"])
    shapes = {name: distilled_shape(model["shapes"][name]) for name in sorted(keep)}
    return {"metadata": metadata, "names": names, "operations": operations, "shapes": shapes}


def line(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def printed(compact):
    """One line a shape and an operation: a newer botocore reads as a small diff."""
    parts = ['"metadata":' + line(compact["metadata"]), '"names":' + line(compact["names"])]
    for section in ("operations", "shapes"):
        entries = ",\n".join(line(name) + ":" + line(entry) for name, entry in compact[section].items())
        parts.append('"%s":{%s}' % (section, "\n" + entries + "\n" if entries else ""))
    return "{" + ",\n".join(parts) + "}\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--botocore", type=pathlib.Path, help="botocore's package folder")
    arguments.add_argument("--out", type=pathlib.Path, default=MODELS)
    arguments.add_argument("services", nargs="*")
    chosen = arguments.parse_args()
    if chosen.botocore is None:
        import botocore

        chosen.botocore = pathlib.Path(botocore.__file__).parent
        if botocore.__version__ != "1.43.11":
            print(
                f"distill: botocore is {botocore.__version__}, the committed models are of 1.43.11",
                file=sys.stderr,
            )
    served = json.loads((MODELS / "served.json").read_text())
    for service in chosen.services or served:
        compact = distil(load(chosen.botocore, service), served[service])
        (chosen.out / f"{service}.json").write_text(printed(compact))


if __name__ == "__main__":
    main()
