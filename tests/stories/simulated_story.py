"""The API from beginning to end without Docker: tasks run in memory and everything else is real."""

import json

import harness
from botocore.exceptions import ClientError
from harness import ACCOUNT, FARGATE, REGION, Story, eventually, fargate_definition

AWSVPC = {
    "awsvpcConfiguration": {
        "subnets": ["subnet-f525c9be"],
        "securityGroups": ["sg-03ae822762b0fe90f"],
        "assignPublicIp": "ENABLED",
    }
}

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


def definition(family, **more):
    app = {
        "image": "public.ecr.aws/docker/library/httpd:latest",
        "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
    }
    return fargate_definition(family, app, **more)


class SimulatedStory(Story):
    runtime = "simulated"

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        self.assertEqual(refusal.exception.response["Error"]["Code"], code)
        return refusal.exception.response["Error"]["Message"]

    def test_a_service_lives_from_creation_to_deletion(self):
        ecs = self.server.client("ecs")
        cluster = ecs.create_cluster(clusterName="hello-cluster")["cluster"]
        self.assertEqual(cluster["clusterArn"], f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/hello-cluster")
        registered = ecs.register_task_definition(**definition("web"))["taskDefinition"]
        self.assertIn("FARGATE", registered["compatibilities"])

        service = ecs.create_service(
            cluster="hello-cluster",
            serviceName="web",
            taskDefinition="web:1",
            desiredCount=3,
            launchType="FARGATE",
            networkConfiguration=AWSVPC,
        )["service"]
        self.assertEqual((service["status"], service["desiredCount"]), ("ACTIVE", 3))
        self.settle(ecs, 3)
        tasks = ecs.list_tasks(cluster="hello-cluster", serviceName="web")["taskArns"]
        self.assertEqual(len(tasks), 3)
        described = ecs.describe_tasks(cluster="hello-cluster", tasks=tasks)["tasks"]
        for task in described:
            self.assertEqual(
                (task["lastStatus"], task["group"], task["launchType"]),
                ("RUNNING", "service:web", "FARGATE"),
            )

        stopped = ecs.stop_task(cluster="hello-cluster", task=tasks[0])["task"]
        self.assertEqual(
            (stopped["desiredStatus"], stopped["stoppedReason"]), ("STOPPED", "Task stopped by user")
        )
        eventually(
            lambda: tasks[0] not in ecs.list_tasks(cluster="hello-cluster")["taskArns"],
            "the stopped task leaves the list",
        )
        self.settle(ecs, 3)

        ecs.update_service(cluster="hello-cluster", service="web", desiredCount=0)
        self.settle(ecs, 0)
        ecs.delete_service(cluster="hello-cluster", service="web")
        eventually(
            lambda: ecs.describe_services(cluster="hello-cluster", services=["web"])["services"][0][
                "status"
            ]
            == "INACTIVE",
            "the service is INACTIVE",
        )
        self.assertEqual(ecs.delete_cluster(cluster="hello-cluster")["cluster"]["status"], "INACTIVE")

    def settle(self, ecs, count):
        def settled():
            seen = ecs.describe_services(cluster="hello-cluster", services=["web"])["services"][0]
            self.assertEqual(
                (seen["runningCount"], seen["pendingCount"], len(seen["deployments"])), (count, 0, 1)
            )
            return seen

        return eventually(settled, f"{count} tasks run")

    def test_a_task_shows_its_network_interface_in_ec2(self):
        ecs, ec2 = self.server.client("ecs"), self.server.client("ec2")
        ecs.create_cluster(clusterName="default")
        ecs.register_task_definition(**definition("web"))
        started = ecs.run_task(taskDefinition="web", launchType="FARGATE", networkConfiguration=AWSVPC)
        self.assertEqual(started["failures"], [])
        task = self.wait_for_task(ecs, started["tasks"][0]["taskArn"])
        details = {one["name"]: one.get("value") for one in task["attachments"][0]["details"]}
        interface = ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"]])[
            "NetworkInterfaces"
        ][0]
        self.assertEqual(interface["PrivateIpAddress"], details["privateIPv4Address"])
        self.assertTrue(interface["Association"]["PublicIp"].startswith("127."))
        self.assertEqual(interface["SubnetId"], "subnet-f525c9be", "the tutorial's literal id was adopted")

    def test_what_aws_refuses_is_refused(self):
        ecs, ecr, iam = (self.server.client(name) for name in ("ecs", "ecr", "iam"))
        self.refused("ClusterNotFoundException", ecs.list_tasks, cluster="nowhere")
        self.refused("ClientException", ecs.describe_task_definition, taskDefinition="nothing")
        self.assertEqual(ecs.describe_clusters(clusters=["nowhere"])["failures"][0]["reason"], "MISSING")
        ecr.create_repository(repositoryName="twice")
        self.refused("RepositoryAlreadyExistsException", ecr.create_repository, repositoryName="twice")
        self.refused("RepositoryNotFoundException", ecr.describe_images, repositoryName="nothing")
        self.refused("NoSuchEntity", iam.get_role, RoleName="nobody")

    def test_lists_come_in_pages(self):
        ecs = self.server.client("ecs")
        for number in range(5):
            ecs.create_cluster(clusterName=f"cluster-{number}")
        pages = ecs.get_paginator("list_clusters").paginate(PaginationConfig={"PageSize": 2})
        arns = [arn for page in pages for arn in page["clusterArns"]]
        self.assertEqual(sorted(arn.rsplit("/")[-1] for arn in arns), [f"cluster-{n}" for n in range(5)])

    def test_regions_and_accounts_see_only_their_own(self):
        self.server.client("ecs").create_cluster(clusterName="mine")
        self.assertEqual(self.server.client("ecs", region="eu-west-1").list_clusters()["clusterArns"], [])
        other = self.server.client("ecs", key="999999999999")
        self.assertEqual(other.list_clusters()["clusterArns"], [])
        self.assertEqual(
            self.server.client("sts", key="999999999999").get_caller_identity()["Account"], "999999999999"
        )

    def test_tags_are_kept(self):
        ecs = self.server.client("ecs")
        arn = ecs.create_cluster(clusterName="tagged", tags=[{"key": "a", "value": "1"}])["cluster"][
            "clusterArn"
        ]
        ecs.tag_resource(resourceArn=arn, tags=[{"key": "b", "value": "2"}])
        ecs.untag_resource(resourceArn=arn, tagKeys=["a"])
        self.assertEqual(ecs.list_tags_for_resource(resourceArn=arn)["tags"], [{"key": "b", "value": "2"}])

    def test_what_was_answered_survives_kill_9(self):
        ecs, ecr, iam = (self.server.client(name) for name in ("ecs", "ecr", "iam"))
        ecs.create_cluster(clusterName="kept")
        ecs.register_task_definition(**definition("kept"))
        ecr.create_repository(repositoryName="kept")
        iam.create_role(RoleName="kept", AssumeRolePolicyDocument=TRUST)
        self.server.kill()
        self.server.restart()
        self.assertEqual(ecs.describe_clusters(clusters=["kept"])["clusters"][0]["status"], "ACTIVE")
        self.assertEqual(
            ecs.describe_task_definition(taskDefinition="kept:1")["taskDefinition"]["revision"], 1
        )
        self.assertEqual(ecr.describe_repositories()["repositories"][0]["repositoryName"], "kept")
        self.assertEqual(iam.get_role(RoleName="kept")["Role"]["RoleName"], "kept")


if __name__ == "__main__":
    harness.main(needs_docker=False)
