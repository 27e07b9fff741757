#!/usr/bin/env python3
"""Writes api/models/managed_policies.tsv: every policy that AWS manages, a line each.

    managed_policies.py [--out FILE]

The source is the table that moto (Apache 2.0) takes from an AWS account with aws iam list-policies and
get-policy-version; it must be importable. Columns: name, path, version, created, updated, document. Documents
are kept of the policies that ECS users attach (CARRIED), not of all: 2.7 MB.
"""
import argparse
import json
import pathlib

from moto.iam.aws_managed_policies import aws_managed_policies_data

MODELS = pathlib.Path(__file__).resolve().parent.parent / "models"
# Whose documents are read: by execution, task and infrastructure roles, CI users, and the console's wizards.
CARRIED_PREFIXES = ("AmazonECS", "AmazonEC2Container", "AWSCodeDeploy", "CloudWatchLogs", "AmazonSSM")
CARRIED = """
AWSAppRunnerServicePolicyForECRAccess AWSApplicationAutoscalingECSServicePolicy AWSBatchServiceRole
AWSECRPullThroughCache_ServiceRolePolicy AWSElasticLoadBalancingServiceRolePolicy AWSLambdaBasicExecutionRole
AWSLambdaVPCAccessExecutionRole AWSLambda_FullAccess AWSXRayDaemonWriteAccess AWSXrayWriteOnlyAccess
AdministratorAccess AmazonBedrockFullAccess AmazonDynamoDBFullAccess AmazonDynamoDBReadOnlyAccess
AmazonEC2FullAccess AmazonEC2ReadOnlyAccess AmazonElasticFileSystemClientFullAccess
AmazonElasticFileSystemClientReadOnlyAccess AmazonElasticFileSystemClientReadWriteAccess
AmazonElasticFileSystemFullAccess AmazonEventBridgeFullAccess AmazonKinesisFullAccess
AmazonPrometheusRemoteWriteAccess AmazonRDSFullAccess AmazonRDSReadOnlyAccess AmazonS3FullAccess
AmazonS3ReadOnlyAccess AmazonSESFullAccess AmazonSNSFullAccess AmazonSNSReadOnlyAccess AmazonSQSFullAccess
AmazonSQSReadOnlyAccess AmazonVPCFullAccess AmazonVPCReadOnlyAccess AutoScalingServiceRolePolicy
CloudWatchAgentServerPolicy CloudWatchFullAccess CloudWatchFullAccessV2 CloudWatchReadOnlyAccess
ECRReplicationServiceRolePolicy ECRTemplateServiceRolePolicy ElasticLoadBalancingFullAccess
ElasticLoadBalancingReadOnly IAMFullAccess IAMReadOnlyAccess PowerUserAccess SecretsManagerReadWrite
""".split()


def second(time):
    """2017-11-16T18:48:22+00:00 as answers spell it."""
    return time.replace("+00:00", "Z")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--out", type=pathlib.Path, default=MODELS / "managed_policies.tsv")
    chosen = arguments.parse_args()
    lines = []
    for name, policy in sorted(json.loads(aws_managed_policies_data).items()):
        carried = name in CARRIED or name.startswith(CARRIED_PREFIXES)
        document = json.dumps(policy["Document"], separators=(",", ":")) if carried else ""
        times = [second(policy["CreateDate"]), second(policy["UpdateDate"])]
        lines.append("\t".join([name, policy["Path"], policy["DefaultVersionId"], *times, document]))
    chosen.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
