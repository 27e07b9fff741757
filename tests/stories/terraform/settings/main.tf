# Settings of another account, through a role there. The one for long ARNs can never be disabled again.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::210987654321:role/deploy"
  }
}

variable "edition" {
  type    = number
  default = 1
}

resource "aws_ecs_account_setting_default" "insights" {
  name  = "containerInsights"
  value = var.edition == 1 ? "enabled" : "disabled"
}

resource "aws_ecs_account_setting_default" "trunking" {
  name  = "awsvpcTrunking"
  value = "enabled"
}

resource "aws_ecs_account_setting_default" "long" {
  name  = "serviceLongArnFormat"
  value = "enabled"
}

resource "aws_ecs_account_setting_default" "waiting" {
  name  = "fargateTaskRetirementWaitPeriod"
  value = var.edition == 1 ? "14" : "0"
}
