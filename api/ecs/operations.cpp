// The list: what of ECS is served.

#include "gen/ecs/operations.h"

#include "api/serve.h"
#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {

constexpr Operation served[] = {
    {"CreateCluster", serve<&create_cluster>},
    {"CreateService", serve<&create_service>},
    {"DeleteAccountSetting", serve<&delete_account_setting>},
    {"DeleteCluster", serve<&delete_cluster>},
    {"DeleteService", serve<&delete_service>},
    {"DeleteTaskDefinitions", serve<&delete_task_definitions>},
    {"DeregisterTaskDefinition", serve<&deregister_task_definition>},
    {"DescribeCapacityProviders", serve<&describe_capacity_providers>},
    {"DescribeClusters", serve<&describe_clusters>},
    {"DescribeServices", serve<&describe_services>},
    {"DescribeTaskDefinition", serve<&describe_task_definition>},
    {"DescribeTasks", serve<&describe_tasks>},
    {"ListAccountSettings", serve<&list_account_settings>},
    {"ListClusters", serve<&list_clusters>},
    {"ListServices", serve<&list_services>},
    {"ListTagsForResource", serve<&list_tags_for_resource>},
    {"ListTaskDefinitionFamilies", serve<&list_task_definition_families>},
    {"ListTaskDefinitions", serve<&list_task_definitions>},
    {"ListTasks", serve<&list_tasks>},
    {"PutAccountSetting", serve<&put_account_setting>},
    {"PutAccountSettingDefault", serve<&put_account_setting_default>},
    {"PutClusterCapacityProviders", serve<&put_cluster_capacity_providers>},
    {"RegisterTaskDefinition", serve<&register_task_definition>},
    {"RunTask", serve<&run_task>},
    {"StopTask", serve<&stop_task>},
    {"TagResource", serve<&tag_resource>},
    {"UntagResource", serve<&untag_resource>},
    {"UpdateCluster", serve<&update_cluster>},
    {"UpdateClusterSettings", serve<&update_cluster_settings>},
    {"UpdateService", serve<&update_service>},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::ecs
