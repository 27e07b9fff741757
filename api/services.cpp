#include "api/service.h"
#include "gen/ec2/model.h"
#include "gen/ecr/model.h"
#include "gen/ecr_public/model.h"
#include "gen/ecs/model.h"
#include "gen/iam/model.h"
#include "gen/logs/model.h"
#include "gen/sts/model.h"

namespace neargate::api {

std::vector<Service> all_services() {
  return {{&ecs::model(), ecs::operations()},
          {&ecr::model(), ecr::operations()},
          {&ecr_public::model(), ecr_public::operations()},
          {&iam::model(), iam::operations()},
          {&sts::model(), sts::operations()},
          {&ec2::model(), ec2::operations()},
          {&logs::model(), {}}};
}

}  // namespace neargate::api
