-- ECR's standing orders: lifecycle policies, pull-through cache rules, replication, pull-time exclusions.

CREATE TABLE lifecycle_policies (
  repository INTEGER PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
  text TEXT NOT NULL,        -- minified, as ECR tells it
  evaluated_at INTEGER       -- null: not yet
) STRICT;

CREATE TABLE lifecycle_previews (
  repository INTEGER PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  status TEXT NOT NULL,      -- IN_PROGRESS, COMPLETE
  results TEXT NOT NULL      -- JSON list, in the order of pushes
) STRICT;

CREATE TABLE pull_through_rules (
  account TEXT NOT NULL, region TEXT NOT NULL,
  prefix TEXT NOT NULL,      -- of repositories here; ROOT: every name
  upstream_url TEXT NOT NULL,
  upstream_registry TEXT NOT NULL,
  upstream_prefix TEXT NOT NULL,
  credential_arn TEXT, custom_role_arn TEXT,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (account, region, prefix)
) STRICT, WITHOUT ROWID;

-- When a tag of a cached repository was last compared with its upstream.
CREATE TABLE upstream_checks (
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  checked_at INTEGER NOT NULL,
  PRIMARY KEY (repository, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE replication_rules (
  account TEXT NOT NULL, region TEXT NOT NULL,
  rules TEXT NOT NULL,       -- JSON list of {destinations, prefixes}
  PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;

-- One row for each image and destination.
CREATE TABLE image_replications (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  target_account TEXT NOT NULL, target_region TEXT NOT NULL,
  tags TEXT NOT NULL,        -- JSON list of those that are still to be set there
  status TEXT NOT NULL,      -- IN_PROGRESS, COMPLETE, FAILED
  failure TEXT,
  UNIQUE (repository, digest, target_account, target_region),
  FOREIGN KEY (repository, digest) REFERENCES images (repository, digest) ON DELETE CASCADE
) STRICT;
CREATE INDEX image_replications_waiting ON image_replications (number) WHERE status = 'IN_PROGRESS';

CREATE TABLE pull_time_exclusions (
  account TEXT NOT NULL, region TEXT NOT NULL,
  principal_arn TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, region, principal_arn)
) STRICT, WITHOUT ROWID;
