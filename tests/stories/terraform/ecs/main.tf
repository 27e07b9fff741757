# What users of ECS build: a cluster, task definitions full of features, a service that must become steady.
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

variable "edition" {
  type    = number
  default = 1
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

resource "aws_security_group" "web" {
  name   = "story-web"
  vpc_id = data.aws_vpc.default.id
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.web.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
}

resource "aws_iam_role" "execution" {
  name = "story-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "app" {
  name                 = "story/app"
  image_tag_mutability = var.edition == 1 ? "MUTABLE" : "IMMUTABLE"
  force_delete         = true

  image_scanning_configuration {
    scan_on_push = var.edition == 1
  }

  encryption_configuration {
    encryption_type = "AES256"
  }

  tags = { Edition = tostring(var.edition) }
}

resource "aws_ecs_cluster" "main" {
  name = "story"

  setting {
    name  = "containerInsights"
    value = var.edition == 1 ? "enabled" : "disabled"
  }

  configuration {
    execute_command_configuration {
      logging = var.edition == 1 ? "DEFAULT" : "NONE"
    }
  }

  tags = { Edition = tostring(var.edition) }
}

resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = 1
    weight            = 10 * var.edition
  }

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "web" {
  family                   = "story-web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  skip_destroy             = false

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  ephemeral_storage {
    size_in_gib = 30
  }

  volume {
    name = "scratch"
  }

  container_definitions = jsonencode([
    {
      name         = "web"
      image        = "${aws_ecr_repository.app.repository_url}:edition-${var.edition}"
      essential    = true
      command      = ["serve", "--edition", tostring(var.edition)]
      environment  = [{ name = "B", value = "2" }, { name = "A", value = "1" }]
      portMappings = [{ name = "http", containerPort = 80, protocol = "tcp", appProtocol = "http" }]
      mountPoints  = [{ sourceVolume = "scratch", containerPath = "/scratch", readOnly = true }]
      healthCheck = {
        command     = ["CMD-SHELL", "true"]
        interval    = 10
        retries     = 2
        timeout     = 3
        startPeriod = 5
      }
      ulimits   = [{ name = "nofile", softLimit = 1024, hardLimit = 2048 }]
      dependsOn = [{ containerName = "init", condition = "START" }]
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = "/ecs/story"
          awslogs-region        = "us-east-1"
          awslogs-stream-prefix = "web"
        }
      }
      linuxParameters = { initProcessEnabled = true }
      dockerLabels    = { "story.edition" = tostring(var.edition) }
      stopTimeout     = 10
    },
    {
      name      = "init"
      image     = "busybox"
      essential = false
      command   = ["true"]
      cpu       = 64
      memory    = 128
    },
  ])
}

resource "aws_ecs_task_definition" "host" {
  family             = "story-host"
  network_mode       = "bridge"
  cpu                = "128"
  memory             = "128"
  pid_mode           = "task"
  ipc_mode           = "none"
  execution_role_arn = aws_iam_role.execution.arn
  task_role_arn      = aws_iam_role.execution.arn

  placement_constraints {
    type       = "memberOf"
    expression = "attribute:ecs.os-type == linux"
  }

  volume {
    name      = "shared"
    host_path = "/srv/shared"
  }

  volume {
    name = "cache"
    docker_volume_configuration {
      scope         = "shared"
      autoprovision = true
      driver        = "local"
      labels        = { a = "b" }
    }
  }

  volume {
    name = "files"
    efs_volume_configuration {
      file_system_id     = "fs-12345678"
      root_directory     = "/"
      transit_encryption = "ENABLED"
    }
  }

  container_definitions = jsonencode([{
    name             = "app"
    image            = "busybox"
    memory           = 64
    links            = []
    hostname         = "app"
    user             = "1000:1000"
    workingDirectory = "/tmp"
    entryPoint       = ["sh", "-c"]
    secrets          = [{ name = "PASSWORD", valueFrom = "arn:aws:ssm:us-east-1:123456789012:parameter/p" }]
    extraHosts       = [{ hostname = "db", ipAddress = "10.0.0.1" }]
    portMappings     = [{ containerPort = 80, hostPort = 0 }]
    mountPoints      = [{ sourceVolume = "shared", containerPath = "/shared" }]
    systemControls   = [{ namespace = "net.core.somaxconn", value = "1024" }]
  }])
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 1 + var.edition
  launch_type     = "FARGATE"

  deployment_maximum_percent         = 200
  deployment_minimum_healthy_percent = 50 * var.edition
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.edition == 2
  propagate_tags                     = "SERVICE"
  wait_for_steady_state              = true

  deployment_circuit_breaker {
    enable   = true
    rollback = var.edition == 1
  }

  network_configuration {
    subnets          = data.aws_subnets.default.ids
    security_groups  = [aws_security_group.web.id]
    assign_public_ip = true
  }

  tags = { Edition = tostring(var.edition) }

  depends_on = [aws_ecs_cluster_capacity_providers.main, aws_iam_role_policy_attachment.execution]
}

# By the cluster's capacity providers, on what is left to defaults.
resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.web.family
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }

  network_configuration {
    subnets = [data.aws_subnets.default.ids[0]]
  }

  lifecycle {
    ignore_changes = [task_definition]
  }

  depends_on = [aws_ecs_cluster_capacity_providers.main]
}

data "aws_ecs_cluster" "main" {
  cluster_name = aws_ecs_cluster.main.name
}

data "aws_ecs_clusters" "all" {
  depends_on = [aws_ecs_cluster.main]
}

data "aws_ecs_service" "web" {
  cluster_arn  = aws_ecs_cluster.main.arn
  service_name = aws_ecs_service.web.name
}

data "aws_ecs_task_definition" "web" {
  task_definition = aws_ecs_task_definition.web.family
  depends_on      = [aws_ecs_task_definition.web]
}

data "aws_ecs_container_definition" "web" {
  task_definition = aws_ecs_task_definition.web.id
  container_name  = "web"
}

data "aws_ecr_repository" "app" {
  name = aws_ecr_repository.app.name
}

data "aws_ecr_authorization_token" "token" {}

output "repository_url" {
  value = aws_ecr_repository.app.repository_url
}

output "running" {
  value = data.aws_ecs_service.web.desired_count
}

output "imports" {
  value = {
    "aws_security_group.web"                  = aws_security_group.web.id
    "aws_vpc_security_group_ingress_rule.web" = aws_vpc_security_group_ingress_rule.web.id
  }
}
