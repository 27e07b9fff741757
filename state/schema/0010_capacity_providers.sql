-- Created capacity providers (Auto Scaling groups by ARN).

CREATE TABLE capacity_providers (
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) STRICT, WITHOUT ROWID;
