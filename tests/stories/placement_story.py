"""Container instances without Docker: registered, filled, drained, and taken away."""

import collections
import json

import harness
from botocore.exceptions import ClientError
from harness import Story, eventually

CLUSTER = "fleet"


def register(ecs, name, zone, cpu=1024, memory=1024):
    """What an agent sends for a small machine."""
    identity = {
        "instanceId": f"i-{name}",
        "instanceType": "t3.micro",
        "availabilityZone": zone,
        "imageId": "ami-1",
    }
    answer = ecs.register_container_instance(
        cluster=CLUSTER,
        instanceIdentityDocument=json.dumps(identity),
        totalResources=[
            {"name": "CPU", "type": "INTEGER", "integerValue": cpu},
            {"name": "MEMORY", "type": "INTEGER", "integerValue": memory},
            {"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["22", "2376", "2375"]},
            {"name": "PORTS_UDP", "type": "STRINGSET", "stringSetValue": []},
        ],
        versionInfo={"agentVersion": "1.105.1", "agentHash": "abc", "dockerVersion": "DockerVersion: 25.0.0"},
        attributes=[{"name": "name", "value": name}],
    )
    return answer["containerInstance"]["containerInstanceArn"]


def box(family, cpu=100, memory=100, port=0):
    mappings = [{"containerPort": 80, "hostPort": port}] if port else []
    return {
        "family": family,
        "containerDefinitions": [
            {"name": "app", "image": "busybox", "cpu": cpu, "memory": memory, "portMappings": mappings}
        ],
    }


class PlacementStory(Story):
    runtime = "simulated"

    def setUp(self):
        super().setUp()
        self.ecs = self.server.client("ecs")
        self.ecs.create_cluster(clusterName=CLUSTER)

    def register_three(self):
        zones = {"one": "us-east-1a", "two": "us-east-1a", "three": "us-east-1b"}
        self.names = {register(self.ecs, name, zone): name for name, zone in zones.items()}
        self.arns = {name: arn for arn, name in self.names.items()}

    def run_task(self, family, count=1, **more):
        return self.ecs.run_task(cluster=CLUSTER, taskDefinition=family, count=count, **more)

    def where(self, answer):
        return dict(collections.Counter(self.names[task["containerInstanceArn"]] for task in answer["tasks"]))

    def why(self, answer):
        return {self.names[failure["arn"]]: failure["reason"] for failure in answer["failures"]}

    def described(self, name):
        return self.ecs.describe_container_instances(cluster=CLUSTER, containerInstances=[self.arns[name]])[
            "containerInstances"
        ][0]

    def left(self, name):
        resources = self.described(name)["remainingResources"]
        return {one["name"]: one.get("stringSetValue", one["integerValue"]) for one in resources}

    def test_three_instances_fill_and_empty_again(self):
        ecs = self.ecs
        self.register_three()
        described = ecs.describe_clusters(clusters=[CLUSTER])["clusters"][0]
        self.assertEqual(described["registeredContainerInstancesCount"], 3)
        for definition in (box("small"), box("big", 600, 700), box("web", port=8080)):
            ecs.register_task_definition(**definition)

        spread = self.run_task("small", 3, placementStrategy=[{"type": "spread", "field": "instanceId"}])
        self.assertEqual(self.where(spread), {"one": 1, "two": 1, "three": 1})
        packed = self.run_task("small", 4, placementStrategy=[{"type": "binpack", "field": "memory"}])
        self.assertEqual(list(self.where(packed).values()), [4])
        member = self.run_task(
            "small",
            2,
            placementConstraints=[
                {"type": "memberOf", "expression": "attribute:ecs.availability-zone == us-east-1b"}
            ],
        )
        self.assertEqual(self.where(member), {"three": 2})
        distinct = self.run_task(
            "small", 4, group="apart", placementConstraints=[{"type": "distinctInstance"}]
        )
        self.assertEqual(self.where(distinct), {"one": 1, "two": 1, "three": 1})
        self.assertEqual(
            set(self.why(distinct).values()), {"DistinctInstance placement constraint unsatisfied."}
        )
        ports = self.run_task("web", 4)
        self.assertEqual(self.where(ports), {"one": 1, "two": 1, "three": 1})
        self.assertEqual(set(self.why(ports).values()), {"RESOURCE:PORTS"})
        self.assertIn("8080", self.left("one")["PORTS"])
        full = self.run_task("big", 4)
        self.assertLess(len(full["tasks"]), 4)
        self.assertTrue(set(self.why(full).values()) <= {"RESOURCE:CPU", "RESOURCE:MEMORY"})

        for arn in ecs.list_tasks(cluster=CLUSTER)["taskArns"]:
            ecs.stop_task(cluster=CLUSTER, task=arn)
        for name in self.arns:
            eventually(
                lambda name=name: self.left(name)
                == {"CPU": 1024, "MEMORY": 1024, "PORTS": ["22", "2376", "2375"], "PORTS_UDP": []},
                f"instance {name} has everything back",
            )

    def test_a_task_runs_where_it_was_placed(self):
        self.register_three()
        self.ecs.register_task_definition(**box("small"))
        task = self.run_task("small")["tasks"][0]
        self.wait_for_task(self.ecs, task["taskArn"], cluster=CLUSTER)
        name = self.names[task["containerInstanceArn"]]
        self.assertEqual(self.described(name)["runningTasksCount"], 1)
        listed = self.ecs.list_tasks(cluster=CLUSTER, containerInstance=task["containerInstanceArn"])
        self.assertEqual(listed["taskArns"], [task["taskArn"]])
        busy = self.ecs.list_container_instances(cluster=CLUSTER, filter="runningTasksCount > 0")
        self.assertEqual(busy["containerInstanceArns"], [task["containerInstanceArn"]])

    def test_a_drained_instance_takes_no_new_task_and_can_be_deregistered(self):
        ecs = self.ecs
        self.register_three()
        ecs.register_task_definition(**box("small"))
        started = ecs.start_task(
            cluster=CLUSTER, taskDefinition="small", containerInstances=[self.arns["one"]]
        )["tasks"][0]
        ecs.update_container_instances_state(
            cluster=CLUSTER, containerInstances=[self.arns["one"]], status="DRAINING"
        )
        others = self.run_task("small", 4, placementStrategy=[{"type": "spread", "field": "instanceId"}])
        self.assertEqual(self.where(others), {"two": 2, "three": 2})
        self.wait_for_task(ecs, started["taskArn"], cluster=CLUSTER)  # a standalone task stays
        with self.assertRaises(ClientError) as refusal:
            ecs.deregister_container_instance(cluster=CLUSTER, containerInstance=self.arns["one"])
        self.assertEqual(refusal.exception.response["Error"]["Code"], "InvalidParameterException")
        ecs.stop_task(cluster=CLUSTER, task=started["taskArn"])
        self.wait_for_task(ecs, started["taskArn"], "STOPPED", CLUSTER)
        gone = ecs.deregister_container_instance(cluster=CLUSTER, containerInstance=self.arns["one"])
        self.assertEqual(gone["containerInstance"]["status"], "INACTIVE")
        left = ecs.list_container_instances(cluster=CLUSTER)["containerInstanceArns"]
        self.assertEqual(sorted(left), sorted([self.arns["two"], self.arns["three"]]))

    def service_tasks(self, service):
        """Where the RUNNING tasks of a service are, once it is steady."""
        seen = self.ecs.describe_services(cluster=CLUSTER, services=[service])["services"][0]
        self.assertEqual((seen["runningCount"], seen["pendingCount"]), (seen["desiredCount"], 0))
        arns = self.ecs.list_tasks(cluster=CLUSTER, serviceName=service)["taskArns"]
        tasks = self.ecs.describe_tasks(cluster=CLUSTER, tasks=arns)["tasks"] if arns else []
        return self.where({"tasks": tasks})

    def test_draining_an_instance_moves_the_tasks_of_services(self):
        ecs = self.ecs
        self.register_three()
        ecs.register_task_definition(**box("small"))
        ecs.create_service(
            cluster=CLUSTER,
            serviceName="spread",
            taskDefinition="small",
            desiredCount=3,
            launchType="EC2",
            placementStrategy=[{"type": "spread", "field": "instanceId"}],
        )
        everywhere = {"one": 1, "two": 1, "three": 1}
        eventually(lambda: self.service_tasks("spread") == everywhere, "one task on each instance")
        ecs.update_container_instances_state(
            cluster=CLUSTER, containerInstances=[self.arns["one"]], status="DRAINING"
        )

        def moved():
            seen = self.service_tasks("spread")
            return "one" not in seen and sum(seen.values()) == 3

        eventually(moved, "the drained instance's task runs elsewhere")
        eventually(
            lambda: self.described("one")["runningTasksCount"] == 0, "the drained instance has no task left"
        )
        ecs.deregister_container_instance(cluster=CLUSTER, containerInstance=self.arns["one"])

    def test_a_daemon_service_has_one_task_on_each_instance(self):
        ecs = self.ecs
        self.register_three()
        ecs.register_task_definition(**box("small"))
        ecs.create_service(
            cluster=CLUSTER,
            serviceName="agent",
            taskDefinition="small",
            launchType="EC2",
            schedulingStrategy="DAEMON",
        )
        everywhere = {"one": 1, "two": 1, "three": 1}
        eventually(lambda: self.service_tasks("agent") == everywhere, "one task on each instance")
        arn = register(ecs, "four", "us-east-1c")
        self.names[arn] = "four"
        eventually(
            lambda: self.service_tasks("agent") == {**everywhere, "four": 1}, "the new instance has one too"
        )

    def test_without_an_instance_this_machine_is_one(self):
        ecs = self.ecs
        ecs.register_task_definition(**box("small"))
        task = self.run_task("small")["tasks"][0]
        self.wait_for_task(ecs, task["taskArn"], cluster=CLUSTER)
        instances = ecs.list_container_instances(cluster=CLUSTER)["containerInstanceArns"]
        self.assertEqual(instances, [task["containerInstanceArn"]])
        ecs.stop_task(cluster=CLUSTER, task=task["taskArn"])
        self.wait_for_task(ecs, task["taskArn"], "STOPPED", CLUSTER)
        self.assertEqual(ecs.delete_cluster(cluster=CLUSTER)["cluster"]["status"], "INACTIVE")

    def test_the_offer_can_be_turned_off(self):
        ecs = self.new_server(options=("--no-local-instance",)).client("ecs")
        ecs.create_cluster(clusterName=CLUSTER)
        ecs.register_task_definition(**box("small"))
        with self.assertRaises(ClientError) as refusal:
            ecs.run_task(cluster=CLUSTER, taskDefinition="small")
        self.assertEqual(
            refusal.exception.response["Error"]["Message"],
            "No Container Instances were found in your cluster.",
        )


if __name__ == "__main__":
    harness.main(needs_docker=False)
