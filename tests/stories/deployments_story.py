"""What a stranger does with services: waiters, paginators, deployments, task sets, protection. No Docker."""

import unittest

import harness
from botocore.exceptions import ClientError
from harness import FARGATE, Story, eventually, fargate_definition

PATIENT = {"Delay": 1, "MaxAttempts": int(60 * harness.PATIENCE)}


class DeploymentsStory(Story):
    runtime = "simulated"

    def setUp(self):
        super().setUp()
        self.ecs = self.server.client("ecs")
        self.ecs.create_cluster(clusterName="default")
        for _ in range(2):
            self.ecs.register_task_definition(**fargate_definition("web"))

    def create(self, name="web", **more):
        request = {"serviceName": name, "taskDefinition": "web:1", "desiredCount": 2, **FARGATE}
        return self.ecs.create_service(**{**request, **more})["service"]

    def described(self, name="web"):
        return self.ecs.describe_services(services=[name])["services"][0]

    def stable(self, name="web"):
        self.ecs.get_waiter("services_stable").wait(services=[name], WaiterConfig=PATIENT)

    def knows(self, operation):
        if operation not in self.ecs.meta.service_model.operation_names:
            raise unittest.SkipTest(f"this boto3 does not know {operation}")

    def test_a_service_is_waited_for_until_it_is_stable_and_until_it_is_gone(self):
        self.create()
        self.stable()
        self.assertEqual(self.described()["runningCount"], 2)
        self.ecs.update_service(service="web", desiredCount=0)
        self.stable()
        self.ecs.delete_service(service="web")
        self.ecs.get_waiter("services_inactive").wait(services=["web"], WaiterConfig=PATIENT)
        self.assertEqual(self.ecs.list_services()["serviceArns"], [])

    def test_every_list_of_services_pages(self):
        self.ecs.create_cluster(clusterName="other")
        connected = {"enabled": True, "namespace": "internal"}
        for number in range(7):
            self.create(f"s{number}", desiredCount=0, serviceConnectConfiguration=connected)
        listed = self.ecs.get_paginator("list_services").paginate(PaginationConfig={"PageSize": 3})
        pages = [page["serviceArns"] for page in listed]
        self.assertEqual([len(page) for page in pages], [3, 3, 1])
        by_namespace = self.ecs.get_paginator("list_services_by_namespace")
        pages = [
            page["serviceArns"]
            for page in by_namespace.paginate(namespace="internal", PaginationConfig={"PageSize": 3})
        ]
        self.assertEqual([len(page) for page in pages], [3, 3, 1])

    def test_deployments_and_revisions_tell_what_happened(self):
        self.knows("ListServiceDeployments")
        self.create()
        self.stable()
        self.ecs.update_service(service="web", taskDefinition="web:2")
        self.stable()
        eventually(
            lambda: "currentServiceDeployment" not in self.described(), "the deployment leaves the service"
        )
        briefs = self.ecs.list_service_deployments(service="web")["serviceDeployments"]
        self.assertEqual([brief["status"] for brief in briefs], ["SUCCESSFUL", "SUCCESSFUL"])
        first = self.ecs.list_service_deployments(service="web", maxResults=1)
        rest = self.ecs.list_service_deployments(service="web", maxResults=1, nextToken=first["nextToken"])
        self.assertEqual(
            [first["serviceDeployments"][0], rest["serviceDeployments"][0]],
            briefs,
        )
        told = self.ecs.describe_service_deployments(
            serviceDeploymentArns=[briefs[0]["serviceDeploymentArn"]]
        )["serviceDeployments"][0]
        self.assertEqual(told["targetServiceRevision"]["runningTaskCount"], 2)
        revisions = self.ecs.describe_service_revisions(
            serviceRevisionArns=[brief["targetServiceRevisionArn"] for brief in briefs]
        )["serviceRevisions"]
        self.assertEqual(
            [revision["taskDefinition"].rsplit("/")[-1] for revision in revisions], ["web:2", "web:1"]
        )
        with self.assertRaises(ClientError) as refusal:
            self.ecs.stop_service_deployment(serviceDeploymentArn=briefs[0]["serviceDeploymentArn"])
        self.assertEqual(refusal.exception.response["Error"]["Code"], "ConflictException")

    def test_task_sets_carry_an_external_service(self):
        self.ecs.create_service(
            serviceName="web", deploymentController={"type": "EXTERNAL"}, desiredCount=4
        )
        on = {"cluster": "default", "service": "web"}
        blue = self.task_set(on, taskDefinition="web:1", scale={"value": 100, "unit": "PERCENT"})
        self.ecs.update_service_primary_task_set(**on, primaryTaskSet=blue["id"])
        green = self.task_set(on, taskDefinition="web:2", scale={"value": 50, "unit": "PERCENT"})
        self.assertEqual(green["computedDesiredCount"], 2)
        self.steady(on, blue, 4)
        self.steady(on, green, 2)
        self.assertEqual(self.described()["runningCount"], 6)
        self.ecs.update_service_primary_task_set(**on, primaryTaskSet=green["id"])
        self.ecs.update_task_set(**on, taskSet=green["id"], scale={"value": 100, "unit": "PERCENT"})
        self.ecs.update_task_set(**on, taskSet=blue["id"], scale={"value": 0, "unit": "PERCENT"})
        self.ecs.delete_task_set(**on, taskSet=blue["id"])
        self.steady(on, green, 4)
        eventually(
            lambda: len(self.ecs.describe_task_sets(**on)["taskSets"]) == 1, "the drained task set is gone"
        )
        self.assertTrue(self.described()["taskDefinition"].endswith("web:2"))
        self.ecs.delete_service(service="web", force=True)
        self.ecs.get_waiter("services_inactive").wait(services=["web"], WaiterConfig=PATIENT)

    def task_set(self, on, **more):
        request = {**FARGATE, **on, **more}
        return self.ecs.create_task_set(**request)["taskSet"]

    def steady(self, on, task_set, running):
        def is_steady():
            now = self.ecs.describe_task_sets(**on, taskSets=[task_set["id"]])["taskSets"][0]
            return (now["stabilityStatus"], now["runningCount"]) == ("STEADY_STATE", running)

        eventually(is_steady, f"{task_set['id']} is steady with {running} tasks")

    def test_a_protected_task_outlives_scaling_in(self):
        self.create(desiredCount=3)
        self.stable()
        kept = self.ecs.list_tasks(serviceName="web")["taskArns"][0]
        answer = self.ecs.update_task_protection(
            cluster="default", tasks=[kept], protectionEnabled=True, expiresInMinutes=60
        )
        self.assertTrue(answer["protectedTasks"][0]["protectionEnabled"])
        self.ecs.update_service(service="web", desiredCount=1)
        self.stable()
        self.assertEqual(self.ecs.list_tasks(serviceName="web")["taskArns"], [kept])
        protection = self.ecs.get_task_protection(cluster="default", tasks=[kept])["protectedTasks"][0]
        self.assertIn("expirationDate", protection)


if __name__ == "__main__":
    harness.main(needs_docker=False)
