"""kill -9 at random points, thirty times and more, while services scale: nothing doubled, orphaned or lost.

The seed is printed; NEARGATE_CRASH_SEED replays its choices (Docker's own timing is not replayed), and
NEARGATE_CRASH_ROUNDS sets how often the server dies.
"""

import os
import random
import time

import harness
from harness import FARGATE, WEB, Image, Story, docker, docker_ids, eventually, fargate_definition, inspect

ROUNDS = int(os.environ.get("NEARGATE_CRASH_ROUNDS", "30"))
SERVICES = ("alpha", "beta")


def setUpModule():
    global image
    image = Image("web", *WEB)


def tearDownModule():
    image.remove()


class World:
    """What Docker shows of one instance, by labels alone."""

    def __init__(self, instance):
        self.running, self.doubled = {}, []
        for one in inspect(*docker_ids("container", instance)):
            labels = one["Config"]["Labels"]
            if labels.get("neargate.role") != "container" or one["State"]["Status"] in (
                "exited",
                "dead",
                "removing",
            ):
                continue
            key = (labels["com.amazonaws.ecs.task-arn"], labels["com.amazonaws.ecs.container-name"])
            if key in self.running:
                self.doubled.append(key)
            self.running[key] = one["Id"]

    def tasks(self):
        return {arn for arn, _ in self.running}


class CrashStory(Story):
    options = ("--on-exit", "stop", "--log-level", "debug")

    def setUp(self):
        super().setUp()
        seed = int(os.environ.get("NEARGATE_CRASH_SEED", random.SystemRandom().randrange(10**6)))
        print(f"NEARGATE_CRASH_SEED={seed} NEARGATE_CRASH_ROUNDS={ROUNDS}", flush=True)
        self.dice = random.Random(seed)
        self.wanted = {}
        self.connect()
        self.ecs.create_cluster(clusterName="default")
        self.register()
        for name in SERVICES:
            self.wanted[name] = 2
            self.ecs.create_service(
                serviceName=name,
                taskDefinition="web",
                desiredCount=2,
                **FARGATE,
                deploymentConfiguration={"minimumHealthyPercent": 0, "maximumPercent": 200},
            )

    def connect(self):
        self.ecs = self.server.client("ecs")

    def register(self):
        app = {"image": image.name, "portMappings": [{"containerPort": 80}]}
        side = {"name": "side", "image": image.name, "environment": [{"name": "PORT", "value": "81"}]}
        self.ecs.register_task_definition(**fargate_definition("web", app, side))

    def stable(self):
        """Counts right, and Docker's containers are those of the tasks that the API calls RUNNING."""
        for service in self.ecs.describe_services(services=list(SERVICES))["services"]:
            want = self.wanted[service["serviceName"]]
            self.assertEqual(
                (
                    service["serviceName"],
                    service["desiredCount"],
                    service["runningCount"],
                    service["pendingCount"],
                    len(service["deployments"]),
                ),
                (service["serviceName"], want, want, 0, 1),
            )
        tasks = self.ecs.list_tasks()["taskArns"]
        self.assertEqual(len(tasks), sum(self.wanted.values()))
        statuses = (
            {task["lastStatus"] for task in self.ecs.describe_tasks(tasks=tasks)["tasks"]}
            if tasks
            else set()
        )
        self.assertLessEqual(statuses, {"RUNNING"})
        world = World(self.server.instance)
        self.assertEqual(world.tasks(), set(tasks))
        self.assertEqual(len(world.running), 2 * len(tasks))
        return world

    def scale(self):
        name = self.dice.choice(SERVICES)
        self.wanted[name] = self.dice.randint(0, 4)
        self.ecs.update_service(service=name, desiredCount=self.wanted[name])
        return f"{name} to {self.wanted[name]}"

    def kill_a_container(self):
        running = sorted(World(self.server.instance).running.items())
        if not running:
            return "nothing to kill"
        (arn, name), container = self.dice.choice(running)
        docker("kill", container, check=False)
        self.touched.add(arn)
        return f"killed {name} of {arn[-6:]}"

    def idle(self):
        return "nothing"

    def test_any_instant_may_be_the_last(self):
        before = eventually(self.stable, "the services are stable", 90)
        instance, deaths = self.server.instance, 0
        while deaths < ROUNDS:
            self.touched = set()
            actions = [
                self.dice.choices((self.scale, self.kill_a_container, self.idle), (6, 3, 1))[0]
                for _ in range(self.dice.randint(1, 2))
            ]
            shrinking = False
            for act in actions:
                wanted = dict(self.wanted)
                done = act()
                shrinking = shrinking or any(self.wanted[name] < wanted[name] for name in SERVICES)
                instant = self.dice.choice((0.01, 0.1, 0.4, 1.2)) * self.dice.random()
                time.sleep(instant)  # not a wait for anything: the random instant of death
                self.server.kill()
                deaths += 1
                print(f"death {deaths}: {done}, {instant * 1000:.0f} ms later", flush=True)
                self.server.restart()
                self.assertEqual(self.server.instance, instance)
                self.connect()
                self.assertEqual(World(instance).doubled, [])
            after = eventually(self.stable, f"stable again after death {deaths}", 120)
            self.assertEqual(after.doubled, [])
            self.compare(before, after, shrinking)
            before = after

    def compare(self, before, after, shrinking):
        """Tasks live on in the very same containers; unless counts shrank, all untouched ones live on."""
        for key in before.running.keys() & after.running.keys():
            self.assertEqual(before.running[key], after.running[key], f"{key} was adopted, not made anew")
        if not shrinking:
            lost = before.tasks() - after.tasks() - self.touched
            self.assertEqual(lost, set(), "a running task was lost")


if __name__ == "__main__":
    harness.main(needs_docker=True)
