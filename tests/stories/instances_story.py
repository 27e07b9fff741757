"""Two neargates on one Docker: neither sees the other, and `clean` takes only what the dead one left."""

import harness
from harness import (
    BINARY,
    FARGATE,
    WEB,
    Image,
    Story,
    containers_of,
    docker_ids,
    eventually,
    fargate_definition,
    fetch,
    run,
)


def setUpModule():
    global image
    image = Image("web", *WEB)


def tearDownModule():
    image.remove()


class WebStory(Story):
    """Can run one web task and find its page."""

    def run_web(self, server, words):
        ecs, ec2 = server.client("ecs"), server.client("ec2")
        ecs.create_cluster(clusterName="default")
        ecs.register_task_definition(**fargate_definition("web", image.serving(words)))
        arn = ecs.run_task(taskDefinition="web", **FARGATE)["tasks"][0]["taskArn"]
        task = self.wait_for_task(ecs, arn)
        details = {one["name"]: one.get("value") for one in task["attachments"][0]["details"]}
        interface = ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"]])[
            "NetworkInterfaces"
        ][0]
        return arn, interface["Association"]["PublicIp"]


class InstancesStory(WebStory):
    options = ("--on-exit", "keep")

    def everything_of(self, server):
        return sorted(docker_ids("container", server.instance) + docker_ids("network", server.instance))

    def test_two_run_side_by_side_and_the_dead_one_is_cleaned_alone(self):
        one, two = self.server, self.new_server(options=self.options)
        self.assertNotEqual(one.instance, two.instance)
        _, first_page = self.run_web(one, "one")
        second, second_page = self.run_web(two, "two")
        for address, words in ((first_page, "one\n"), (second_page, "two\n")):
            page = eventually(lambda: fetch(f"http://{address}/"), f"{words.strip()} answers")
            self.assertEqual(page, words)
        self.assertEqual(len(one.client("ecs").list_tasks()["taskArns"]), 1)
        self.assertEqual(len(two.client("ecs").list_tasks()["taskArns"]), 1)

        of_one, of_two = self.everything_of(one), self.everything_of(two)
        self.assertTrue(of_one and of_two)
        refused = run(BINARY, "clean", "--data", one.data, check=False)
        self.assertNotEqual(refused.returncode, 0, "an instance that runs is not cleaned")
        self.assertEqual(self.everything_of(one), of_one)

        one.kill()
        self.assertEqual(self.everything_of(one), of_one, "its task outlives it")
        run(BINARY, "clean", "--data", one.data)
        self.assertEqual(self.everything_of(one), [])
        self.assertEqual(self.everything_of(two), of_two)
        self.assertEqual(fetch(f"http://{second_page}/"), "two\n")
        self.assertTrue(containers_of(second)["app"]["State"]["Running"])

    def test_sigterm_keeps_containers_and_the_next_start_adopts_them(self):
        arn, page = self.run_web(self.server, "kept")
        before = containers_of(arn)["app"]
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(fetch(f"http://{page}/"), "kept\n")
        self.server.restart()
        task = self.wait_for_task(self.server.client("ecs"), arn)
        self.assertEqual(task["lastStatus"], "RUNNING")
        after = containers_of(arn)["app"]
        self.assertEqual(
            (after["Id"], after["State"]["StartedAt"]), (before["Id"], before["State"]["StartedAt"])
        )

    def test_a_container_that_died_while_neargate_was_away_is_told(self):
        arn, _ = self.run_web(self.server, "gone")
        self.server.kill()
        harness.docker("kill", containers_of(arn)["app"]["Id"])
        self.server.restart()
        task = self.wait_for_task(self.server.client("ecs"), arn, "STOPPED")
        self.assertEqual(task["containers"][0]["exitCode"], 137)


class OnExitStopStory(WebStory):
    options = ("--on-exit", "stop")

    def test_sigterm_stops_the_containers_when_asked_to(self):
        self.run_web(self.server, "stopped")
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(docker_ids("container", self.server.instance, "status=running"), [])


if __name__ == "__main__":
    harness.main(needs_docker=True)
