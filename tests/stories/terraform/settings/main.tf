# Account settings, of which one can never be disabled again, and a capacity provider of an account's own.
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
