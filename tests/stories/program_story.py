"""The program as a person meets it on the command line."""

import os
import re

import harness
from harness import BINARY, REGION, Story, run


class ProgramStory(Story):
    runtime = "simulated"

    def test_health_says_version_and_runtime(self):
        health = self.server.health()
        self.assertEqual(health["runtime"], "simulated")
        self.assertIn(health["version"], run(BINARY, "--version").stdout)
        self.assertIsInstance(health["degraded"], list)

    def test_help_names_every_option(self):
        text = run(BINARY, "serve", "--help").stdout
        for option in (
            "--listen",
            "--data",
            "--runtime",
            "--account",
            "--strict",
            "--log-level",
            "--on-exit",
        ):
            self.assertIn(option, text)

    def test_a_wrong_option_gets_one_clear_line(self):
        for words in (
            ("serve", "--nonsense"),
            ("serve", "--runtime", "podman"),
            ("serve", "--listen", "nowhere"),
            ("serve", "--account", "12"),
            ("dance",),
        ):
            done = run(BINARY, *words, check=False)
            self.assertNotEqual(done.returncode, 0, words)
            self.assertRegex(done.stderr, r"^\S.*\n?$", words)

    def test_the_printed_environment_is_enough_for_the_aws_cli(self):
        printed = run(
            BINARY, "env", env={**os.environ, "NEARGATE_LISTEN": f"127.0.0.1:{self.server.port}"}
        ).stdout
        self.assertRegex(printed, r"(?m)^export AWS_ENDPOINT_URL=")
        variables = dict(re.findall(r"(?m)^export ([A-Z_]+)=['\"]?([^'\"\n]*)", printed))
        self.assertEqual(variables["AWS_ENDPOINT_URL"], self.server.endpoint)
        done = run(
            "aws",
            "--endpoint-url",
            variables["AWS_ENDPOINT_URL"],
            "ecs",
            "create-cluster",
            "--cluster-name",
            "from-cli",
            "--query",
            "cluster.status",
            "--output",
            "text",
            env={**os.environ, "AWS_DEFAULT_REGION": REGION, **variables},
        )
        self.assertEqual(done.stdout.strip(), "ACTIVE")

    def test_a_second_server_on_the_same_data_is_refused(self):
        done = run(
            BINARY,
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            self.server.data,
            "--runtime",
            "simulated",
            check=False,
            timeout=60,
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(self.server.data, done.stdout + done.stderr)

    def test_sigterm_ends_it_in_order(self):
        self.assertEqual(self.server.stop(), 0)


if __name__ == "__main__":
    harness.main(needs_docker=False)
