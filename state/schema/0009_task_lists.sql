-- Indexes for ListTasks (one for each filter that narrows) and for what a cluster counts: their cost grows
-- with the answer, not with the store.

CREATE INDEX tasks_listed ON tasks (account, region, cluster, desired_status, id);
CREATE INDEX tasks_listed_by_service ON tasks (account, region, cluster, service, desired_status, id);
CREATE INDEX tasks_listed_by_starter ON tasks (account, region, cluster, started_by, desired_status, id);
CREATE INDEX tasks_listed_by_family ON tasks (account, region, cluster, family, desired_status, id);
CREATE INDEX tasks_listed_by_instance
  ON tasks (account, region, cluster, container_instance, desired_status, id)
  WHERE container_instance IS NOT NULL;
CREATE INDEX tasks_counted ON tasks (account, region, cluster, last_status, launch_type)
  WHERE last_status != 'STOPPED';
