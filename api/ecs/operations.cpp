// The list: what of ECS is served.

#include "gen/ecs/operations.h"

#include "api/serve.h"
#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {

constexpr Operation served[] = {
    {"CreateCluster", serve<&create_cluster>},
    {"DeleteCluster", serve<&delete_cluster>},
    {"DeleteTaskDefinitions", serve<&delete_task_definitions>},
    {"DeregisterTaskDefinition", serve<&deregister_task_definition>},
    {"DescribeCapacityProviders", serve<&describe_capacity_providers>},
    {"DescribeClusters", serve<&describe_clusters>},
    {"DescribeTaskDefinition", serve<&describe_task_definition>},
    {"ListClusters", serve<&list_clusters>},
    {"ListTagsForResource", serve<&list_tags_for_resource>},
    {"ListTaskDefinitionFamilies", serve<&list_task_definition_families>},
    {"ListTaskDefinitions", serve<&list_task_definitions>},
    {"PutClusterCapacityProviders", serve<&put_cluster_capacity_providers>},
    {"RegisterTaskDefinition", serve<&register_task_definition>},
    {"TagResource", serve<&tag_resource>},
    {"UntagResource", serve<&untag_resource>},
    {"UpdateCluster", serve<&update_cluster>},
    {"UpdateClusterSettings", serve<&update_cluster_settings>},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::ecs
