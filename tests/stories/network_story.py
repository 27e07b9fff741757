"""One task, seen from outside and from inside: its address, its limits, its words, its end."""

import ipaddress

import harness
from harness import FARGATE, WEB, Image, Story, containers_of, docker, eventually, fargate_definition, fetch

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"


def setUpModule():
    global image
    image = Image("web", *WEB)


def tearDownModule():
    image.remove()


class NetworkStory(Story):
    def setUp(self):
        super().setUp()
        self.ecs = self.server.client("ecs")
        self.ec2 = self.server.client("ec2")
        self.ecs.create_cluster(clusterName="default")

    def register(self, *containers, family="web", **more):
        containers = [{"image": image.name, **one} for one in containers]
        self.ecs.register_task_definition(**fargate_definition(family, *containers, **more))

    def start(self, family="web", **more):
        answer = self.ecs.run_task(taskDefinition=family, **FARGATE, **more)
        self.assertEqual(answer["failures"], [])
        return answer["tasks"][0]["taskArn"]

    def interface_of(self, task):
        details = {one["name"]: one.get("value") for one in task["attachments"][0]["details"]}
        found = self.ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"]])
        return found["NetworkInterfaces"][0]

    def test_tasks_with_the_same_port_stand_side_by_side_each_under_its_own_address(self):
        self.register({"name": "app", "portMappings": [{"containerPort": 80}]})
        words = ("one", "two", "three")
        started = {
            word: self.start(
                overrides={
                    "containerOverrides": [
                        {"name": "app", "environment": [{"name": "WORDS", "value": word}]}
                    ]
                }
            )
            for word in words
        }
        publics = set()
        for word, arn in started.items():
            task = self.wait_for_task(self.ecs, arn)
            interface = self.interface_of(task)
            private, public = interface["PrivateIpAddress"], interface["Association"]["PublicIp"]
            publics.add(public)
            subnet = self.ec2.describe_subnets(SubnetIds=[interface["SubnetId"]])["Subnets"][0]
            self.assertIn(ipaddress.ip_address(private), ipaddress.ip_network(subnet["CidrBlock"]))
            for address in (public, private):
                page = eventually(lambda: fetch(f"http://{address}/"), f"{word} answers at {address}")
                self.assertEqual(page, word + "\n")
            inside = docker("exec", containers_of(arn)["app"]["Id"], "ip", "-4", "addr")
            self.assertIn(f"inet {private}/", inside, "the reported address is the container's real one")
        self.assertEqual(len(publics), len(words))

    def test_containers_of_a_task_share_localhost(self):
        self.register(
            {"name": "web", "environment": [{"name": "PORT", "value": "8080"}]},
            {
                "name": "reader",
                "essential": False,
                "command": [
                    "sh",
                    "-c",
                    "until wget -q -O- http://127.0.0.1:8080/ | grep hello; do :; done; exit 7",
                ],
            },
        )
        arn = self.start()
        task = self.wait_for_task(self.ecs, arn)

        def reader_is_done():
            seen = self.ecs.describe_tasks(tasks=[arn])["tasks"][0]
            codes = {one["name"]: one.get("exitCode") for one in seen["containers"]}
            self.assertEqual((seen["lastStatus"], codes), ("RUNNING", {"web": None, "reader": 7}))
            return True

        eventually(
            reader_is_done, "the reader ends with 7 while its task, kept by the essential web, runs on"
        )
        addresses = {one["networkInterfaces"][0]["privateIpv4Address"] for one in task["containers"]}
        self.assertEqual(len(addresses), 1)

    def test_limits_are_set_in_the_container(self):
        self.register({"name": "app", "cpu": 128, "memory": 64, "memoryReservation": 32})
        arn = self.start()
        self.wait_for_task(self.ecs, arn)
        container = containers_of(arn)["app"]
        host = container["HostConfig"]
        self.assertEqual((host["Memory"], host["MemoryReservation"]), (64 << 20, 32 << 20))
        self.assertEqual(host["CpuShares"], 128)
        # The daemon reads the limit back from the container's cgroup.
        used = docker("stats", "--no-stream", "--format", "{{.MemUsage}}", container["Id"])
        self.assertTrue(used.endswith("/ 64MiB"), used)

    def test_the_size_of_a_fargate_task_bounds_its_only_container(self):
        self.register({"name": "app"})
        arn = self.start()
        self.wait_for_task(self.ecs, arn)
        host = containers_of(arn)["app"]["HostConfig"]
        self.assertEqual(host["Memory"], 512 << 20)
        self.assertEqual(host["NanoCpus"], 250_000_000)

    def test_overrides_and_words_of_the_definition_reach_the_container(self):
        self.register(
            {
                "name": "app",
                "entryPoint": ["sh", "-c"],
                "command": ["exit 99"],
                "workingDirectory": "/www",
                "user": "12:34",
                "environment": [{"name": "A", "value": "definition"}, {"name": "B", "value": "definition"}],
            }
        )
        script = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done"
        arn = self.start(
            overrides={
                "containerOverrides": [
                    {
                        "name": "app",
                        "command": [script],
                        "environment": [{"name": "B", "value": "override"}],
                    }
                ]
            }
        )
        task = self.wait_for_task(self.ecs, arn)
        self.assertEqual(task["overrides"]["containerOverrides"][0]["command"], [script])
        config = containers_of(arn)["app"]["Config"]
        self.assertEqual(
            (config["Entrypoint"], config["Cmd"], config["WorkingDir"], config["User"]),
            (["sh", "-c"], [script], "/www", "12:34"),
        )
        self.assertIn("A=definition", config["Env"])
        self.assertIn("B=override", config["Env"])
        self.assertNotIn("B=definition", config["Env"])

    def test_an_exit_code_is_told(self):
        self.register({"name": "app", "command": ["sh", "-c", "exit 42"]})
        task = self.wait_for_task(self.ecs, self.start(), "STOPPED")
        self.assertEqual(task["containers"][0]["exitCode"], 42)
        self.assertEqual(
            (task["stopCode"], task["stoppedReason"]),
            ("EssentialContainerExited", "Essential container in task exited"),
        )
        for moment in ("createdAt", "startedAt", "stoppingAt", "stoppedAt", "executionStoppedAt"):
            self.assertIn(moment, task)

    def test_stop_task_gives_the_container_its_time_and_tells_the_reason(self):
        self.register(
            {
                "name": "app",
                "command": [
                    "sh",
                    "-c",
                    "trap 'exit 9' TERM; echo ready; while :; do sleep 1 & wait $!; done",
                ],
            }
        )
        arn = self.start()
        self.wait_for_task(self.ecs, arn)
        eventually(
            lambda: "ready" in docker("logs", containers_of(arn)["app"]["Id"]), "the container listens"
        )
        self.ecs.stop_task(task=arn, reason="enough for today")
        task = self.wait_for_task(self.ecs, arn, "STOPPED")
        self.assertEqual(
            (task["stopCode"], task["stoppedReason"], task["containers"][0]["exitCode"]),
            ("UserInitiated", "enough for today", 9),
        )

    def test_an_image_that_is_not_to_be_had_is_told(self):
        self.register(
            {"name": "app", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/nothing:here"},
            executionRoleArn=ROLE,
        )
        task = self.wait_for_task(self.ecs, self.start(), "STOPPED", seconds=120)
        self.assertEqual(task["stopCode"], "TaskFailedToStart")
        self.assertRegex(task["stoppedReason"], "^CannotPull[A-Za-z]*Error: ")

    def test_a_program_that_does_not_exist_is_told(self):
        self.register({"name": "app", "command": ["/no/such/program"]})
        task = self.wait_for_task(self.ecs, self.start(), "STOPPED")
        self.assertEqual(task["stopCode"], "TaskFailedToStart")
        told = task["stoppedReason"] + str(task["containers"][0].get("reason"))
        self.assertRegex(told, "CannotStartContainerError: .*/no/such/program")

    def test_bridge_mode_finds_a_free_host_port(self):
        self.register(
            {"name": "app", "memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 0}]},
            networkMode="bridge",
            requiresCompatibilities=["EC2"],
        )
        answer = self.ecs.run_task(taskDefinition="web", launchType="EC2", count=2)
        self.assertEqual(answer["failures"], [])
        ports = set()
        for one in answer["tasks"]:
            binding = self.wait_for_task(self.ecs, one["taskArn"])["containers"][0]["networkBindings"][0]
            self.assertEqual(binding["containerPort"], 80)
            ports.add(binding["hostPort"])
            page = eventually(lambda: fetch(f"http://127.0.0.1:{binding['hostPort']}/"), "the page answers")
            self.assertEqual(page, "hello\n")
        self.assertEqual(len(ports), 2)


if __name__ == "__main__":
    harness.main(needs_docker=True)
