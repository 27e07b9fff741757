"""A service keeps its promise: killed containers come back, counts follow, definitions roll."""

import re

import harness
from harness import (
    FARGATE,
    WEB,
    Image,
    Story,
    containers_of,
    docker,
    docker_ids,
    eventually,
    fargate_definition,
)

AWSVPC = {"awsvpcConfiguration": {"subnets": ["subnet-f525c9be"], "assignPublicIp": "DISABLED"}}


def setUpModule():
    global image
    image = Image("web", *WEB)


def tearDownModule():
    image.remove()


class ServiceStory(Story):
    def setUp(self):
        super().setUp()
        self.ecs = self.server.client("ecs")
        self.ecs.create_cluster(clusterName="default")
        self.register("first")

    def register(self, words):
        asked = fargate_definition("web", image.serving(words))
        return self.ecs.register_task_definition(**asked)["taskDefinition"]

    def create(self, count, **more):
        return self.ecs.create_service(
            serviceName="web",
            taskDefinition="web",
            desiredCount=count,
            launchType="FARGATE",
            networkConfiguration=AWSVPC,
            **more,
        )["service"]

    def service(self):
        return self.ecs.describe_services(services=["web"])["services"][0]

    def tasks(self):
        arns = self.ecs.list_tasks(serviceName="web")["taskArns"]
        return self.ecs.describe_tasks(tasks=arns)["tasks"] if arns else []

    def settle(self, count, seconds=60):
        def settled():
            seen = self.service()
            self.assertEqual(
                (seen["runningCount"], seen["pendingCount"], len(seen["deployments"])), (count, 0, 1)
            )
            self.assertEqual(seen["deployments"][0]["rolloutState"], "COMPLETED")
            return seen

        return eventually(settled, f"the service is stable with {count} tasks", seconds)

    def running_containers(self):
        return docker_ids("container", self.server.instance, "status=running")

    def events(self):
        return [event["message"] for event in self.service()["events"]]

    def test_a_killed_container_is_told_and_replaced(self):
        self.create(2)
        self.settle(2)
        victim, survivor = sorted(task["taskArn"] for task in self.tasks())
        docker("kill", containers_of(victim)["app"]["Id"])
        dead = self.wait_for_task(self.ecs, victim, "STOPPED")
        self.assertEqual(
            (dead["containers"][0]["exitCode"], dead["stopCode"], dead["stoppedReason"]),
            (137, "EssentialContainerExited", "Essential container in task exited"),
        )

        def replaced():
            now = {task["taskArn"]: task["lastStatus"] for task in self.tasks()}
            self.assertEqual(list(now.values()), ["RUNNING", "RUNNING"])
            self.assertNotIn(victim, now)
            return now

        now = eventually(replaced, "a new task runs in its place")
        self.assertIn(survivor, now)
        self.assertEqual(len(self.running_containers()), 2)

    def test_counts_follow_up_and_down(self):
        self.create(1)
        self.settle(1)
        first = self.tasks()[0]["taskArn"]
        self.ecs.update_service(service="web", desiredCount=4)
        self.settle(4)
        self.assertIn(
            first, [task["taskArn"] for task in self.tasks()], "scaling up leaves the running task alone"
        )
        self.ecs.update_service(service="web", desiredCount=1)
        self.settle(1)
        eventually(lambda: len(self.running_containers()) == 1, "three containers are stopped")
        stopped = self.ecs.list_tasks(serviceName="web", desiredStatus="STOPPED")["taskArns"]
        reasons = {task["stoppedReason"] for task in self.ecs.describe_tasks(tasks=stopped)["tasks"]}
        deployment = self.service()["deployments"][0]["id"]
        self.assertEqual(
            (len(stopped), reasons), (3, {f"Scaling activity initiated by (deployment {deployment})"})
        )

    def test_a_new_task_definition_rolls_and_never_falls_below_the_minimum(self):
        self.create(2)
        self.settle(2)
        before = {task["taskArn"] for task in self.tasks()}
        second = self.register("second")["taskDefinitionArn"]
        updated = self.ecs.update_service(service="web", taskDefinition="web:2")["service"]
        self.assertEqual(
            [(one["status"], one["taskDefinition"]) for one in updated["deployments"]][0],
            ("PRIMARY", second),
        )

        def rolled():
            seen = self.service()
            self.assertGreaterEqual(seen["runningCount"], 2, "minimumHealthyPercent is 100")
            return len(seen["deployments"]) == 1 and seen["deployments"][0]["rolloutState"] == "COMPLETED"

        def rolled_and_healthy():
            try:
                return rolled()
            except AssertionError as broken:  # not "not yet": a broken promise
                raise RuntimeError(str(broken)) from None

        eventually(rolled_and_healthy, "the deployment completes", 180)
        self.settle(2)
        after = self.tasks()
        self.assertEqual({task["taskDefinitionArn"] for task in after}, {second})
        self.assertEqual(before & {task["taskArn"] for task in after}, set())

    def test_deletion_drains(self):
        self.create(2)
        self.settle(2)
        self.refused_while_running()
        deleted = self.ecs.delete_service(service="web", force=True)["service"]
        self.assertEqual((deleted["status"], deleted["desiredCount"]), ("DRAINING", 0))
        eventually(lambda: self.service()["status"] == "INACTIVE", "the service is INACTIVE")
        self.assertEqual(self.tasks(), [])
        eventually(lambda: self.running_containers() == [], "no container runs")

    def refused_while_running(self):
        with self.assertRaises(self.ecs.exceptions.InvalidParameterException) as refusal:
            self.ecs.delete_service(service="web")
        self.assertIn("The service cannot be stopped while it is scaled above 0.", str(refusal.exception))

    def test_events_and_deployments_speak_as_aws_does(self):
        self.create(1)
        self.settle(1)
        task = self.tasks()[0]["taskArn"].rsplit("/")[-1]
        deployment = self.service()["deployments"][0]
        self.assertRegex(deployment["id"], r"^ecs-svc/\d{19}$")
        self.assertEqual(deployment["rolloutStateReason"], f"ECS deployment {deployment['id']} completed.")
        eventually(lambda: len(self.events()) >= 3, "the events are written")
        self.assertEqual(
            self.events(),
            [
                "(service web) has reached a steady state.",
                f"(service web) (deployment {deployment['id']}) deployment completed.",
                f"(service web) has started 1 tasks: (task {task}).",
            ],
        )
        self.ecs.update_service(service="web", desiredCount=0)
        self.settle(0)
        told = [line for line in self.events() if re.search("stopped", line)]
        self.assertEqual(told, [f"(service web) has stopped 1 running tasks: (task {task})."])


if __name__ == "__main__":
    harness.main(needs_docker=True)
