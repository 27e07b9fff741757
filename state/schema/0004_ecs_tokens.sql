-- Client tokens of RunTask: the same request again answers the same tasks for 24 hours.

CREATE TABLE client_tokens (
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, token TEXT NOT NULL,
  request TEXT NOT NULL,   -- canonical text, to tell another request from the same
  tasks TEXT NOT NULL,     -- ids, one a line
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, region, cluster, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_tokens_by_age ON client_tokens (created_at);
