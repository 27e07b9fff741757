-- What the deployment controller keeps: task sets, records of deployments, revisions, container instances.
-- `record` columns are JSON of the domain value's other members (state/*_json.cpp).

ALTER TABLE services ADD COLUMN controller TEXT NOT NULL DEFAULT 'ECS';
ALTER TABLE services ADD COLUMN record TEXT NOT NULL DEFAULT '{}';

ALTER TABLE deployments ADD COLUMN service_deployment TEXT NOT NULL DEFAULT '';
ALTER TABLE deployments ADD COLUMN capacity_providers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE deployments ADD COLUMN stage TEXT;
ALTER TABLE deployments ADD COLUMN stage_since INTEGER;
ALTER TABLE deployments ADD COLUMN traffic_percent TEXT NOT NULL DEFAULT '0';

ALTER TABLE tasks ADD COLUMN container_instance TEXT;
ALTER TABLE tasks ADD COLUMN capacity_provider TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN protected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN protected_until INTEGER;
CREATE INDEX tasks_by_instance ON tasks (container_instance) WHERE container_instance IS NOT NULL;

CREATE TABLE task_sets (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, service TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  record TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_sets_by_service ON task_sets (account, region, cluster, service);

CREATE TABLE service_deployments (
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, service TEXT NOT NULL,
  id TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (account, region, cluster, service, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_deployments_by_age ON service_deployments
  (account, region, cluster, service, created_at);

CREATE TABLE service_revisions (
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, service TEXT NOT NULL,
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (account, region, cluster, service, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE container_instances (
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, id TEXT NOT NULL,
  status TEXT NOT NULL,
  version INTEGER NOT NULL,
  registered_at INTEGER NOT NULL,
  record TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (account, region, cluster, id)
) STRICT, WITHOUT ROWID;
