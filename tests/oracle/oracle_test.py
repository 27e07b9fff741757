#!/usr/bin/env python3
"""The official client as oracle: botocore encodes requests that our decoder must read, and parses answers
that our encoder wrote, for every operation in the models. Inputs are random within the model's bounds; the
seed is fixed and printed, ORACLE_SEED turns it.

    oracle_test.py WIRE_PROBE
"""
import base64
import datetime
import json
import os
import random
import subprocess
import sys

try:
    import botocore
    import botocore.auth
    import botocore.awsrequest
    import botocore.credentials
    import botocore.parsers
    import botocore.serialize
    import botocore.session
except ImportError:
    print("skipped: botocore is not installed (Debian: python3-botocore)")
    sys.exit(77)

import pattern_text

# An older botocore knows other bounds and patterns than the models in api/models, so it cannot judge them.
MODELS_OF = (1, 43)
if tuple(int(part) for part in botocore.__version__.split(".")[:2]) < MODELS_OF:
    print(f"skipped: botocore {botocore.__version__} is older than the models (1.43.11)")
    sys.exit(77)

SERVICES = ["ecs", "ecr", "ecr-public", "iam", "sts", "ec2"]
SAMPLES = 6
TEXTS = ["a", "web", "b c", "x+y", "a&b=c", "<tag>", 'quo"te', "back\\slash", "größe", "名前", "😀", "%41"]
TEXTS += ["line\nfeed", " blanks ", "tab\t"]
REQUEST_ID = "00000000-0000-4000-8000-000000000000"
UTC = datetime.timezone.utc
# Members that the distilled models require and Debian 12's botocore 1.29 does not yet.
NEWLY_REQUIRED = {("Tag", "Key"), ("Tag", "Value")}


class Probe:
    def __init__(self, path):
        self.program = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **command):
        self.program.stdin.write(json.dumps(command).encode() + b"\n")
        self.program.stdin.flush()
        line = self.program.stdout.readline()
        if not line:
            raise AssertionError(f"the probe died on {command}")
        return json.loads(line)

    def stop(self):
        self.program.stdin.close()
        return self.program.wait()


class Samples:
    """Random values of a shape: sample 0 has every member, the others some of them."""

    def __init__(self, seed, protocol):
        self.random = random.Random(seed)
        self.protocol = protocol

    def structure(self, shape, full, depth=0):
        out = {}
        for name, member in shape.members.items():
            required = name in shape.required_members or (shape.name, name) in NEWLY_REQUIRED
            if depth > 6 and not required:
                continue
            if full or required or self.random.random() < 0.5:
                out[name] = self.value(member, full, depth + 1)
        if not out and depth and self.protocol != "json":  # a form has no empty structure
            for name, member in list(shape.members.items())[:1]:
                out[name] = self.value(member, full, depth + 1)
        return out

    def value(self, shape, full, depth):
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, full, depth)
        if kind == "list":
            return [self.value(shape.member, full, depth + 1) for _ in range(self.count(shape))]
        if kind == "map":
            keys = {self.value(shape.key, full, depth) for _ in range(self.count(shape))}
            return {key: self.value(shape.value, full, depth + 1) for key in sorted(keys)}
        return getattr(self, kind)(shape)

    def count(self, shape):
        least = shape.metadata.get("min", 0)
        # The EC2 serialiser has no way to write an empty list.
        least = max(least, 1 if self.protocol == "ec2" else 0)
        return self.random.randint(least, max(least, min(3, shape.metadata.get("max", 3))))

    def string(self, shape):
        if shape.enum:
            return self.random.choice(shape.enum)
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 1 << 30)
        if "pattern" in shape.metadata:
            return pattern_text.text_for(shape.metadata["pattern"], int(least), int(most), self.random)
        text = self.random.choice(TEXTS)
        while len(text) < least:
            text += self.random.choice(TEXTS)
        return text[: int(most)]

    def integer(self, shape):
        return self.whole(shape, -5, 2**31 - 1)

    def long(self, shape):
        return self.whole(shape, -5, 2**53)

    def double(self, shape):
        return self.whole(shape, 0, 1000) + 0.25

    float = double

    def whole(self, shape, least, most):
        return self.random.randint(
            int(shape.metadata.get("min", least)), int(shape.metadata.get("max", most))
        )

    def boolean(self, _):
        return self.random.random() < 0.5

    def timestamp(self, _):
        return datetime.datetime.fromtimestamp(self.random.randint(0, 2**31), UTC)

    def blob(self, _):
        return bytes(self.random.randrange(256) for _ in range(self.random.randint(0, 9)))


def as_value(value, keep_empty=True):
    """What our Value holds: times in seconds, blobs in base64. A form cannot say "empty structure"."""
    if isinstance(value, dict):
        inner = {name: as_value(member, keep_empty) for name, member in value.items()}
        return {name: member for name, member in inner.items() if keep_empty or member != {}}
    if isinstance(value, list):
        return [as_value(element, keep_empty) for element in value]
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def signed_request(model, operation, parameters):
    """What botocore would send: serialised, prepared and signed."""
    serializer = botocore.serialize.create_serializer(model.metadata["protocol"], include_validation=True)
    request = serializer.serialize_to_request(parameters, model.operation_model(operation))
    prepared = botocore.awsrequest.AWSRequest(
        method=request["method"],
        url="http://127.0.0.1:4566/",
        data=request["body"],
        headers=request["headers"],
    )
    credentials = botocore.credentials.Credentials("AKIDEXAMPLE", "secret")
    botocore.auth.SigV4Auth(credentials, model.signing_name, "eu-west-1").add_auth(prepared)
    return prepared.prepare()


def check_request(probe, model, operation, parameters):
    request = signed_request(model, operation, parameters)
    body = request.body or b""
    headers = {
        name: value if isinstance(value, str) else value.decode() for name, value in request.headers.items()
    }
    answer = probe.ask(
        do="decode",
        method=request.method,
        query="",
        headers=headers,
        body=base64.b64encode(body.encode() if isinstance(body, str) else body).decode(),
    )
    wanted = {
        "service": model.signing_name,
        "operation": operation,
        "accessKey": "AKIDEXAMPLE",
        "region": "eu-west-1",
        "input": as_value(parameters, model.metadata["protocol"] == "json"),
    }
    if answer != wanted:
        raise AssertionError(f"request of {operation}\n  sent {body}\n  read {answer}\n  want {wanted}")


def as_response(answer):
    headers = botocore.awsrequest.HeadersDict(answer["headers"])
    return {"status_code": answer["status"], "headers": headers, "body": base64.b64decode(answer["body"])}


def check_answer(probe, model, operation, output, shape):
    answer = probe.ask(
        do="encode", service=model.signing_name, operation=operation, output=as_value(output)
    )
    if "refused" in answer:
        raise AssertionError(f"answer of {operation}: {answer['refused']}")
    body = base64.b64decode(answer["body"])
    parser = botocore.parsers.create_parser(model.metadata["protocol"])
    parsed = parser.parse(as_response(answer), shape)
    metadata = parsed.pop("ResponseMetadata")
    if metadata["RequestId"] != REQUEST_ID:
        raise AssertionError(f"request id of {operation}: {metadata}")
    if as_value(parsed) != as_value(output):
        raise AssertionError(f"answer of {operation}\n  sent {body}\n  read {parsed}\n  want {output}")


def check_error(probe, model, code, status, message):
    answer = probe.ask(do="error", service=model.signing_name, code=code, status=status, message=message)
    parser = botocore.parsers.create_parser(model.metadata["protocol"])
    parsed = parser.parse(as_response(answer), None)
    if parsed["Error"]["Code"] != code or parsed["Error"]["Message"] != message:
        raise AssertionError(f"error {code} of {model.signing_name}: {parsed}")
    if parsed["ResponseMetadata"]["RequestId"] != REQUEST_ID:
        raise AssertionError(f"request id of an error: {parsed}")


def operations_of(service):
    models = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "api", "models")
    with open(os.path.join(models, service + ".json"), encoding="utf-8") as file:
        return list(json.load(file)["operations"])


def main():
    seed = int(os.environ.get("ORACLE_SEED", "20260916"))
    probe = Probe(sys.argv[1])
    session = botocore.session.Session()
    failures, checks = [], 0
    for service in SERVICES:
        model = session.get_service_model(service)
        known = set(model.operation_names)
        for operation in operations_of(service):
            if operation not in known:  # an older botocore than the models
                continue
            described = model.operation_model(operation)
            for sample in range(SAMPLES):
                source = Samples(f"{seed} {service} {operation} {sample}", model.metadata["protocol"])
                try:
                    if described.input_shape is not None:
                        parameters = source.structure(described.input_shape, sample == 0)
                        check_request(probe, model, operation, parameters)
                        checks += 1
                    if described.output_shape is not None:
                        output = source.structure(described.output_shape, sample == 0)
                        check_answer(probe, model, operation, output, described.output_shape)
                        checks += 1
                except AssertionError as failure:
                    failures.append(str(failure))
                    break
        check_error(probe, model, "SomeException", 400, 'A <message> & "more" 名前')
        checks += 1
    if probe.stop() != 0:
        failures.append("the probe ended with an error")
    for failure in failures[:10]:
        print(failure)
    print(f"oracle: botocore {botocore.__version__}, seed {seed}: {checks} checks, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
