# A service whose deployments are somebody else's: task sets.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {}

variable "edition" {
  type    = number
  default = 1
}

data "aws_subnets" "default" {
  filter {
    name   = "default-for-az"
    values = ["true"]
  }
}

resource "aws_ecs_cluster" "main" {
  name = "story-external"
}

locals {
  kind   = "autoScalingGroupName"
  groups = "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup"
}

resource "aws_ecs_capacity_provider" "own" {
  name = "story-own"

  auto_scaling_group_provider {
    auto_scaling_group_arn         = "${local.groups}:0b5a7f8e-0000-4a8e-9c3d-1e2f3a4b5c6d:${local.kind}/own"
    managed_termination_protection = "DISABLED"

    managed_scaling {
      status                    = "ENABLED"
      target_capacity           = 50 * var.edition
      minimum_scaling_step_size = 1
      maximum_scaling_step_size = 10
    }
  }

  tags = { Edition = tostring(var.edition) }
}

resource "aws_ecs_task_definition" "app" {
  family                   = "story-external"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  container_definitions = jsonencode([{
    name      = "app"
    image     = "busybox"
    essential = true
  }])
}

resource "aws_ecs_service" "external" {
  name          = "external"
  cluster       = aws_ecs_cluster.main.id
  desired_count = 2

  deployment_controller {
    type = "EXTERNAL"
  }

  lifecycle {
    ignore_changes = [tags, tags_all]
  }
}

resource "aws_ecs_task_set" "blue" {
  service         = aws_ecs_service.external.id
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  external_id     = "blue"
  launch_type     = "FARGATE"
  force_delete    = true

  wait_until_stable         = true
  wait_until_stable_timeout = "2m"

  scale {
    unit  = "PERCENT"
    value = 50 * var.edition
  }

  network_configuration {
    subnets          = data.aws_subnets.default.ids
    assign_public_ip = true
  }

  tags = { Edition = tostring(var.edition) }
}

resource "aws_ecs_tag" "service" {
  resource_arn = aws_ecs_service.external.id
  key          = "Edition"
  value        = tostring(var.edition)
}

output "imports" {
  value = {
    "aws_ecs_cluster.main"          = aws_ecs_cluster.main.name
    "aws_ecs_capacity_provider.own" = aws_ecs_capacity_provider.own.name
    "aws_ecs_task_definition.app"   = aws_ecs_task_definition.app.arn
    "aws_ecs_service.external"      = "${aws_ecs_cluster.main.name}/external"
    "aws_ecs_task_set.blue"         = aws_ecs_task_set.blue.id
    "aws_ecs_tag.service"           = "${aws_ecs_service.external.id},Edition"
  }
}
