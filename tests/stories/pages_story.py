"""neargate's own pages, as a test suite uses them: scripts for simulated tasks, faults, reset, events."""

import http.client
import json
import threading
import urllib.error
import urllib.request

import boto3
import harness
from botocore.config import Config
from botocore.exceptions import ClientError
from harness import FARGATE, REGION, Story, eventually, fargate_definition


def definition(family, **container):
    return fargate_definition(family, container)


def script(**members):
    return {"neargate.sim." + name.replace("_", "-"): text for name, text in members.items()}


class Events:
    """Reads /_neargate/events on a thread, from now on or from behind an id."""

    def __init__(self, port, last_id=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Last-Event-ID": last_id} if last_id else {}
        self.connection.request("GET", "/_neargate/events", headers=headers)
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200 and self.answer.getheader("Content-Type") == "text/event-stream"
        self.answer.readline()  # the greeting: from here on nothing is missed
        self.seen = []
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        event = {}
        try:
            for line in self.answer:
                name, _, text = line.decode().rstrip("\n").partition(": ")
                if name:
                    event[name] = text
                elif "data" in event:
                    event["data"] = json.loads(event["data"])
                    self.seen.append(event)
                    event = {}
        except (OSError, ValueError, AttributeError):
            pass  # closed

    def of(self, kind):
        return [event["data"] for event in list(self.seen) if event["event"] == kind]


class PagesStory(Story):
    runtime = "simulated"

    def page(self, method, path, body=None):
        data = None if body is None else (body if isinstance(body, bytes) else json.dumps(body).encode())
        request = urllib.request.Request(self.server.endpoint + path, data=data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def run_task(self, family):
        started = self.ecs.run_task(taskDefinition=family, **FARGATE)
        self.assertEqual(started["failures"], [])
        return started["tasks"][0]["taskArn"]

    def setUp(self):
        super().setUp()
        self.ecs = self.server.client("ecs")
        self.ecs.create_cluster(clusterName="default")

    def stopped(self, task):
        return self.wait_for_task(self.ecs, task, "STOPPED")

    # Scripts ------------------------------------------------------------------------------------------------

    def test_a_task_does_what_its_labels_say(self):
        cases = {
            "exits": (
                script(exit_code="3"),
                "EssentialContainerExited",
                "Essential container in task exited",
            ),
            "unpullable": (
                script(pull_error="manifest unknown"),
                "TaskFailedToStart",
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
                "failed to resolve ref docker.io/library/web:1: manifest unknown",
            ),
            "unstartable": (script(start_error="no such file"), "TaskFailedToStart", "Task failed to start"),
            "misspelt": (script(exit_code="many"), "TaskFailedToStart", "Task failed to start"),
        }
        for family, (labels, code, reason) in cases.items():
            self.ecs.register_task_definition(**definition(family, dockerLabels=labels))
            task = self.stopped(self.run_task(family))
            self.assertEqual((task["stopCode"], task["stoppedReason"]), (code, reason), family)
            container = task["containers"][0]
            if family == "exits":
                self.assertEqual(container["exitCode"], 3)
            if family == "misspelt":
                self.assertEqual(
                    container["reason"],
                    "CannotStartContainerError: Error response from daemon: neargate.sim.exit-code=many: "
                    "say an exit code from 0 to 255",
                )

    def test_a_pull_that_takes_its_time_shows_in_the_stamps(self):
        self.ecs.register_task_definition(**definition("slow", dockerLabels=script(pull_time="700ms")))
        task = self.wait_for_task(self.ecs, self.run_task("slow"))
        self.assertGreaterEqual((task["pullStoppedAt"] - task["pullStartedAt"]).total_seconds(), 0.65)

    def test_a_posted_script_is_for_tasks_to_come_and_is_checked(self):
        self.ecs.register_task_definition(**definition("web"))
        status, posted = self.page(
            "POST", "/_neargate/sim", {"family": "web", "revision": 1, "script": {"exit-code": 7}}
        )
        self.assertEqual(status, 200)
        self.assertEqual(self.stopped(self.run_task("web"))["containers"][0]["exitCode"], 7)
        self.assertEqual(self.page("DELETE", "/_neargate/sim/" + posted["id"])[0], 200)
        self.wait_for_task(self.ecs, self.run_task("web"))
        status, refused = self.page("POST", "/_neargate/sim", {"family": "web", "script": {"exit-code": 999}})
        self.assertEqual(
            (status, refused["message"]), (400, "exit-code=999: say an exit code from 0 to 255")
        )

    def test_health_is_told_and_can_be_turned(self):
        check = {"command": ["CMD-SHELL", "true"], "interval": 5, "retries": 2}
        self.ecs.register_task_definition(
            **definition("checked", healthCheck=check, dockerLabels=script(health="healthy@300ms"))
        )
        arn = self.run_task("checked")

        def health(expected):
            def told():
                task = self.ecs.describe_tasks(tasks=[arn])["tasks"][0]
                return (task["healthStatus"], task["containers"][0]["healthStatus"]) == (expected, expected)

            eventually(told, f"the task is {expected}")

        health("HEALTHY")
        status, _ = self.page("POST", "/_neargate/sim", {"task": arn.rsplit("/", 1)[1], "now": "unhealthy"})
        self.assertEqual(status, 200)
        health("UNHEALTHY")
        task = self.ecs.describe_tasks(tasks=[arn])["tasks"][0]
        self.assertEqual(task["lastStatus"], "RUNNING", "an unhealthy standalone task goes on")

    def test_a_container_waits_for_the_health_of_another(self):
        both = definition("pair")
        both["containerDefinitions"] = [
            {
                "name": "db",
                "image": "db",
                "healthCheck": {"command": ["CMD", "true"]},
                "dockerLabels": script(health="starting"),
            },
            {"name": "app", "image": "web", "dependsOn": [{"containerName": "db", "condition": "HEALTHY"}]},
        ]
        self.ecs.register_task_definition(**both)
        arn = self.run_task("pair")

        def statuses():
            task = self.ecs.describe_tasks(tasks=[arn])["tasks"][0]
            return {one["name"]: one["lastStatus"] for one in task["containers"]}

        eventually(lambda: statuses()["db"] == "RUNNING", "the database runs")
        self.assertEqual(statuses()["app"], "PENDING")
        self.page("POST", "/_neargate/sim", {"task": arn, "container": "db", "now": "healthy"})
        eventually(lambda: statuses()["app"] == "RUNNING", "who waits for it follows")

    def test_an_image_nobody_pushed_runs_unless_strict(self):
        for server, runs in ((self.server, True), (self.new_server(options=["--strict"]), False)):
            ecs, ecr = server.client("ecs"), server.client("ecr")
            ecs.create_cluster(clusterName="default")
            uri = ecr.create_repository(repositoryName="app")["repository"]["repositoryUri"]
            ecs.register_task_definition(**definition("own", image=uri + ":nothing"))
            network = server.client("ec2")
            subnet = network.describe_subnets()["Subnets"][0]["SubnetId"]
            started = ecs.run_task(
                taskDefinition="own",
                launchType="FARGATE",
                networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}},
            )
            task = started["tasks"][0]["taskArn"]
            if runs:
                self.wait_for_task(ecs, task, "RUNNING")
                continue
            reason = self.wait_for_task(ecs, task, "STOPPED")["stoppedReason"]
            self.assertIn("CannotPullContainerError", reason)
            self.assertIn("not found", reason)

    # Faults -------------------------------------------------------------------------------------------------

    def retrying(self, service):
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.server.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 5, "mode": "standard"}),
        )

    def test_a_client_retries_when_throttled_and_gives_up_when_denied(self):
        for service, call in (("ecs", "list_clusters"), ("iam", "list_roles"), ("ec2", "describe_vpcs")):
            for error in ("ThrottlingException", "ServerException"):
                fault = {"service": service, "error": error, "count": 2}
                self.assertEqual(self.page("POST", "/_neargate/faults", fault)[0], 200)
                answer = getattr(self.retrying(service), call)()
                self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 2, (service, error))
                self.assertEqual(self.page("GET", "/_neargate/faults")[1]["faults"], [])
            self.page("POST", "/_neargate/faults", {"service": service, "error": "AccessDenied", "count": 1})
            with self.assertRaises(ClientError) as denied:
                getattr(self.retrying(service), call)()
            code = {"ecs": "AccessDeniedException", "iam": "AccessDenied", "ec2": "UnauthorizedOperation"}
            self.assertEqual(denied.exception.response["Error"]["Code"], code[service])

    def test_a_fault_hits_its_operation_only_and_can_be_late(self):
        self.page(
            "POST", "/_neargate/faults", {"operation": "ListServices", "error": "Odd", "message": "really"}
        )
        self.ecs.list_clusters()
        with self.assertRaises(ClientError) as refused:
            self.ecs.list_services()
        self.assertEqual(refused.exception.response["Error"], {"Code": "Odd", "Message": "really"})
        self.assertEqual(self.page("DELETE", "/_neargate/faults")[1], {"removed": 1})
        self.ecs.list_services()
        self.page("POST", "/_neargate/faults", {"service": "ecs", "latency": "5m", "count": 1})
        impatient = boto3.client(
            "ecs",
            region_name=REGION,
            endpoint_url=self.server.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(read_timeout=1, retries={"total_max_attempts": 1, "mode": "standard"}),
        )
        with self.assertRaises(Exception) as late:
            impatient.list_clusters()
        self.assertIn("timeout", type(late.exception).__name__.lower())
        impatient.list_clusters()  # the next one is in time

    # Reset --------------------------------------------------------------------------------------------------

    def test_a_reset_while_tasks_run_leaves_nothing_and_all_goes_on(self):
        ecs = self.ecs
        ecs.register_task_definition(**definition("web", dockerLabels=script(start_time="200ms")))
        ecs.create_service(serviceName="web", taskDefinition="web:1", desiredCount=20, **FARGATE)
        eventually(lambda: ecs.list_tasks(serviceName="web")["taskArns"], "tasks are on their way")
        status, answer = self.page("POST", "/_neargate/reset")
        self.assertEqual((status, answer["containersLeft"]), (200, 0))
        self.assertEqual(ecs.list_clusters()["clusterArns"], [])
        self.assertEqual(ecs.list_task_definitions()["taskDefinitionArns"], [])
        self.assertEqual(self.server.health()["holds"]["tasks"], 0)
        # The same names again, and web:1 is another one now.
        ecs.create_cluster(clusterName="default")
        ecs.register_task_definition(**definition("web", image="other:2"))
        ecs.create_service(serviceName="web", taskDefinition="web:1", desiredCount=3, **FARGATE)
        ecs.get_waiter("services_stable").wait(services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        tasks = ecs.describe_tasks(tasks=ecs.list_tasks()["taskArns"])["tasks"]
        self.assertEqual({task["containers"][0]["image"] for task in tasks}, {"other:2"})

    def test_a_reset_of_one_account_or_region_leaves_the_others(self):
        keys = [(key, region) for key in ("111111111111", "222222222222") for region in (REGION, "eu-west-1")]
        for key, region in keys:
            self.server.client("ecs", region=region, key=key).create_cluster(clusterName="c")
            self.server.client("ecr", region=region, key=key).create_repository(repositoryName="repo")

        def left():
            return [
                (key, region)
                for key, region in keys
                if self.server.client("ecs", region=region, key=key).list_clusters()["clusterArns"]
                and self.server.client("ecr", region=region, key=key).describe_repositories()["repositories"]
            ]

        self.assertEqual(left(), keys)
        self.page("POST", "/_neargate/reset", {"account": "111111111111", "region": REGION})
        self.assertEqual(left(), keys[1:])
        self.page("POST", "/_neargate/reset", {"account": "222222222222"})
        self.assertEqual(left(), keys[1:2])
        self.assertEqual(len(self.ecs.list_clusters()["clusterArns"]), 1, "the default account keeps its own")
        for bad in ({"account": "1"}, {"account": ""}, {"regoin": REGION}, {"region": "EU west"}, b"x"):
            self.assertEqual(self.page("POST", "/_neargate/reset", bad)[0], 400, bad)

    def test_strangers_may_not_reset(self):
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
            connection.request("POST", "/_neargate/reset", headers=headers)
            self.assertIn(connection.getresponse().status, (403, 421))
            connection.close()
        self.assertEqual(len(self.ecs.list_clusters()["clusterArns"]), 1)

    # Events -------------------------------------------------------------------------------------------------

    def test_what_happens_is_told_in_order_and_a_reader_can_resume(self):
        events = Events(self.server.port)
        self.ecs.register_task_definition(**definition("web"))
        self.ecs.create_service(serviceName="web", taskDefinition="web", desiredCount=1, **FARGATE)
        eventually(
            lambda: any("steady state" in one["message"] for one in events.of("service-event")),
            "the service event is told",
        )
        calls = [(one["operation"], one["status"]) for one in events.of("api-call")]
        self.assertEqual(calls, [("RegisterTaskDefinition", 200), ("CreateService", 200)])
        task = self.ecs.list_tasks()["taskArns"][0]
        moves = [
            (one["from"], one["lastStatus"]) for one in events.of("task") if one["taskArn"] == task
        ]
        self.assertEqual(moves[0][0], None)
        self.assertEqual(moves[-1][1], "RUNNING")
        for before, after in zip(moves, moves[1:]):
            self.assertEqual(before[1], after[0], "no change is left out")
        middle = len(events.seen) // 2
        again = Events(self.server.port, events.seen[middle]["id"])
        eventually(
            lambda: [one["id"] for one in again.seen[: len(events.seen) - middle - 1]]
            == [one["id"] for one in events.seen[middle + 1 :]][: len(again.seen)]
            and len(again.seen) >= len(events.seen) - middle - 1,
            "the second reader is told what the first was",
        )
        self.ecs.stop_task(task=task, reason="enough")
        eventually(
            lambda: any(
                one["taskArn"] == task
                and one["lastStatus"] == "STOPPED"
                and one["stoppedReason"] == "enough"
                for one in events.of("task")
            ),
            "the stop is told with its reason",
        )
        lost = Events(self.server.port, "another-process-17")
        eventually(
            lambda: lost.of("lost") and lost.of("task"), "who cannot resume is told, and gets what is kept"
        )

    def test_many_readers_and_a_deaf_one_do_not_hold_up_the_server(self):
        deaf = http.client.HTTPConnection("127.0.0.1", self.server.port)
        deaf.request("GET", "/_neargate/events")
        unread = deaf.getresponse()  # and never reads on
        self.addCleanup(unread.close)
        readers = [Events(self.server.port) for _ in range(50)]
        for _ in range(100):
            self.ecs.list_clusters()
        eventually(
            lambda: all(len(one.of("api-call")) == 100 for one in readers), "everyone hears of every call"
        )
        self.assertEqual(self.server.health()["eventReaders"], 51)
        # Ending the story ends the streams: the server does not wait for its readers.


if __name__ == "__main__":
    harness.main(needs_docker=False)
