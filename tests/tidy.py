"""The rules of the house as a test: what the tree may not contain.

Errors: an #include against the grain between rooms, a line over 110 columns, a banned file name, a brace
or a capturing lambda inside `co_await (...)` (GCC 12 frees such temporaries twice), an absolute path of a
machine, a tab or a trailing blank. Questions, not crimes: a file over 400 lines, a function over 70.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]

# A room may include itself and these (docs/architecture.md).
ARROWS = {
    "domain": set(),
    "query": set(),
    "placement": {"query", "domain"},
    "docker": {"domain"},
    "state": {"domain"},
    "registry": {"state", "domain"},
    "api": {"registry", "placement", "query", "state", "domain"},
    "reconcile": {"placement", "state", "docker", "domain"},
    "server": {"api", "registry", "reconcile", "placement", "state", "docker", "domain"},
}
BANNED_WORDS = {"helper", "helpers", "util", "utils", "manager", "common", "info", "misc"}
SKIPPED_FOLDERS = {"build", ".git", "node_modules", "__pycache__", ".cache", "models"}
LINE_MAX, FILE_LINES_MAX, FUNCTION_LINES_MAX = 110, 400, 70
FREE_TEXT = {".md", ".txt", ".json"}  # prose and data wrap where they like


class Findings:
    def __init__(self):
        self.errors, self.warnings = [], []

    def error(self, path, line, text):
        self.errors.append(f"{path}:{line}: {text}")

    def warning(self, path, line, text):
        self.warnings.append(f"{path}:{line}: {text}")


def tracked_files():
    """Git's list where there is one, so that a build folder or a note lying about does not count."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        ).stdout.splitlines()
        files = [ROOT / name for name in listed]
    except (OSError, subprocess.CalledProcessError):
        files = [
            path for path in ROOT.rglob("*") if not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts)
        ]
    return sorted(path for path in files if path.is_file() and not SKIPPED_FOLDERS & set(path.parts))


def blank_out(text):
    """The text with comments and literals turned to spaces, so that patterns meet only code."""
    pattern = (
        r'//[^\n]*|/\*.*?\*/|R"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
        r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'"
    )
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found.group()), text, flags=re.S)


def check_includes(path, lines, findings):
    room = path.parts[0]
    if room not in ARROWS:
        return
    for number, line in enumerate(lines, 1):
        included = re.match(r'\s*#\s*include\s+"([a-z_]+)/', line)
        target = included and included.group(1)
        if target in ARROWS and target != room and target not in ARROWS[room]:
            findings.error(
                path, number, f"{room} may not include {target} (allowed: {sorted(ARROWS[room])})"
            )


def matching(text, start, opening, closing):
    depth = 0
    for index in range(start, len(text)):
        if text[index] == opening:
            depth += 1
        elif text[index] == closing:
            depth -= 1
            if depth == 0:
                return index
    return len(text) - 1


def check_co_await(path, code, findings):
    for found in re.finditer(r"\bco_await\b", code):
        end = found.end()
        while end < len(code) and code[end] not in ";{})":
            end = matching(code, end, "(", ")") + 1 if code[end] == "(" else end + 1
        # `co_await T{...}` stops at its own brace; `while (x) {` is none of the operand's.
        operand = code[found.end() : end] + ("{" if code[end : end + 1] == "{" else "")
        line = code.count("\n", 0, found.start()) + 1
        if "{" in operand:
            findings.error(path, line, "a brace inside co_await: name the value first")
        elif re.search(r"[(,]\s*\[[^\]]+\]\s*[({]", operand):
            findings.error(path, line, "a capturing lambda inside co_await: name it first")


def check_function_lengths(path, code, findings):
    """A function body here is a brace after `)` (and what may follow it) at namespace or class depth."""
    for found in re.finditer(r"\)\s*(?:const|noexcept|override|final|->[^{};]+|\s)*\{", code):
        start = found.end() - 1
        before = code[: found.start()].rsplit("\n", 1)[-1]
        if re.match(r"\s*(?:\}?\s*else\s+)?(?:if|for|while|switch|catch)\b", before.strip() and before):
            continue
        length = code.count("\n", start, matching(code, start, "{", "}")) + 1
        if length > FUNCTION_LINES_MAX:
            findings.warning(path, code.count("\n", 0, start) + 1, f"a function of {length} lines")


def check_lines(path, lines, findings):
    for number, line in enumerate(lines, 1):
        is_free = path.suffix in FREE_TEXT or path.parts[0] == "tutorial" or "seeds" in path.parts
        if len(line) > LINE_MAX and not is_free:
            findings.error(path, number, f"{len(line)} columns, more than {LINE_MAX}")
        if line != line.rstrip() and path.suffix in (".cpp", ".h", ".py", ".cmake", ".sql"):
            findings.error(path, number, "a trailing blank")
        if "\t" in line and path.suffix in (".cpp", ".h", ".py", ".sql"):
            findings.error(path, number, "a tab")
        if re.search(r"(?<![\w.])/(?:home|work)/\w", line) and path.name != "tidy.py":
            findings.error(path, number, "an absolute path of somebody's machine")


def check_links(path, lines, findings):
    """A page may not point to a file that is not there."""
    for number, line in enumerate(lines, 1):
        for target in re.findall(r"\]\(([^)#\s]+)", line):
            if "://" not in target and not (ROOT / path.parent / target).exists():
                findings.error(path, number, f"a link to nothing: {target}")


UNHONOURED = (  # the list in the source, its row in docs/coverage.md, the shape it speaks of whole
    (
        "reconcile/unhonoured.h",
        "unhonoured_task_members",
        "the task definition",
        "RegisterTaskDefinitionRequest",
    ),
    ("reconcile/unhonoured.h", "unhonoured_container_members", "a container", "ContainerDefinition"),
    ("reconcile/unhonoured.h", "unhonoured_port_members", "a port mapping", "PortMapping"),
    ("api/ecs/unhonoured.h", "unhonoured_request_members", "CreateService, UpdateService", None),
    ("api/ecs/unhonoured.h", "unhonoured_override_members", "the overrides of", None),
    ("api/ecs/unhonoured.h", "unhonoured_container_override_members", "their containerOverrides", None),
    ("api/ecs/unhonoured.h", "unhonoured_cluster_members", "CreateCluster, UpdateCluster", None),
)


def check_coverage(findings):
    """docs/coverage.md and the lists of what is stored but not acted upon say the same; a member of a task
    definition stands in exactly one of the two tables."""
    page = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
    shapes = json.loads((ROOT / "api/models/ecs.json").read_text())["shapes"]
    acted, _, not_acted = page.partition("| of | members that are not acted upon |")

    def row(table, of):
        found = re.search(rf"^\| {of}[^|]*\|([^|]*)\|$", table, re.M)
        return set(re.findall(r"`(\w+)`", found.group(1))) if found else set()

    for source, name, of, shape in UNHONOURED:
        text = (ROOT / source).read_text()
        block = re.search(rf"\b{name} = [^(]*\((.*?)\);", text, re.S)
        listed = set(re.findall(r'"(\w+)"', block.group(1)))
        for member in sorted(listed ^ row(not_acted, of)):
            findings.error("docs/coverage.md", 1, f"`{member}` of {of}: {source} and the page differ")
        if shape:
            for member in sorted(set(shapes[shape]["members"]) ^ row(acted, of) ^ listed):
                findings.error("docs/coverage.md", 1, f"`{member}` of {of}: acted upon, or not?")


def check_names(path, findings):
    for part in path.parts:
        words = set(re.split(r"[_\-.]", part.lower()))
        if words & BANNED_WORDS:
            findings.error(path, 1, f"the name says nothing: {sorted(words & BANNED_WORDS)}")


def check(path, findings):
    try:
        text = (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    lines = text.splitlines()
    if path.name != "LICENSE":
        check_names(path, findings)
        check_lines(path, lines, findings)
    if path.suffix == ".md":
        check_links(path, lines, findings)
    if path.suffix not in (".cpp", ".h"):
        return
    code = blank_out(text)
    check_includes(path, lines, findings)
    check_co_await(path, code, findings)
    check_function_lengths(path, code, findings)
    if len(lines) > FILE_LINES_MAX:
        findings.warning(path, 1, f"a file of {len(lines)} lines")


def main():
    findings = Findings()
    files = [path.relative_to(ROOT) for path in tracked_files()]
    for path in files:
        check(path, findings)
    check_coverage(findings)
    for line in findings.warnings:
        print(f"warning: {line}")
    for line in findings.errors:
        print(f"error: {line}")
    print(f"{len(files)} files, {len(findings.errors)} errors, {len(findings.warnings)} warnings")
    return 1 if findings.errors else 0


if __name__ == "__main__":
    sys.exit(main())
