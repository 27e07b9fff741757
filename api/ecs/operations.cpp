// The list: what of ECS is served.

#include "gen/ecs/operations.h"

#include "api/serve.h"
#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {

constexpr Operation served[] = {
    {"ContinueServiceDeployment", serve<&continue_service_deployment>},
    {"CreateCapacityProvider", serve<&create_capacity_provider>},
    {"CreateCluster", serve<&create_cluster>},
    {"CreateService", serve<&create_service>},
    {"CreateTaskSet", serve<&create_task_set>},
    {"DeleteAccountSetting", serve<&delete_account_setting>},
    {"DeleteAttributes", serve<&delete_attributes>},
    {"DeleteCapacityProvider", serve<&delete_capacity_provider>},
    {"DeleteCluster", serve<&delete_cluster>},
    {"DeleteService", serve<&delete_service>},
    {"DeleteTaskDefinitions", serve<&delete_task_definitions>},
    {"DeleteTaskSet", serve<&delete_task_set>},
    {"DeregisterContainerInstance", serve<&deregister_container_instance>},
    {"DeregisterTaskDefinition", serve<&deregister_task_definition>},
    {"DescribeCapacityProviders", serve<&describe_capacity_providers>},
    {"DescribeClusters", serve<&describe_clusters>},
    {"DescribeContainerInstances", serve<&describe_container_instances>},
    {"DescribeServiceDeployments", serve<&describe_service_deployments>},
    {"DescribeServiceRevisions", serve<&describe_service_revisions>},
    {"DescribeServices", serve<&describe_services>},
    {"DescribeTaskDefinition", serve<&describe_task_definition>},
    {"DescribeTaskSets", serve<&describe_task_sets>},
    {"DescribeTasks", serve<&describe_tasks>},
    {"GetTaskProtection", serve<&get_task_protection>},
    {"ListAccountSettings", serve<&list_account_settings>},
    {"ListAttributes", serve<&list_attributes>},
    {"ListClusters", serve<&list_clusters>},
    {"ListContainerInstances", serve<&list_container_instances>},
    {"ListServiceDeployments", serve<&list_service_deployments>},
    {"ListServices", serve<&list_services>},
    {"ListServicesByNamespace", serve<&list_services_by_namespace>},
    {"ListTagsForResource", serve<&list_tags_for_resource>},
    {"ListTaskDefinitionFamilies", serve<&list_task_definition_families>},
    {"ListTaskDefinitions", serve<&list_task_definitions>},
    {"ListTasks", serve<&list_tasks>},
    {"PutAccountSetting", serve<&put_account_setting>},
    {"PutAccountSettingDefault", serve<&put_account_setting_default>},
    {"PutAttributes", serve<&put_attributes>},
    {"PutClusterCapacityProviders", serve<&put_cluster_capacity_providers>},
    {"RegisterContainerInstance", serve<&register_container_instance>},
    {"RegisterTaskDefinition", serve<&register_task_definition>},
    {"RunTask", serve<&run_task>},
    {"StartTask", serve<&start_task>},
    {"StopServiceDeployment", serve<&stop_service_deployment>},
    {"StopTask", serve<&stop_task>},
    {"TagResource", serve<&tag_resource>},
    {"UntagResource", serve<&untag_resource>},
    {"UpdateCapacityProvider", serve<&update_capacity_provider>},
    {"UpdateCluster", serve<&update_cluster>},
    {"UpdateClusterSettings", serve<&update_cluster_settings>},
    {"UpdateContainerAgent", serve<&update_container_agent>},
    {"UpdateContainerInstancesState", serve<&update_container_instances_state>},
    {"UpdateService", serve<&update_service>},
    {"UpdateServicePrimaryTaskSet", serve<&update_service_primary_task_set>},
    {"UpdateTaskProtection", serve<&update_task_protection>},
    {"UpdateTaskSet", serve<&update_task_set>},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::ecs
