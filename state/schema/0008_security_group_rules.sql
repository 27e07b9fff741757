-- Rules of security groups. A group made before had the two that every group of the default VPC had.

CREATE TABLE security_group_rules (
  number INTEGER PRIMARY KEY,  -- the order of authorising
  account TEXT NOT NULL, region TEXT NOT NULL,
  id TEXT NOT NULL,
  security_group TEXT NOT NULL,
  egress INTEGER NOT NULL,
  protocol TEXT NOT NULL,
  from_port INTEGER, to_port INTEGER,  -- null: all
  peer_kind TEXT NOT NULL,             -- ipv4, ipv6, prefix-list or group
  peer TEXT NOT NULL,
  description TEXT,
  UNIQUE (account, region, id)
) STRICT;
CREATE INDEX security_group_rules_by_group ON security_group_rules (account, region, security_group);

INSERT INTO security_group_rules (account, region, id, security_group, egress, protocol, peer_kind, peer)
  SELECT account, region, 'sgr-0' || lower(hex(randomblob(8))), id, 0, '-1', 'group', id FROM security_groups;
INSERT INTO security_group_rules (account, region, id, security_group, egress, protocol, peer_kind, peer)
  SELECT account, region, 'sgr-0' || lower(hex(randomblob(8))), id, 1, '-1', 'ipv4', '0.0.0.0/0'
  FROM security_groups;
