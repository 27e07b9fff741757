# The default VPC as data, and security groups with rules in all three ways that the provider has.
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

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
  filter {
    name   = "default-for-az"
    values = ["true"]
  }
}

data "aws_subnet" "each" {
  for_each = toset(data.aws_subnets.default.ids)
  id       = each.key
}

data "aws_security_group" "default" {
  vpc_id = data.aws_vpc.default.id
  name   = "default"
}

data "aws_route_table" "main" {
  vpc_id = data.aws_vpc.default.id
  filter {
    name   = "association.main"
    values = ["true"]
  }
}

data "aws_internet_gateway" "default" {
  filter {
    name   = "attachment.vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_availability_zones" "here" {
  state = "available"
}

data "aws_network_acls" "default" {
  vpc_id = data.aws_vpc.default.id
}

# Rules inside the group.
resource "aws_security_group" "inline" {
  name        = "story-inline"
  description = "rules inside"
  vpc_id      = data.aws_vpc.default.id

  ingress {
    description = "web, edition ${var.edition}"
    from_port   = 80
    to_port     = 80 + var.edition
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8", "192.168.0.0/16"]
  }

  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }

  ingress {
    from_port   = 8
    to_port     = -1
    protocol    = "icmp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }

  tags = { Name = "inline ${var.edition}" }
}

# Rules as resources of their own.
resource "aws_security_group" "apart" {
  name_prefix = "story-apart-"
  description = "rules apart"
}

resource "aws_vpc_security_group_ingress_rule" "block" {
  security_group_id = aws_security_group.apart.id
  description       = "edition ${var.edition}"
  cidr_ipv4         = "10.${var.edition}.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = { Name = "block" }
}

resource "aws_vpc_security_group_ingress_rule" "group" {
  security_group_id            = aws_security_group.apart.id
  referenced_security_group_id = aws_security_group.inline.id
  ip_protocol                  = "-1"
}

resource "aws_vpc_security_group_egress_rule" "six" {
  security_group_id = aws_security_group.apart.id
  cidr_ipv6         = "2001:db8::/32"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53 + var.edition
}

# The old way.
resource "aws_security_group" "old" {
  name = "story-old"
}

resource "aws_security_group_rule" "in" {
  type                     = "ingress"
  security_group_id        = aws_security_group.old.id
  from_port                = 8080
  to_port                  = 8080
  protocol                 = "tcp"
  source_security_group_id = data.aws_security_group.default.id
  description              = "edition ${var.edition}"
}

resource "aws_security_group_rule" "out" {
  type              = "egress"
  security_group_id = aws_security_group.old.id
  from_port         = 0
  to_port           = 65535
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_ec2_tag" "vpc" {
  resource_id = data.aws_vpc.default.id
  key         = "Edition"
  value       = tostring(var.edition)
}

output "vpc_cidr" {
  value = data.aws_vpc.default.cidr_block
}

output "zones" {
  value = length(data.aws_availability_zones.here.names)
}

output "subnets" {
  value = length(data.aws_subnets.default.ids)
}

output "rule" {
  value = aws_vpc_security_group_ingress_rule.block.id
}

locals {
  old = "${aws_security_group.old.id}_ingress_tcp_8080_8080"
}

output "imports" {
  value = {
    "aws_security_group.inline"                 = aws_security_group.inline.id
    "aws_security_group.apart"                  = aws_security_group.apart.id
    "aws_security_group.old"                    = aws_security_group.old.id
    "aws_vpc_security_group_ingress_rule.block" = aws_vpc_security_group_ingress_rule.block.id
    "aws_vpc_security_group_ingress_rule.group" = aws_vpc_security_group_ingress_rule.group.id
    "aws_vpc_security_group_egress_rule.six"    = aws_vpc_security_group_egress_rule.six.id
    "aws_security_group_rule.in"                = "${local.old}_${data.aws_security_group.default.id}"
    "aws_security_group_rule.out"               = "${aws_security_group.old.id}_egress_tcp_0_65535_0.0.0.0/0"
    "aws_ec2_tag.vpc"                           = "${data.aws_vpc.default.id},Edition"
  }
}
