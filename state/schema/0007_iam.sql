-- Users, access keys, own policies, instance profiles, temporary credentials. Policies of roles and users
-- hang on the owner's unique id (AROA…, AIDA…), so both share their tables.

CREATE TABLE inline_policies (
  account TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  document TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
INSERT INTO inline_policies (account, owner, name, document)
  SELECT roles.account, roles.id, role_policies.name, role_policies.document
  FROM role_policies JOIN roles ON roles.account = role_policies.account AND roles.name = role_policies.role;
DROP TABLE role_policies;

CREATE TABLE policy_attachments (
  number INTEGER PRIMARY KEY,  -- the order of attaching
  account TEXT NOT NULL,
  owner TEXT NOT NULL,
  arn TEXT NOT NULL,
  UNIQUE (owner, arn)
) STRICT;
CREATE INDEX policy_attachments_by_policy ON policy_attachments (account, arn);
INSERT INTO policy_attachments (account, owner, arn)
  SELECT attached_policies.account, roles.id, attached_policies.arn
  FROM attached_policies JOIN roles
    ON roles.account = attached_policies.account AND roles.name = attached_policies.role
  ORDER BY attached_policies.number;
DROP TABLE attached_policies;

CREATE TABLE policies (
  account TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
  path TEXT NOT NULL, id TEXT NOT NULL,
  description TEXT,
  default_version INTEGER NOT NULL,
  last_version INTEGER NOT NULL,  -- never goes back
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_versions (
  account TEXT NOT NULL,
  policy TEXT NOT NULL,  -- the policy's unique id
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (policy, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  account TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
  path TEXT NOT NULL, id TEXT NOT NULL,
  permissions_boundary TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_keys (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  user TEXT NOT NULL COLLATE NOCASE,  -- '' is the account's root
  secret TEXT NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_keys_by_user ON access_keys (account, user);

CREATE TABLE sessions (
  access_key TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  arn TEXT NOT NULL, caller TEXT NOT NULL,  -- what GetCallerIdentity answers
  secret TEXT NOT NULL, token TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_age ON sessions (expires_at);

CREATE TABLE instance_profiles (
  account TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
  path TEXT NOT NULL, id TEXT NOT NULL,
  role TEXT COLLATE NOCASE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- Deletions of service-linked roles, which are asked about afterwards.
CREATE TABLE role_deletions (
  account TEXT NOT NULL, id TEXT NOT NULL,
  role_arn TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  region TEXT NOT NULL,
  usage TEXT NOT NULL,  -- ARNs that were in the way, one a line
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
