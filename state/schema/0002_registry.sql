-- What the registry knows: ECR's repositories, images (manifests) and tags, and which blobs each repository
-- shows.

-- AUTOINCREMENT: the id of a deleted repository is never given again, so an upload that began in it cannot
-- end in a new one of the same name.
CREATE TABLE repositories (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  tag_mutability TEXT NOT NULL,
  exclusion_filters TEXT NOT NULL,  -- JSON list of wildcards
  scan_on_push INTEGER NOT NULL,
  encryption_type TEXT NOT NULL,
  kms_key TEXT,
  UNIQUE (account, region, name)
) STRICT;
CREATE INDEX repositories_by_name ON repositories (account, name);

-- One row for each file; its bytes are stored once whatever the number of repositories.
CREATE TABLE blobs (
  digest TEXT PRIMARY KEY,
  size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A blob is visible in the repositories that have a row here, and nowhere else. idle_since: since when no
-- image of the repository needs it (a push in flight may); null while one does.
CREATE TABLE repository_blobs (
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  digest TEXT NOT NULL REFERENCES blobs (digest),
  size INTEGER NOT NULL,
  media_type TEXT,  -- as a manifest names it
  idle_since INTEGER,
  PRIMARY KEY (repository, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX repository_blobs_by_digest ON repository_blobs (digest);
CREATE INDEX repository_blobs_idle ON repository_blobs (idle_since) WHERE idle_since IS NOT NULL;

CREATE TABLE images (
  number INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of pushes, and the place of a page
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  config_media_type TEXT,
  artifact_type TEXT,
  size INTEGER NOT NULL,   -- config and layers, as AWS counts
  subject TEXT,            -- the digest that this image refers to (referrers)
  pushed_at INTEGER NOT NULL,
  last_pulled_at INTEGER,
  manifest TEXT NOT NULL,  -- the exact bytes
  UNIQUE (repository, digest)
) STRICT;
CREATE INDEX images_by_repository ON images (repository, number);
CREATE INDEX images_by_subject ON images (repository, subject) WHERE subject IS NOT NULL;

CREATE TABLE image_tags (
  number INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of tagging
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  digest TEXT NOT NULL,
  UNIQUE (repository, tag),
  FOREIGN KEY (repository, digest) REFERENCES images (repository, digest)
) STRICT;
CREATE INDEX image_tags_by_image ON image_tags (repository, digest, number);

-- What an image is made of: blobs (config, layers) or, of an index, other images.
CREATE TABLE image_references (
  repository INTEGER NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
  image TEXT NOT NULL,
  kind TEXT NOT NULL,  -- blob or image
  referenced TEXT NOT NULL,
  PRIMARY KEY (repository, image, kind, referenced)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_references_by_referenced ON image_references (repository, kind, referenced);
