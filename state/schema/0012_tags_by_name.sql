-- The OCI specification lists tags in lexical order, "i.e. case-insensitive alphanumeric order",
-- a page at a time.
CREATE INDEX image_tags_lexical ON image_tags (repository, tag COLLATE NOCASE, tag);
