-- Counts of a service's tasks by deployment are read from the index alone.
DROP INDEX tasks_by_service;
CREATE INDEX tasks_by_service ON tasks (account, region, cluster, service, deployment, last_status);

-- What deployments echo stood in their service's document; it moves to rows of its own. `newest` was the
-- fallback of deployments that the scheduler made.
INSERT OR IGNORE INTO service_revisions (account, region, cluster, service, id, created_at, document)
  SELECT s.account, s.region, s.cluster, s.name, d.key, s.created_at,
         json_object('revision', json_extract(d.value, '$.deployment'),
                     'taskTags', json_extract(d.value, '$.taskTags'))
    FROM services AS s, json_each(s.document, '$.deployments') AS d;
INSERT OR IGNORE INTO service_revisions (account, region, cluster, service, id, created_at, document)
  SELECT s.account, s.region, s.cluster, s.name, o.id, o.created_at, r.document
    FROM deployments AS o
    JOIN services AS s ON s.account = o.account AND s.region = o.region AND s.cluster = o.cluster
                      AND s.name = o.service
    JOIN service_revisions AS r ON r.account = s.account AND r.region = s.region AND r.cluster = s.cluster
                               AND r.service = s.name AND r.id = json_extract(s.document, '$.newest');
UPDATE services SET document = json_remove(document, '$.deployments', '$.newest');
