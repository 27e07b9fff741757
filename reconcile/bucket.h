#pragma once
// The tasks of one deployment or task set, sorted once; every rule is arithmetic on these.

#include <vector>

#include "domain/task.h"

namespace neargate::reconcile {

using Tasks = std::vector<domain::Task const*>;

struct Bucket {
  Tasks healthy;    ///< RUNNING, and its health checks say so if it has any
  Tasks warming;    ///< RUNNING, health not known yet
  Tasks unhealthy;  ///< RUNNING, its health checks failed
  Tasks pending;    ///< not RUNNING yet
  Tasks leaving;    ///< healthy, on an instance that drains: it stays until others stand in
  Tasks evicted;    ///< not healthy and on an instance that drains: nobody waits for it
  int stopping = 0;

  /// Those that do, or may yet do, what the deployment is for.
  int good() const { return static_cast<int>(healthy.size() + warming.size() + pending.size()); }
  int live() const { return good() + static_cast<int>(unhealthy.size() + leaving.size() + evicted.size()); }
  bool is_empty() const { return live() == 0 && stopping == 0; }
  /// Everything that is there is RUNNING and healthy, and it is as many as that.
  bool is_exactly(int count) const {
    return live() == count && stopping == 0 && static_cast<int>(healthy.size()) == count;
  }
  Tasks not_healthy_yet() const { return joined({&pending, &warming}); }
  Tasks good_tasks() const { return joined({&pending, &warming, &healthy}); }
  Tasks all() const { return joined({&pending, &warming, &healthy, &unhealthy, &leaving, &evicted}); }
  Tasks not_healthy() const { return joined({&pending, &warming, &unhealthy, &evicted}); }

  void add(Bucket const& other) {
    for (auto const list : {&Bucket::healthy, &Bucket::warming, &Bucket::unhealthy, &Bucket::pending,
                            &Bucket::leaving, &Bucket::evicted})
      (this->*list).insert((this->*list).end(), (other.*list).begin(), (other.*list).end());
    stopping += other.stopping;
  }

 private:
  static Tasks joined(std::vector<Tasks const*> const& lists) {
    Tasks tasks;
    for (auto const* list : lists) tasks.insert(tasks.end(), list->begin(), list->end());
    return tasks;
  }
};

}  // namespace neargate::reconcile
