-- ECR beyond repositories and images: policies, templates, settings, scans, passwords, public repositories.

CREATE TABLE repository_policies (
  repository INTEGER PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
  text TEXT NOT NULL  -- as ECR prints it
) STRICT;

CREATE TABLE registry_policies (
  account TEXT NOT NULL, region TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;

-- BASIC_SCAN_TYPE_VERSION, REGISTRY_POLICY_SCOPE, BLOB_MOUNTING; what is not here has AWS's default.
CREATE TABLE ecr_account_settings (
  account TEXT NOT NULL, region TEXT NOT NULL,
  name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE repository_creation_templates (
  account TEXT NOT NULL, region TEXT NOT NULL,
  prefix TEXT NOT NULL,  -- ROOT: whatever no other prefix fits
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  body TEXT NOT NULL,    -- JSON
  PRIMARY KEY (account, region, prefix)
) STRICT, WITHOUT ROWID;

CREATE TABLE registry_scanning (
  account TEXT NOT NULL, region TEXT NOT NULL,
  scan_type TEXT NOT NULL,
  rules TEXT NOT NULL,   -- JSON list of {frequency, filters}
  PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_configurations (
  account TEXT NOT NULL, region TEXT NOT NULL,
  rules TEXT NOT NULL,   -- JSON list of {profile, filters}
  PRIMARY KEY (account, region)
) STRICT, WITHOUT ROWID;

-- The last scan of an image. A scan that is PENDING or IN_PROGRESS at the start was cut off, and begins anew.
CREATE TABLE image_scans (
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  status TEXT NOT NULL,
  description TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  completed_at INTEGER,
  source_updated_at INTEGER,  -- how old the scanner's knowledge is, when it tells
  findings TEXT NOT NULL,     -- JSON list, worst first
  PRIMARY KEY (repository, digest),
  FOREIGN KEY (repository, digest) REFERENCES images (repository, digest) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX image_scans_waiting ON image_scans (requested_at) WHERE completed_at IS NULL;

-- Of an upload through UploadLayerPart: whether a part that others followed was smaller than ECR takes.
CREATE TABLE layer_uploads (
  upload TEXT PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  last_part_size INTEGER NOT NULL,
  has_small_part INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- STANDARD or ARCHIVE. An archived image cannot be pulled until it is brought back.
ALTER TABLE images ADD COLUMN storage_class TEXT NOT NULL DEFAULT 'STANDARD';
ALTER TABLE images ADD COLUMN archived_at INTEGER;
ALTER TABLE images ADD COLUMN activated_at INTEGER;

-- Passwords that GetAuthorizationToken gave out, as digests; what is not here opens nothing.
CREATE TABLE registry_passwords (
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL,
  caller_arn TEXT NOT NULL,
  issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX registry_passwords_by_expiry ON registry_passwords (expires_at);

-- What ECR Public tells of a repository of the region "public" besides.
CREATE TABLE public_catalogs (
  repository INTEGER PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
  body TEXT NOT NULL  -- JSON
) STRICT;
