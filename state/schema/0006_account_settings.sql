-- ECS account settings that somebody has set; the account's root principal holds the account's defaults.

CREATE TABLE account_settings (
  account TEXT NOT NULL, region TEXT NOT NULL, principal TEXT NOT NULL, name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, region, principal, name)
) STRICT, WITHOUT ROWID;
