"""The README's 60-second start, run as it stands there, in both languages."""

import os
import re
import tempfile

import harness
from harness import BINARY, ROOT, WEB, Image, Story, docker, eventually, fetch, run

# Debian 12's aws CLI does not read AWS_ENDPOINT_URL yet; the README tells its users to say --endpoint-url.
OLD_CLI = """
if [[ $(aws --version) == aws-cli/2.9.* ]]; then
  aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
fi
"""


def commands(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    section = re.search(r"^## 60.*?(?=^## )", text, re.S | re.M).group()
    return [line[4:] for line in section.splitlines() if line.startswith("    ")]


def without_remark(line):
    return line.split("#")[0].rstrip()


class ReadmeStory(Story):
    def setUp(self):
        self.image = Image("web", *WEB)  # before the server, so that it is removed after the containers
        self.addCleanup(self.image.remove)
        super().setUp()

    def test_both_languages_show_the_same_commands(self):
        english, chinese = (
            [without_remark(line) for line in commands(page)] for page in ("README.md", "README.zh-TW.md")
        )
        self.assertEqual(english, chinese)

    def test_sixty_seconds_lead_to_two_pages(self):
        lines = commands("README.md")
        self.assertTrue(lines[0].startswith("./dev run &"))
        script = (
            "\n".join(lines[1:])
            .replace("build/release/neargate", BINARY)
            .replace("my-web-image", self.image.name)
        )
        with tempfile.TemporaryDirectory() as logins:
            done = run(
                "bash",
                "-euo",
                "pipefail",
                "-c",
                OLD_CLI + script + '\necho "uri: $uri"',
                env={
                    **os.environ,
                    "NEARGATE_LISTEN": f"127.0.0.1:{self.server.port}",
                    "DOCKER_CONFIG": logins,
                },
            )
        self.addCleanup(lambda: docker("rmi", re.search("uri: (.*)", done.stdout).group(1), check=False))
        addresses = re.findall(r"127\.\d+\.\d+\.\d+(?=\s)", done.stdout.split("digest:")[-1])
        self.assertEqual(len(set(addresses)), 2, done.stdout)
        for address in addresses:
            page = eventually(lambda: fetch(f"http://{address}/"), f"the page at {address} answers")
            self.assertEqual(page, "hello\n")


if __name__ == "__main__":
    harness.main(needs_docker=True)
