#!/usr/bin/env python3
"""Terraform, unmodified, on the simulated runtime: what it applies it reads back (the next plan is empty),
what may be changed in place is changed in place, what is there can be imported, destroy leaves no trace.

Needs the terraform binary and the AWS provider in a local mirror: NEARGATE_TF_PLUGINS names it, else the
usual folders are searched. Each folder of terraform/ is a configuration; its variable `edition` updates it.
"""

import glob
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import harness
from harness import ACCOUNT, REGION, Story

CONFIGURATIONS = pathlib.Path(__file__).resolve().parent / "terraform"
MIRRORS = (
    "~/.terraform.d/plugins",
    "~/.local/share/terraform/plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/opt/*",
)


def find_mirror():
    """A folder that holds registry.terraform.io/hashicorp/aws, or None."""
    named = os.environ.get("NEARGATE_TF_PLUGINS")
    for place in (named,) if named else MIRRORS:
        for folder in glob.glob(os.path.expanduser(place)):
            if glob.glob(folder + "/registry.terraform.io/hashicorp/aws/*"):
                return folder
    return None


MIRROR = find_mirror()


class Workspace:
    """A copy of one configuration with a state of its own."""

    def __init__(self, name, server, more=""):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="neargate-terraform."))
        shutil.copy(CONFIGURATIONS / name / "main.tf", self.folder)
        (self.folder / "more.tf").write_text(more)
        rc = self.folder / "terraform.rc"
        rc.write_text(f'provider_installation {{\n  filesystem_mirror {{ path = "{MIRROR}" }}\n}}\n')
        self.environment = server.environment(
            TF_CLI_CONFIG_FILE=str(rc), TF_IN_AUTOMATION="1", TF_INPUT="0", CHECKPOINT_DISABLE="1"
        )
        self.run("init", "-no-color")

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words, check=True):
        return harness.run("terraform", *words, check=check, cwd=self.folder, env=self.environment)

    def apply(self, edition=1):
        """What Terraform says in the end: so many added, changed, destroyed."""
        said = self.run("apply", "-auto-approve", "-no-color", f"-var=edition={edition}").stdout
        return said[said.rindex("Apply complete!") :]

    def changes(self, edition):
        """Address -> actions that a plan wants, without what it leaves alone."""
        self.run("plan", "-no-color", "-out=plan", f"-var=edition={edition}")
        plan = json.loads(self.run("show", "-json", "plan").stdout)
        wanted = {one["address"]: one["change"]["actions"] for one in plan.get("resource_changes", ())}
        return {one: actions for one, actions in wanted.items() if actions not in (["no-op"], ["read"])}

    def plan_is_empty(self, edition):
        done = self.run("plan", "-detailed-exitcode", "-no-color", f"-var=edition={edition}", check=False)
        if done.returncode != 0:
            raise AssertionError(f"the plan is not empty:\n{done.stdout}{done.stderr}")

    def output(self, name):
        return json.loads(self.run("output", "-json", name).stdout)

    def destroy(self, edition):
        self.run("destroy", "-auto-approve", "-no-color", f"-var=edition={edition}")


class Terraform(Story):
    runtime = "simulated"

    def workspace(self, name, more=""):
        made = Workspace(name, self.server, more)
        self.addCleanup(made.remove)
        return made

    def updates_in_place(self, space, *addresses, also=()):
        """Edition 2 changes these in place, creates or deletes what is in `also`, and replaces nothing."""
        changes = space.changes(edition=2)
        self.assertEqual({one for one, actions in changes.items() if actions == ["update"]}, set(addresses))
        self.assertEqual({one for one, actions in changes.items() if actions != ["update"]}, set(also))
        for actions in changes.values():
            self.assertNotIn("delete", actions, changes)
        space.apply(edition=2)
        space.plan_is_empty(edition=2)

    def imports(self, name, ids, updated=(), created=()):
        """The same configuration takes over what is there, in a state of its own. It would replace nothing;
        `updated` are resources with members that only Terraform itself knows (force_delete …)."""
        blocks = "".join(f'import {{\n  to = {to}\n  id = "{id}"\n}}\n' for to, id in ids.items())
        changes = self.workspace(name, blocks).changes(edition=2)
        wanted = {**{one: ["update"] for one in updated}, **{one: ["create"] for one in created}}
        self.assertEqual(changes, wanted)

    def test_roles_and_policies(self):
        space = self.workspace("iam")
        space.apply()
        space.plan_is_empty(edition=1)
        self.assertEqual(space.output("account"), ACCOUNT)
        self.assertEqual(space.output("roles"), 3)
        self.assertEqual(space.output("execution_policy"), "Allow")
        self.updates_in_place(
            space,
            "aws_iam_role.execution",
            "aws_iam_role.task",
            "aws_iam_role_policy.task",
            "aws_iam_policy.own",
            "aws_iam_service_linked_role.ecs",
            "aws_iam_user.ci",
            "aws_iam_access_key.ci",
            "aws_iam_user_policy.ci",
            also=['aws_iam_role_policy_attachment.task["AmazonS3ReadOnlyAccess"]'],
        )
        iam = self.server.client("iam")
        own = f"arn:aws:iam::{ACCOUNT}:policy/app/story-own"
        self.assertEqual(len(iam.list_policy_versions(PolicyArn=own)["Versions"]), 2)
        aws, boundary = "arn:aws:iam::aws:policy", space.output("boundary")
        linked = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
        self.imports(
            "iam",
            {
                "aws_iam_role.execution": "story-execution",
                "aws_iam_role_policy_attachment.execution": "story-execution/"
                + f"{aws}/service-role/AmazonECSTaskExecutionRolePolicy",
                "aws_iam_role.task": "story-task",
                "aws_iam_role_policy.task": "story-task:bucket",
                "aws_iam_policy.own": own,
                "aws_iam_policy.boundary": boundary,
                'aws_iam_role_policy_attachment.task["AmazonS3ReadOnlyAccess"]': "story-task/"
                + f"{aws}/AmazonS3ReadOnlyAccess",
                'aws_iam_role_policy_attachment.task["CloudWatchLogsFullAccess"]': "story-task/"
                + f"{aws}/CloudWatchLogsFullAccess",
                "aws_iam_role_policy_attachment.own": f"story-task/{own}",
                "aws_iam_role.instance": "story-instance",
                "aws_iam_role_policies_exclusive.instance": "story-instance",
                "aws_iam_role_policy_attachments_exclusive.instance": "story-instance",
                "aws_iam_instance_profile.instance": "story-instance",
                "aws_iam_service_linked_role.ecs": linked,
                "aws_iam_user.ci": "story-ci",
                "aws_iam_user_policy.ci": "story-ci:bucket",
                "aws_iam_user_policy_attachment.ci": f"story-ci/{own}",
            },
            updated=["aws_iam_role.task"],  # force_detach_policies
            created=["aws_iam_access_key.ci"],  # its secret is told once
        )
        space.destroy(edition=2)
        self.assertEqual(iam.list_roles()["Roles"], [])
        self.assertEqual(iam.list_policies(Scope="Local")["Policies"], [])
        self.assertEqual(iam.list_users()["Users"], [])
        self.assertEqual(iam.list_instance_profiles()["InstanceProfiles"], [])

    def test_security_groups_in_the_default_vpc(self):
        space = self.workspace("network")
        space.apply()
        space.plan_is_empty(edition=1)
        # 172.31.0.0/16, unless a network of this machine lies there (docs/decisions/0001).
        self.assertRegex(space.output("vpc_cidr"), r"^[0-9.]+\.0\.0/16$")
        self.assertEqual(space.output("zones"), space.output("subnets"))
        rule = space.output("rule")
        self.updates_in_place(
            space,
            "aws_security_group.inline",
            "aws_vpc_security_group_ingress_rule.block",
            "aws_vpc_security_group_egress_rule.six",
            "aws_security_group_rule.in",
            "aws_ec2_tag.vpc",
        )
        self.assertEqual(space.output("rule"), rule, "the rule was modified, not replaced")
        self.imports("network", space.output("imports"))
        space.destroy(edition=2)
        ec2 = self.server.client("ec2")
        groups = ec2.describe_security_groups()["SecurityGroups"]
        self.assertEqual([group["GroupName"] for group in groups], ["default"])
        self.assertEqual(ec2.describe_tags()["Tags"], [])
        self.assertEqual(len(ec2.describe_security_group_rules()["SecurityGroupRules"]), 2)

    def test_a_cluster_with_services(self):
        space = self.workspace("ecs")
        space.apply()
        space.plan_is_empty(edition=1)
        self.assertEqual(space.output("running"), 2)
        ecs = self.server.client("ecs")
        changes = space.changes(edition=2)
        # A revision is never changed: the next one replaces it.
        self.assertEqual(
            {one: actions for one, actions in changes.items() if actions != ["update"]},
            {"aws_ecs_task_definition.web": ["delete", "create"]},
        )
        self.assertEqual(
            {one for one, actions in changes.items() if actions == ["update"]},
            {
                "aws_ecr_repository.app",
                "aws_ecs_cluster.main",
                "aws_ecs_cluster_capacity_providers.main",
                "aws_ecs_service.web",
            },
        )
        space.apply(edition=2)
        space.plan_is_empty(edition=2)
        web = ecs.describe_services(cluster="story", services=["web"])["services"][0]
        self.assertEqual((web["runningCount"], len(web["deployments"])), (3, 1))
        self.assertTrue(web["taskDefinition"].endswith(":task-definition/story-web:2"))
        execution = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
        definition = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition"
        self.imports(
            "ecs",
            {
                **space.output("imports"),
                "aws_iam_role.execution": "story-execution",
                "aws_iam_role_policy_attachment.execution": f"story-execution/{execution}",
                "aws_ecr_repository.app": "story/app",
                "aws_ecs_cluster.main": "story",
                "aws_ecs_cluster_capacity_providers.main": "story",
                "aws_ecs_task_definition.web": f"{definition}/story-web:2",
                "aws_ecs_task_definition.host": f"{definition}/story-host:1",
                "aws_ecs_service.web": "story/web",
                "aws_ecs_service.worker": "story/worker",
            },
            # force_delete and wait_for_steady_state are not in the cloud
            updated=["aws_ecr_repository.app", "aws_ecs_service.web"],
        )
        space.destroy(edition=2)
        self.assertEqual(ecs.list_clusters()["clusterArns"], [])
        self.assertEqual(ecs.list_task_definitions()["taskDefinitionArns"], [])
        self.assertEqual(self.server.client("ecr").describe_repositories()["repositories"], [])
        groups = self.server.client("ec2").describe_security_groups()["SecurityGroups"]
        self.assertEqual([group["GroupName"] for group in groups], ["default"])

    def test_task_sets_and_a_capacity_provider(self):
        space = self.workspace("external")
        space.apply()
        space.plan_is_empty(edition=1)
        ecs = self.server.client("ecs")

        def wanted():
            found = ecs.describe_task_sets(cluster="story-external", service="external")["taskSets"]
            return [one["computedDesiredCount"] for one in found]

        self.assertEqual(wanted(), [1])
        self.updates_in_place(
            space, "aws_ecs_capacity_provider.own", "aws_ecs_task_set.blue", "aws_ecs_tag.service"
        )
        self.assertEqual(wanted(), [2])
        # force_delete and the waits are not in the cloud
        self.imports("external", space.output("imports"), updated=["aws_ecs_task_set.blue"])
        space.destroy(edition=2)
        self.assertEqual(ecs.list_clusters()["clusterArns"], [])
        names = [one["name"] for one in ecs.describe_capacity_providers()["capacityProviders"]]
        self.assertNotIn("story-own", names)

    def test_account_settings_of_another_account(self):
        space = self.workspace("settings")
        space.apply()
        space.plan_is_empty(edition=1)
        names = ("insights", "waiting")
        self.updates_in_place(space, *(f"aws_ecs_account_setting_default.{name}" for name in names))
        settings = {
            "aws_ecs_account_setting_default.insights": "containerInsights",
            "aws_ecs_account_setting_default.trunking": "awsvpcTrunking",
            "aws_ecs_account_setting_default.long": "serviceLongArnFormat",
            "aws_ecs_account_setting_default.waiting": "fargateTaskRetirementWaitPeriod",
        }
        self.imports("settings", settings)

        def trunking(account):
            ecs = self.server.client("ecs", key=account)
            return ecs.list_account_settings(effectiveSettings=True, name="awsvpcTrunking")["settings"][0]

        self.assertEqual(trunking("210987654321")["value"], "enabled", "in the account of the role")
        self.assertEqual(trunking(ACCOUNT)["value"], "disabled")
        space.destroy(edition=2)
        self.assertEqual(trunking("210987654321")["value"], "disabled")


if __name__ == "__main__":
    if shutil.which("terraform") is None or MIRROR is None:
        print("skipped: terraform or a mirror of the AWS provider is missing (NEARGATE_TF_PLUGINS)")
        sys.exit(harness.SKIPPED)
    unittest.main(verbosity=2)
