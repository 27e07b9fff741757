-- What ECS knows. Times are milliseconds since the epoch; every row carries account and region.

CREATE TABLE instance (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE clusters (
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) STRICT, WITHOUT ROWID;

-- The number of a family's newest revision; it never goes back, even when every revision is gone.
CREATE TABLE families (
  account TEXT NOT NULL, region TEXT NOT NULL, family TEXT NOT NULL,
  last_revision INTEGER NOT NULL,
  PRIMARY KEY (account, region, family)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_definitions (
  account TEXT NOT NULL, region TEXT NOT NULL, family TEXT NOT NULL, revision INTEGER NOT NULL,
  status TEXT NOT NULL,
  registered_at INTEGER NOT NULL,
  deregistered_at INTEGER,
  document TEXT NOT NULL,
  PRIMARY KEY (account, region, family, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE services (
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, name TEXT NOT NULL,
  status TEXT NOT NULL,
  scheduling TEXT NOT NULL,
  desired_count INTEGER NOT NULL,
  family TEXT NOT NULL, revision INTEGER NOT NULL,
  launch_type TEXT,
  network TEXT,
  maximum_percent INTEGER NOT NULL, minimum_healthy_percent INTEGER NOT NULL,
  circuit_breaker INTEGER NOT NULL, rollback INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  steady_since INTEGER,
  document TEXT NOT NULL,
  PRIMARY KEY (account, region, cluster, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX services_by_status ON services (status);

CREATE TABLE deployments (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, service TEXT NOT NULL,
  status TEXT NOT NULL,
  family TEXT NOT NULL, revision INTEGER NOT NULL,
  launch_type TEXT,
  network TEXT,
  desired_count INTEGER NOT NULL,
  failed_tasks INTEGER NOT NULL,
  consecutive_failures INTEGER NOT NULL,
  not_before INTEGER,
  rollout_state TEXT NOT NULL,
  rollout_reason TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deployments_by_service ON deployments (account, region, cluster, service);

-- AWS keeps the newest 100 of a service.
CREATE TABLE service_events (
  number INTEGER PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, service TEXT NOT NULL,
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX service_events_by_service ON service_events (account, region, cluster, service, number);

CREATE TABLE tasks (
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, id TEXT NOT NULL,
  family TEXT NOT NULL, revision INTEGER NOT NULL,
  last_status TEXT NOT NULL, desired_status TEXT NOT NULL,
  launch_type TEXT,
  task_group TEXT NOT NULL, started_by TEXT NOT NULL,
  service TEXT, deployment TEXT,
  availability_zone TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  connectivity_at INTEGER, pull_started_at INTEGER, pull_stopped_at INTEGER, started_at INTEGER,
  stopping_at INTEGER, execution_stopped_at INTEGER, stopped_at INTEGER,
  stop_code TEXT,
  stopped_reason TEXT NOT NULL,
  run TEXT NOT NULL,       -- JSON: containers, overrides, network, sizes (state/task_rows.cpp)
  document TEXT NOT NULL,
  PRIMARY KEY (account, region, cluster, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_alive ON tasks (last_status) WHERE last_status != 'STOPPED';
CREATE INDEX tasks_by_service ON tasks (account, region, cluster, service);

CREATE TABLE network_interfaces (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL,
  cluster TEXT NOT NULL, task TEXT NOT NULL,
  attachment_id TEXT NOT NULL, ec2_attachment_id TEXT NOT NULL,
  subnet TEXT NOT NULL, vpc TEXT NOT NULL,
  groups TEXT NOT NULL,    -- JSON list
  availability_zone TEXT NOT NULL,
  mac_address TEXT NOT NULL, private_ip TEXT NOT NULL, public_ip TEXT,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- All VPCs of an instance share one bridge, so a private address is given once.
CREATE UNIQUE INDEX network_interfaces_by_address ON network_interfaces (private_ip)
  WHERE status != 'deleted' AND private_ip != '';
CREATE INDEX network_interfaces_by_task ON network_interfaces (account, region, cluster, task);

CREATE TABLE vpcs (
  account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  cidr TEXT NOT NULL, is_default INTEGER NOT NULL,
  dhcp_options_id TEXT NOT NULL, cidr_association_id TEXT NOT NULL,
  PRIMARY KEY (account, region, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE subnets (
  account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  vpc TEXT NOT NULL, cidr TEXT NOT NULL,
  availability_zone TEXT NOT NULL, availability_zone_id TEXT NOT NULL,
  default_for_az INTEGER NOT NULL, map_public_ip INTEGER NOT NULL, adopted INTEGER NOT NULL,
  PRIMARY KEY (account, region, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE security_groups (
  account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  vpc TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, adopted INTEGER NOT NULL,
  PRIMARY KEY (account, region, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  position INTEGER NOT NULL,  -- the order in which keys were given
  PRIMARY KEY (arn, key)
) STRICT, WITHOUT ROWID;
