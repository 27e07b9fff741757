# Roles, policies, a user and an instance profile, as configurations around ECS have them.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  default_tags {
    tags = { Project = "neargate" }
  }
}

# The second edition changes what may be changed in place.
variable "edition" {
  type    = number
  default = 1
}

data "aws_caller_identity" "me" {}
data "aws_partition" "here" {}
data "aws_region" "here" {}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = var.edition == 1 ? ["123456789012"] : ["123456789012", "210987654321"]
    }
  }
}

data "aws_iam_policy_document" "instances" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = ["arn:aws:s3:::edition-${var.edition}"]
  }
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:aws:s3:::edition-${var.edition}/*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}

locals {
  aws_policies = "arn:${data.aws_partition.here.partition}:iam::aws:policy"
}

resource "aws_iam_role" "execution" {
  name               = "story-execution"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "${local.aws_policies}/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "task" {
  name                  = "story-task"
  path                  = "/app/"
  description           = "Größe, edition ${var.edition}"
  assume_role_policy    = data.aws_iam_policy_document.tasks.json
  max_session_duration  = 3600 * var.edition
  permissions_boundary  = var.edition == 1 ? aws_iam_policy.boundary.arn : null
  force_detach_policies = true
  tags                  = { Edition = tostring(var.edition) }
}

resource "aws_iam_role_policy" "task" {
  name   = "bucket"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_iam_policy" "own" {
  name        = "story-own"
  path        = "/app/"
  description = "read and write"
  policy      = data.aws_iam_policy_document.bucket.json
  tags        = { Edition = tostring(var.edition) }
}

resource "aws_iam_policy" "boundary" {
  name_prefix = "story-boundary-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "task" {
  for_each   = toset(slice(["CloudWatchLogsFullAccess", "AmazonS3ReadOnlyAccess"], 0, var.edition))
  role       = aws_iam_role.task.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.task.name
  policy_arn = aws_iam_policy.own.arn
}

resource "aws_iam_role" "instance" {
  name               = "story-instance"
  assume_role_policy = data.aws_iam_policy_document.instances.json
}

resource "aws_iam_role_policies_exclusive" "instance" {
  role_name    = aws_iam_role.instance.name
  policy_names = []
}

resource "aws_iam_role_policy_attachments_exclusive" "instance" {
  role_name   = aws_iam_role.instance.name
  policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"]
}

resource "aws_iam_instance_profile" "instance" {
  name = "story-instance"
  role = aws_iam_role.instance.name
}

resource "aws_iam_service_linked_role" "ecs" {
  aws_service_name = "ecs.amazonaws.com"
  description      = "edition ${var.edition}"
}

resource "aws_iam_user" "ci" {
  name = "story-ci"
  path = "/ci/"
  tags = { Edition = tostring(var.edition) }
}

resource "aws_iam_access_key" "ci" {
  user   = aws_iam_user.ci.name
  status = var.edition == 1 ? "Active" : "Inactive"
}

resource "aws_iam_user_policy" "ci" {
  user   = aws_iam_user.ci.name
  name   = "bucket"
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_iam_user_policy_attachment" "ci" {
  user       = aws_iam_user.ci.name
  policy_arn = aws_iam_policy.own.arn
}

data "aws_iam_policy" "execution" {
  name = "AmazonECSTaskExecutionRolePolicy"
}

data "aws_iam_role" "task" {
  name = aws_iam_role.task.name
}

data "aws_iam_roles" "story" {
  name_regex = "story-.*"
  depends_on = [aws_iam_role.execution, aws_iam_role.task, aws_iam_role.instance]
}

data "aws_iam_user" "ci" {
  user_name = aws_iam_user.ci.name
}

data "aws_iam_instance_profile" "instance" {
  name = aws_iam_instance_profile.instance.name
}

output "account" {
  value = data.aws_caller_identity.me.account_id
}

output "roles" {
  value = length(data.aws_iam_roles.story.names)
}

output "execution_policy" {
  value = jsondecode(data.aws_iam_policy.execution.policy).Statement[0].Effect
}

output "boundary" {
  value = aws_iam_policy.boundary.arn
}
