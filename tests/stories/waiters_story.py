"""Every waiter and paginator that botocore has for what is served of ECS; scaling; the breaker. No Docker."""

import json

import harness
from botocore.exceptions import WaiterError
from harness import FARGATE, Story, eventually, fargate_definition

PATIENT = {"Delay": 1, "MaxAttempts": int(120 * harness.PATIENCE)}
ONCE = {"Delay": 1, "MaxAttempts": 1}


def definition(family, **container):
    return fargate_definition(family, container)


class EcsStory(Story):
    runtime = "simulated"

    def setUp(self):
        super().setUp()
        self.ecs = self.server.client("ecs")
        self.ecs.create_cluster(clusterName="default")
        self.ecs.register_task_definition(**definition("web"))

    def create(self, name="web", **more):
        request = {"serviceName": name, "taskDefinition": "web:1", "desiredCount": 2, **FARGATE}
        return self.ecs.create_service(**{**request, **more})["service"]

    def described(self, name="web"):
        return self.ecs.describe_services(services=[name])["services"][0]

    def wait(self, waiter, config=PATIENT, **arguments):
        self.ecs.get_waiter(waiter).wait(WaiterConfig=config, **arguments)

    def events(self, name="web"):
        return [event["message"] for event in self.described(name)["events"]]


class WaitersStory(EcsStory):
    def test_every_waiter_there_is_has_a_test_here(self):
        tested = {"tasks_running", "tasks_stopped", "services_stable", "services_inactive"}
        known = {name for name in self.ecs.waiter_names if not name.startswith("daemon_")}
        self.assertEqual(known, tested)

    def test_tasks_are_waited_for_until_they_run_and_until_they_stop(self):
        tasks = [
            one["taskArn"] for one in self.ecs.run_task(taskDefinition="web", count=3, **FARGATE)["tasks"]
        ]
        self.wait("tasks_running", tasks=tasks)
        seen = self.ecs.describe_tasks(tasks=tasks)["tasks"]
        self.assertEqual([one["lastStatus"] for one in seen], ["RUNNING"] * 3)
        for task in tasks:
            self.ecs.stop_task(task=task)
        self.wait("tasks_stopped", tasks=tasks)
        seen = self.ecs.describe_tasks(tasks=tasks)["tasks"]
        self.assertEqual([one["lastStatus"] for one in seen], ["STOPPED"] * 3)

    def test_who_waits_for_what_never_comes_is_told(self):
        stopped = self.ecs.run_task(taskDefinition="web", **FARGATE)["tasks"][0]["taskArn"]
        self.ecs.stop_task(task=stopped)
        self.wait("tasks_stopped", tasks=[stopped])
        missing = {
            "tasks_running": [{"tasks": [stopped]}, {"tasks": ["0" * 32]}],
            "services_stable": [{"services": ["nothing"]}],
            "services_inactive": [{"services": ["nothing"]}],
        }
        for waiter, cases in missing.items():
            for case in cases:
                with self.assertRaises(WaiterError) as told:
                    self.wait(waiter, ONCE, **case)
                self.assertIn("terminal failure state", str(told.exception), (waiter, case))
        self.create(desiredCount=0)
        self.ecs.delete_service(service="web")
        with self.assertRaises(WaiterError) as told:
            self.wait("services_stable", ONCE, services=["web"])
        self.assertIn("terminal failure state", str(told.exception), "a service that was deleted")

    def test_services_are_waited_for_until_they_are_stable_and_until_they_are_gone(self):
        self.create("a", desiredCount=3)
        self.create("b", desiredCount=1)
        self.wait("services_stable", services=["a", "b"])
        counts = {name: self.described(name)["runningCount"] for name in ("a", "b")}
        self.assertEqual(counts, {"a": 3, "b": 1})
        for name in ("a", "b"):
            self.ecs.delete_service(service=name, force=True)
        self.wait("services_inactive", services=["a", "b"])
        eventually(
            lambda: self.described("a")["status"] == self.described("b")["status"] == "INACTIVE", "both go"
        )

    def test_a_service_goes_from_nothing_to_fifty_and_back(self):
        self.create(desiredCount=1)
        self.wait("services_stable", services=["web"])
        first = self.ecs.list_tasks(serviceName="web")["taskArns"]
        self.ecs.update_service(service="web", desiredCount=50)
        self.wait("services_stable", services=["web"])
        pages = self.ecs.get_paginator("list_tasks").paginate(serviceName="web")
        tasks = {arn for page in pages for arn in page["taskArns"]}
        self.assertEqual((len(tasks), set(first) <= tasks), (50, True))
        self.assertEqual(self.described()["deployments"][0]["failedTasks"], 0)
        self.ecs.update_service(service="web", desiredCount=0)
        self.wait("services_stable", services=["web"])
        self.assertEqual(self.ecs.list_tasks(serviceName="web")["taskArns"], [])
        eventually(
            lambda: self.ecs.describe_clusters(clusters=["default"])["clusters"][0]["runningTasksCount"] == 0,
            "the cluster counts no task",
        )


class PaginatorsStory(EcsStory):
    def items(self, paginator, key, **arguments):
        """All items, which came over more than one page of at most two, each once."""
        pages = list(
            self.ecs.get_paginator(paginator).paginate(PaginationConfig={"PageSize": 2}, **arguments)
        )
        self.assertGreater(len(pages), 1, paginator)
        self.assertTrue(all(len(page[key]) <= 2 for page in pages), paginator)
        listed = [one if isinstance(one, str) else json.dumps(one) for page in pages for one in page[key]]
        self.assertEqual(len(listed), len(set(listed)), f"{paginator} lists something twice")
        return listed

    def test_every_paginator_there_is_has_a_test_here(self):
        operations = self.ecs.meta.service_model.operation_names
        names = {"".join("_" + c.lower() if c.isupper() else c for c in one)[1:] for one in operations}
        tested = {name[len("test_") :] for name in dir(self) if name.startswith("test_list_")}
        self.assertEqual({name for name in names if self.ecs.can_paginate(name)}, tested)

    def test_list_clusters(self):
        for number in range(4):
            self.ecs.create_cluster(clusterName=f"c{number}")
        arns = self.items("list_clusters", "clusterArns")
        self.assertEqual({arn.rsplit("/")[-1] for arn in arns}, {"default", "c0", "c1", "c2", "c3"})

    def test_list_task_definitions(self):
        for _ in range(4):
            self.ecs.register_task_definition(**definition("web"))
        for order, revisions in (("ASC", [1, 2, 3, 4, 5]), ("DESC", [5, 4, 3, 2, 1])):
            arns = self.items("list_task_definitions", "taskDefinitionArns", familyPrefix="web", sort=order)
            self.assertEqual([int(arn.rsplit(":")[-1]) for arn in arns], revisions)

    def test_list_task_definition_families(self):
        for number in range(4):
            self.ecs.register_task_definition(**definition(f"job{number}"))
        families = self.items("list_task_definition_families", "families")
        self.assertEqual(families, ["job0", "job1", "job2", "job3", "web"])

    def test_list_tasks(self):
        started = self.ecs.run_task(taskDefinition="web", count=5, **FARGATE)["tasks"]
        arns = {one["taskArn"] for one in started}
        self.assertEqual(set(self.items("list_tasks", "taskArns", family="web")), arns)
        for arn in arns:
            self.ecs.stop_task(task=arn)
        self.wait("tasks_stopped", tasks=list(arns))
        self.assertEqual(set(self.items("list_tasks", "taskArns", desiredStatus="STOPPED")), arns)

    def test_list_services(self):
        arns = {self.create(f"s{number}", desiredCount=0)["serviceArn"] for number in range(5)}
        self.assertEqual(set(self.items("list_services", "serviceArns")), arns)

    def test_list_services_by_namespace(self):
        connected = {"enabled": True, "namespace": "internal"}
        arns = {
            self.create(f"s{number}", desiredCount=0, serviceConnectConfiguration=connected)["serviceArn"]
            for number in range(5)
        }
        listed = self.items("list_services_by_namespace", "serviceArns", namespace="internal")
        self.assertEqual(set(listed), arns)

    def test_list_account_settings(self):
        listed = self.items("list_account_settings", "settings", effectiveSettings=True)
        names = [json.loads(one)["name"] for one in listed]
        self.assertTrue({"containerInsights", "awsvpcTrunking", "tagResourceAuthorization"} <= set(names))

    def register_instances(self, count):
        identity = {"instanceType": "t3.micro", "availabilityZone": "us-east-1a", "imageId": "ami-1"}
        return {
            self.ecs.register_container_instance(
                cluster="default",
                instanceIdentityDocument=json.dumps({**identity, "instanceId": f"i-{number}"}),
                totalResources=[
                    {"name": "CPU", "type": "INTEGER", "integerValue": 1024},
                    {"name": "MEMORY", "type": "INTEGER", "integerValue": 1024},
                    {"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["22"]},
                    {"name": "PORTS_UDP", "type": "STRINGSET", "stringSetValue": []},
                ],
                attributes=[{"name": "rack", "value": str(number)}],
            )["containerInstance"]["containerInstanceArn"]
            for number in range(count)
        }

    def test_list_container_instances(self):
        arns = self.register_instances(5)
        self.assertEqual(set(self.items("list_container_instances", "containerInstanceArns")), arns)

    def test_list_attributes(self):
        arns = self.register_instances(5)
        listed = self.items(
            "list_attributes", "attributes", targetType="container-instance", attributeName="rack"
        )
        attributes = [json.loads(one) for one in listed]
        self.assertEqual({one["targetId"] for one in attributes}, arns)
        self.assertEqual({one["value"] for one in attributes}, {"0", "1", "2", "3", "4"})


class BreakerStory(EcsStory):
    """A second revision whose image cannot be pulled, on a service that watches for that."""

    def setUp(self):
        super().setUp()
        broken = {"neargate.sim.pull-error": "manifest unknown"}
        self.ecs.register_task_definition(**definition("web", dockerLabels=broken))

    def deploy_broken(self, rollback):
        breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": rollback}}
        self.create(deploymentConfiguration=breaker)
        self.wait("services_stable", services=["web"])
        self.before = set(self.ecs.list_tasks(serviceName="web")["taskArns"])
        updated = self.ecs.update_service(service="web", taskDefinition="web:2")["service"]
        return next(one["id"] for one in updated["deployments"] if one["status"] == "PRIMARY")

    def failed(self, deployment):
        def told():
            found = [one for one in self.described()["deployments"] if one["id"] == deployment]
            return found and found[0]["rolloutState"] == "FAILED" and found[0]

        return eventually(told, "the deployment is FAILED")

    def test_the_breaker_trips_and_rolls_back(self):
        failing = self.deploy_broken(rollback=True)
        message = f"(service web) (deployment {failing}) deployment failed: tasks failed to start."
        eventually(lambda: message in self.events(), "the service tells that its deployment failed")
        self.wait("services_stable", services=["web"])

        def settled():
            service = self.described()
            primary = service["deployments"][0]
            self.assertEqual((len(service["deployments"]), primary["rolloutState"]), (1, "COMPLETED"))
            return service

        service = eventually(settled, "the rollback completes")
        self.assertTrue(service["taskDefinition"].endswith("web:1"))
        self.assertEqual((service["runningCount"], service["pendingCount"]), (2, 0))
        definitions = {
            task["taskDefinitionArn"].rsplit("/")[-1]
            for task in self.ecs.describe_tasks(tasks=self.ecs.list_tasks(serviceName="web")["taskArns"])[
                "tasks"
            ]
        }
        self.assertEqual(definitions, {"web:1"})
        self.assertTrue(
            any("(service web) rolling back to deployment ecs-svc/" in line for line in self.events()),
            self.events(),
        )
        stopped = self.ecs.list_tasks(serviceName="web", desiredStatus="STOPPED")["taskArns"]
        reasons = {task["stoppedReason"] for task in self.ecs.describe_tasks(tasks=stopped)["tasks"]}
        self.assertTrue(any("CannotPullContainerError" in reason for reason in reasons), reasons)
        if "ListServiceDeployments" in self.ecs.meta.service_model.operation_names:
            self.tells_the_rollback()

    def tells_the_rollback(self):
        brief = self.ecs.list_service_deployments(service="web")["serviceDeployments"][0]
        arn = brief["serviceDeploymentArn"]
        record = self.ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]
        reason = "Service deployment rolled back because the circuit breaker threshold was exceeded."
        breaker = record["deploymentCircuitBreaker"]
        self.assertEqual(
            (record["status"], record["statusReason"], record["rollback"]["reason"]),
            ("ROLLBACK_SUCCESSFUL", reason, reason),
        )
        self.assertEqual((breaker["status"], breaker["threshold"]), ("TRIGGERED", 3))

    def test_without_rollback_the_deployment_stays_failed_and_the_old_tasks_are_kept_up(self):
        failing = self.deploy_broken(rollback=False)
        failed = self.failed(failing)
        self.assertEqual(
            failed["rolloutStateReason"], "ECS deployment circuit breaker: tasks failed to start."
        )
        self.assertEqual((failed["runningCount"], failed["pendingCount"]), (0, 0))
        self.assertGreaterEqual(failed["failedTasks"], 3)
        service = self.described()
        self.assertEqual(service["runningCount"], 2)
        self.assertEqual([one["status"] for one in service["deployments"]], ["PRIMARY", "ACTIVE"])
        self.assertEqual(set(self.ecs.list_tasks(serviceName="web")["taskArns"]), self.before)


if __name__ == "__main__":
    harness.main(needs_docker=False)
