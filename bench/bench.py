"""Every figure beside its peer, in one run: ./dev bench [starting] [calls] [tasks] [layers] [scale]"""

import argparse
import datetime
import pathlib
import platform
import re
import subprocess
import sys

import calls
import layers
import scale
import starting
import tasks

MEASUREMENTS = {"starting": starting, "calls": calls, "tasks": tasks, "layers": layers, "scale": scale}
PAGE = pathlib.Path(__file__).resolve().parents[1] / "docs/performance.md"
BLOCK = re.compile(r"(<!-- figures: made by ./dev bench --write -->\n).*(<!-- end of figures -->)", re.S)


def first_line(*words):
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout.splitlines()[0]
    except (OSError, IndexError):
        return "not there"


def machine():
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    cores = first_line("nproc")
    name = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    moto = first_line(sys.executable, "-c", "import importlib.metadata as m; print(m.version('moto'))")
    return "\n".join(
        (
            f"Measured on {datetime.date.today():%d %B %Y}:",
            "",
            f"- {cpu.group(1) if cpu else platform.machine()}, {cores} cores, "
            f"{int(memory.group(1)) / 2**20:.0f} GiB; {name.group(1)}, Linux {platform.release()}",
            f"- Docker Engine {first_line('docker', 'version', '--format', '{{.Server.Version}}')}, "
            f"moto {moto}, {first_line('docker-registry', '--version')}",
            "",
        )
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], metavar="NAME")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    asked = parser.parse_args()
    page = machine() + "\n"
    for name in asked.names or MEASUREMENTS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        for table in MEASUREMENTS[name].measure(asked.rounds):
            page += table.markdown() + "\n"
            print(table.markdown(), flush=True)
    if asked.write:
        if asked.names:
            sys.exit("--write wants a whole run, without names")
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            BLOCK.sub(lambda found: found.group(1) + page + found.group(2), text), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
