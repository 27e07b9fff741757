#include "reconcile/staged.h"

#include <algorithm>
#include <cmath>

#include "domain/words.h"
#include "reconcile/rollback.h"
#include "reconcile/rolling.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using domain::Deployment;
using domain::DeploymentStrategy;
using domain::LifecycleHook;
using domain::LifecycleStage;
using domain::ServiceDeployment;

std::string const in_stage(LifecycleStage stage) {
  return "the deployment is in stage " + std::string(domain::word(stage));
}

/// One look at a deployment in its stages.
class Course final {
 public:
  explicit Course(ServiceDraft& draft)
      : draft_(draft), green_(draft.primary()), record_(*draft.find_record()) {}

  /// Goes as far as it goes now. False: it has been rolled back on the way, and `green_` is not the primary
  /// any more.
  bool advance() {
    if (!green_.stage) enter(LifecycleStage::ReconcileService);
    for (;;) {
      switch (pass(*green_.stage)) {
        case Step::Waits:
          return true;
        case Step::GoesBack:
          return false;
        case Step::Done:
          enter(static_cast<LifecycleStage>(static_cast<int>(*green_.stage) + 1));
      }
    }
  }

 private:
  enum class Step { Done, Waits, GoesBack };

  void enter(LifecycleStage stage) {
    green_.stage = record_.stage = stage;
    green_.stage_since = green_.updated_at = draft_.now();
  }

  bool is_rollback() const { return record_.status == domain::ServiceDeploymentStatus::RollbackInProgress; }
  /// Nobody has anything to compare the new revision with.
  bool is_alone() const { return draft_.others(green_.id).live() == 0; }
  bool bakes() const { return !is_rollback() && !is_alone(); }

  Step pass(LifecycleStage stage) {
    switch (stage) {
      case LifecycleStage::ReconcileService:
        return has_several_revisions() ? pass_hook() : Step::Done;
      case LifecycleStage::PreScaleUp:
      case LifecycleStage::PostScaleUp:
      case LifecycleStage::TestTrafficShift:
      case LifecycleStage::PostTestTrafficShift:
      case LifecycleStage::PostProductionTrafficShift:
        return pass_hook();
      case LifecycleStage::ScaleUp:
        return scale_up();
      case LifecycleStage::ProductionTrafficShift:
        return shift_traffic();
      case LifecycleStage::BakeTime:
        return bakes() ? wait_until(*green_.stage_since + record_.configuration.bake_time) : Step::Done;
      case LifecycleStage::CleanUp:
        return Step::Waits;  // until the old tasks are gone
    }
    return Step::Waits;
  }

  /// The hook of this stage runs only when a deployment begins beside more than one that is ACTIVE.
  bool has_several_revisions() const {
    return std::ranges::count_if(draft_.service().deployments, [this](Deployment const& one) {
             return one.id != green_.id && draft_.bucket(one.id).live() > 0;
           }) > 1;
  }

  Step scale_up() {
    if (static_cast<int>(draft_.bucket(green_.id).healthy.size()) >= draft_.service().desired_count)
      return Step::Done;
    draft_.wait("the new revision is not whole yet");
    return Step::Waits;
  }

  Step wait_until(domain::Time due) {
    if (draft_.now() >= due) return Step::Done;
    draft_.wake_by(due);
    draft_.wait(in_stage(*green_.stage));
    return Step::Waits;
  }

  /// LINEAR in equal steps, CANARY in two, with a bake behind each but the last; BLUE_GREEN at once.
  Step shift_traffic() {
    auto const& configuration = record_.configuration;
    if (green_.traffic_percent == 0)
      if (Step const hook = pass_hook(); hook != Step::Done) return hook;
    bool const at_once = configuration.strategy == DeploymentStrategy::BlueGreen || !bakes();
    if (at_once) {
      green_.traffic_percent = 100;
      return Step::Done;
    }
    if (green_.traffic_percent == 0) shift_by(configuration.step_percent);
    while (green_.traffic_percent < 100) {
      if (Step const bake = wait_until(*green_.stage_since + configuration.step_bake_time);
          bake != Step::Done)
        return bake;
      bool const is_canary = configuration.strategy == DeploymentStrategy::Canary;
      shift_by(is_canary ? 100 : configuration.step_percent);
    }
    return Step::Done;
  }

  void shift_by(double percent) {
    double const tenths = std::round((green_.traffic_percent + percent) * 10);  // AWS counts in tenths
    green_.traffic_percent = std::min(100.0, tenths / 10);
    green_.stage_since = green_.updated_at = draft_.now();
  }

  std::vector<LifecycleHook> const& hooks() const { return record_.configuration.hooks; }

  /// Lambda functions cannot be called here; a PAUSE hook waits for ContinueServiceDeployment. All of a stage
  /// wait at once, each for an answer of its own.
  std::vector<domain::HookPause> pauses_of_stage() const {
    std::vector<domain::HookPause> pauses;
    if (is_rollback()) return pauses;
    for (std::size_t i = 0; i < hooks().size(); ++i)
      for (int turn = 0; hooks()[i].is_pause && turn < std::ranges::count(hooks()[i].stages, *green_.stage);
           ++turn)
        pauses.push_back({.hook = static_cast<int>(i), .turn = turn});
    return pauses;
  }

  Step pass_hook() {
    if (record_.pauses.empty()) record_.pauses = pauses_of_stage();
    Step step = Step::Done;
    for (domain::HookPause& pause : record_.pauses) {
      LifecycleHook const& hook = hooks().at(static_cast<std::size_t>(pause.hook));
      if (pause.status == domain::HookStatus::AwaitingAction) {
        if (wait_until(*green_.stage_since + hook.timeout) == Step::Waits) {
          step = Step::Waits;
          continue;
        }
        pause.status = domain::HookStatus::TimedOut;
      }
      if (pause.status == domain::HookStatus::Failed) return go_back(rollback_reason::by_user);
      if (pause.status == domain::HookStatus::TimedOut && !hook.timeout_continues)
        return go_back(rollback_reason::by_hook(*green_.stage, hook.target_arn, "timed out"));
    }
    if (step == Step::Done) record_.pauses.clear();
    return step;
  }

  Step go_back(std::string const& why) {
    record_.pauses.clear();
    fail_deployment(draft_, rollout_reason::rolled_back_by_user);
    roll_back(draft_, why);
    return Step::GoesBack;
  }

  ServiceDraft& draft_;
  Deployment& green_;
  ServiceDeployment& record_;
};

/// What the stage asks of the tasks.
void scale(ServiceDraft& draft) {
  domain::DeploymentId const green = draft.primary().id;
  LifecycleStage const stage = draft.primary().stage.value_or(LifecycleStage::ReconcileService);
  if (stage == LifecycleStage::CleanUp) {
    draft.stop(draft.others(green).all());
  } else if (Deployment const* const blue = find_rollback_target(draft)) {
    // The old revision stays whole, so that going back to it is a matter of traffic alone; revisions that
    // were never completed go.
    Bucket superseded = draft.others(green);
    for (auto const* task : superseded.all())
      if (task->deployment != blue->id) draft.stop({task});
    maintain(draft, source_of(*blue), draft.service().desired_count);
  }
  if (stage >= LifecycleStage::ScaleUp)
    maintain(draft, source_of(draft.primary()), draft.service().desired_count);
}

}  // namespace

bool is_staged(ServiceDraft& draft) {
  ServiceDeployment const* const record = draft.find_record();
  return record != nullptr && record->configuration.strategy != DeploymentStrategy::Rolling &&
         draft.primary().rollout_state == domain::RolloutState::InProgress;
}

void advance_stages(ServiceDraft& draft) {
  // Rolled back on the way: the old revision goes through the stages, without hooks and bake times. Where
  // there is none to go back to, the deployment has failed and stays as it is.
  while (is_staged(draft) && !Course(draft).advance()) {
  }
  if (!is_staged(draft)) return hold_failed(draft);
  scale(draft);
  shrink_old_desired_counts(draft);
}

bool has_passed_stages(ServiceDraft& draft) {
  return !is_staged(draft) || draft.primary().stage == LifecycleStage::CleanUp;
}

}  // namespace neargate::reconcile
