"""Real containers under real requests: a rollout that nobody notices, health checks, ten tasks at once."""

import threading
import urllib.request

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

CHECK = {"command": ["CMD-SHELL", "wget -q -O /dev/null http://localhost/"], "interval": 5, "retries": 2}


def setUpModule():
    global image
    image = Image("rollout", *WEB)


def tearDownModule():
    image.remove()


def page_of(address):
    try:
        with urllib.request.urlopen(f"http://{address}/", timeout=2) as answer:
            return answer.read().decode().strip()
    except OSError:
        return None


class Watch:
    """On a thread, without a pause: which tasks of a service are HEALTHY, who of them answers, and for whom
    nobody did. As with a load balancer, a request that one task does not answer goes to the next."""

    def __init__(self, server):
        self.client = server.client("ecs")
        self.interfaces = server.client("ec2")
        self.addresses = {}
        self.healthy, self.answering, self.words = [], [], []  # one entry for each look
        self.unanswered = 0
        self.broken = None
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        try:
            while not self.is_over.is_set():
                self._look()
        except Exception as broken:  # shown by `stop`: a watch that died has seen nothing
            self.broken = broken

    def _tasks(self):
        arns = self.client.list_tasks(serviceName="web")["taskArns"]
        tasks = self.client.describe_tasks(tasks=arns)["tasks"] if arns else []
        return [one for one in tasks if (one["lastStatus"], one["healthStatus"]) == ("RUNNING", "HEALTHY")]

    def _address(self, task):
        if task["taskArn"] not in self.addresses:
            details = {one["name"]: one.get("value") for one in task["attachments"][0]["details"]}
            found = self.interfaces.describe_network_interfaces(
                NetworkInterfaceIds=[details["networkInterfaceId"]]
            )
            self.addresses[task["taskArn"]] = found["NetworkInterfaces"][0]["Association"]["PublicIp"]
        return self.addresses[task["taskArn"]]

    def _look(self):
        tasks = [task for task in self._tasks() if task["desiredStatus"] == "RUNNING"]
        self.healthy.append(len(tasks))
        pages = [page for page in (page_of(self._address(task)) for task in tasks) if page]
        self.answering.append(len(pages))
        self.words.extend(pages)
        if not pages:
            # Those of this look may all have been replaced since: what counts is that somebody else is there.
            self.unanswered += not any(page_of(self._address(task)) for task in self._tasks())

    def stop(self):
        self.is_over.set()
        self.thread.join()
        if self.broken:
            raise self.broken


class RolloutStory(Story):
    def setUp(self):
        super().setUp()
        self.ecs = self.server.client("ecs")
        self.ecs.create_cluster(clusterName="default")

    def register(self, words, check=None, **container):
        if check:
            container["healthCheck"] = check
        asked = fargate_definition("web", {**image.serving(words), **container})
        return self.ecs.register_task_definition(**asked)["taskDefinition"]

    def settle(self, count, definition, seconds=120):
        def settled():
            seen = self.ecs.describe_services(services=["web"])["services"][0]
            self.assertEqual((seen["runningCount"], seen["pendingCount"]), (count, 0))
            self.assertEqual([one["rolloutState"] for one in seen["deployments"]], ["COMPLETED"])
            self.assertTrue(seen["deployments"][0]["taskDefinition"].endswith(definition))
            return seen

        return eventually(settled, f"{count} tasks of {definition} run", seconds)

    def roll_under_load(self, minimum, maximum):
        """What was seen from before the second definition is deployed until it is all there is."""
        for words in ("first", "second"):
            self.register(words, CHECK)
        bounds = {"minimumHealthyPercent": minimum, "maximumPercent": maximum}
        self.ecs.create_service(
            serviceName="web",
            taskDefinition="web:1",
            desiredCount=2,
            deploymentConfiguration=bounds,
            **FARGATE,
        )
        self.settle(2, "web:1")
        watch = Watch(self.server)
        try:
            eventually(lambda: watch.answering and max(watch.answering) == 2, "both tasks answer")
            self.ecs.update_service(service="web", taskDefinition="web:2")
            self.settle(2, "web:2")
            looks = len(watch.healthy)
            eventually(lambda: len(watch.healthy) > looks + 2, "a look or two at what came of it")
        finally:
            watch.stop()
        self.assertEqual((watch.words[0], watch.words[-1]), ("first", "second"))
        return watch

    def test_a_rollout_under_load_is_not_noticed(self):
        watch = self.roll_under_load(minimum=100, maximum=200)
        self.assertGreaterEqual(min(watch.healthy), 2, "minimumHealthyPercent is 100")
        self.assertEqual(watch.unanswered, 0)

    def test_a_rollout_that_may_interrupt_is_noticed_by_the_same_watch(self):
        watch = self.roll_under_load(minimum=0, maximum=100)
        self.assertEqual(min(watch.healthy), 0, "room was made first")
        self.assertGreater(watch.unanswered, 0)

    def test_one_task_becomes_ten_and_then_none(self):
        self.register("hello")
        self.ecs.create_service(serviceName="web", taskDefinition="web:1", desiredCount=1, **FARGATE)
        self.settle(1, "web:1")
        first = self.ecs.list_tasks(serviceName="web")["taskArns"]
        self.ecs.update_service(service="web", desiredCount=10)
        self.settle(10, "web:1")
        tasks = self.ecs.list_tasks(serviceName="web")["taskArns"]
        self.assertEqual((len(tasks), set(first) <= set(tasks)), (10, True))
        for task in tasks:
            self.assertTrue(containers_of(task)["app"]["State"]["Running"], task)
        self.ecs.update_service(service="web", desiredCount=0)
        self.settle(0, "web:1")
        eventually(
            lambda: docker_ids("container", self.server.instance, "status=running") == [], "no container runs"
        )
        eventually(lambda: self.stopped_by_scaling() == 10, "all ten are told as stopped by scaling")

    def stopped_by_scaling(self):
        arns = self.ecs.list_tasks(serviceName="web", desiredStatus="STOPPED")["taskArns"]
        tasks = self.ecs.describe_tasks(tasks=arns)["tasks"] if arns else []
        return sum(
            one["lastStatus"] == "STOPPED"
            and one["stoppedReason"].startswith("Scaling activity initiated by")
            for one in tasks
        )

    def health_of(self, task):
        seen = self.ecs.describe_tasks(tasks=[task])["tasks"][0]
        return seen["lastStatus"], seen["healthStatus"], seen["containers"][0]["healthStatus"]

    def test_a_health_check_is_run_by_docker_and_told(self):
        check = {"command": ["CMD-SHELL", "test -f /well || exit 1"], "interval": 5, "retries": 1}
        script = "trap 'exit 0' TERM; touch /well; sleep 1000 & wait"
        self.register("", check, command=["sh", "-c", script])
        task = self.ecs.run_task(taskDefinition="web", **FARGATE)["tasks"][0]["taskArn"]
        self.wait_for_task(self.ecs, task)
        eventually(lambda: self.health_of(task) == ("RUNNING", "HEALTHY", "HEALTHY"), "the check passes")
        app = containers_of(task)["app"]["Id"]
        docker("exec", app, "rm", "/well")
        eventually(lambda: self.health_of(task) == ("RUNNING", "UNHEALTHY", "UNHEALTHY"), "the check fails")
        docker("exec", app, "touch", "/well")
        eventually(lambda: self.health_of(task) == ("RUNNING", "HEALTHY", "HEALTHY"), "it passes again")

    def test_a_service_replaces_the_task_whose_health_check_fails(self):
        self.register("hello", {**CHECK, "retries": 1})
        self.ecs.create_service(serviceName="web", taskDefinition="web:1", desiredCount=1, **FARGATE)
        self.settle(1, "web:1")
        sick = self.ecs.list_tasks(serviceName="web")["taskArns"][0]
        docker("exec", containers_of(sick)["app"]["Id"], "sh", "-c", "kill -STOP $(pidof httpd)")

        def replaced():
            tasks = self.ecs.list_tasks(serviceName="web")["taskArns"]
            return len(tasks) == 1 and tasks[0] != sick and self.health_of(tasks[0])[1] == "HEALTHY"

        eventually(replaced, "a healthy task has taken its place", 90)
        seen = self.wait_for_task(self.ecs, sick, "STOPPED")
        self.assertEqual(
            (seen["stopCode"], seen["stoppedReason"]),
            ("ServiceSchedulerInitiated", "Task failed container health checks"),
        )


if __name__ == "__main__":
    harness.main(needs_docker=True)
