"""The tutorial's commands as a reader types them, with the real aws and docker programs, word for word."""

import os
import re
import signal
import subprocess
import tempfile
import unittest

import harness
from harness import BINARY, ROOT, docker, eventually, run

RUN = ROOT / "tutorial" / "run"


def left_in_docker(shown, temporary):
    """What Docker still has of this very run (others may push and run things beside it)."""
    address = re.search(r"127\.0\.0\.1:\d+(?=/)", shown).group()
    images = docker("images", "--format", "{{.Repository}}").splitlines()
    containers = docker("ps", "--all", "--format", '{{.Names}} {{.Label "neargate.data"}}').splitlines()
    networks = docker("network", "ls", "--format", '{{.Name}} {{.Label "neargate.data"}}').splitlines()
    return [name for name in images if name.startswith(address)] + [
        line for line in containers + networks if temporary in line
    ]


def heed_ctrl_c():
    """A test run in the background inherits SIGINT ignored, which no shell can trap."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class TutorialStory(unittest.TestCase):
    def test_every_step_answers_as_in_the_tutorial_and_nothing_is_left_behind(self):
        with tempfile.TemporaryDirectory() as temporary:
            done = run(
                RUN,
                "--binary",
                BINARY,
                "--no-pause",
                "--small-image",
                check=False,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "TMPDIR": temporary},
            )
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(os.listdir(temporary), [])
            self.assertEqual(left_in_docker(done.stdout, temporary), [])
        self.assertIn("\nHello World!\n", done.stdout)

    def test_in_chinese_and_without_docker_it_says_what_is_left_out(self):
        done = run(
            RUN,
            "--binary",
            BINARY,
            "--no-pause",
            "--simulated",
            "--lang",
            "zh-TW",
            check=False,
            stdin=subprocess.DEVNULL,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("沒有 Docker", done.stdout)

    def test_ctrl_c_in_the_middle_leaves_nothing_behind(self):
        with tempfile.TemporaryDirectory() as temporary, open(temporary + ".out", "w+b") as shown:
            self.addCleanup(os.unlink, shown.name)
            running = subprocess.Popen(
                [RUN, "--binary", BINARY, "--no-pause", "--small-image"],
                stdout=shown,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "TMPDIR": temporary},
                preexec_fn=heed_ctrl_c,
            )
            eventually(
                lambda: self.text(shown, running).count("create-service"), "the service is created", 120
            )
            os.killpg(running.pid, signal.SIGINT)
            self.assertEqual(running.wait(120), 130, self.text(shown, None))
            self.assertEqual(os.listdir(temporary), [])
            self.assertEqual(left_in_docker(self.text(shown, None), temporary), [])

    def text(self, shown, running):
        with open(shown.name, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if running and running.poll() is not None:
            raise RuntimeError(f"it ended early:\n{text}")
        return text


if __name__ == "__main__":
    harness.main(needs_docker=True)
