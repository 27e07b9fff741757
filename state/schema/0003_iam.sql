-- IAM is global: rows carry the account alone. Names compare without case but keep their spelling.

CREATE TABLE roles (
  account TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
  path TEXT NOT NULL, id TEXT NOT NULL,
  trust_policy TEXT NOT NULL,
  description TEXT,
  max_session_seconds INTEGER NOT NULL,
  permissions_boundary TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_policies (
  account TEXT NOT NULL, role TEXT NOT NULL COLLATE NOCASE,
  name TEXT NOT NULL COLLATE NOCASE,
  document TEXT NOT NULL,
  PRIMARY KEY (account, role, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE attached_policies (
  number INTEGER PRIMARY KEY,
  account TEXT NOT NULL, role TEXT NOT NULL COLLATE NOCASE,
  arn TEXT NOT NULL,
  UNIQUE (account, role, arn)
) STRICT;
