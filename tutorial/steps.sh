# The CLI half of the tutorial, command by command. Read it as a table: a step has a name (its texts are in
# texts/LANG.txt), the command as a reader would type it, and what its answer must show (else the run fails).
#
#   step NAME            runs the command; `step --docker NAME` is left out where Docker cannot run
#   refused NAME         the same, but AWS says no, and so must we
#   expect REGEX         a line of the last answer matches (grep -E)
#   expect_json FILTER   the last answer is JSON for which jq's FILTER is true

step --docker dockerfile <<'SH'
cat Dockerfile
SH

step --docker build <<'SH'
docker build -t hello-world .
SH

step --docker images <<'SH'
docker images --filter reference=hello-world
SH
expect '^hello-world +latest'

step --docker run-here <<'SH'
docker run -d -t -i -p 127.0.0.1::80 --name $HELLO_CONTAINER hello-world
curl --silent --retry 5 --retry-all-errors http://$(docker port $HELLO_CONTAINER 80/tcp)/
docker rm --force $HELLO_CONTAINER
SH
expect 'Hello World!'

step names <<'SH'
export AWS_DEFAULT_REGION=eu-west-1
export AWS_DEFAULT_REGION=us-west-1
export AWS_REPOSITORY_NAME=hello-repository
export AWS_REPOSITORY_JSON=$AWS_REPOSITORY_NAME.json
export AWS_REPOSITORY_TAG=hello-world
SH

step create-repository <<'SH'
aws ecr create-repository --repository-name $AWS_REPOSITORY_NAME --region $AWS_DEFAULT_REGION > $AWS_REPOSITORY_JSON
export AWS_REPOSITORY_URI=$(cat $AWS_REPOSITORY_JSON  | jq -r '.repository.repositoryUri')
echo $AWS_REPOSITORY_URI
SH
expect '/hello-repository$'

step describe-repositories <<'SH'
aws ecr describe-repositories --query 'repositories[]. [repositoryName, repositoryUri]' --output table
SH
expect 'DescribeRepositories'
expect 'hello-repository *\|  [^ ]+/hello-repository +\|'

step --docker tag <<'SH'
docker tag hello-world $AWS_REPOSITORY_URI
docker images
SH
expect '/hello-repository +latest'

step --docker login <<'SH'
aws ecr get-login-password --region $AWS_DEFAULT_REGION | docker login --username AWS --password-stdin $AWS_REPOSITORY_URI
SH
expect 'Login Succeeded'

step --docker push <<'SH'
docker push $AWS_REPOSITORY_URI
SH
expect 'latest: digest: sha256:[0-9a-f]{64} size: [0-9]+'
remember pushed_digest 'sha256:[0-9a-f]{64}'

step --docker describe-images <<'SH'
aws ecr describe-images --repository-name $AWS_REPOSITORY_NAME
SH
expect_json ".imageDetails | length == 1 and .[0].imageTags == [\"latest\"]"
expect_json ".imageDetails[0].imageDigest == \"${pushed_digest:-}\""
expect_json '.imageDetails[0] | .registryId == "123456789012" and .imageSizeInBytes > 1000'

step create-cluster <<'SH'
aws ecs create-cluster --cluster-name hello-cluster
SH
expect_json '.cluster | .status == "ACTIVE" and .clusterArn == "arn:aws:ecs:us-west-1:123456789012:cluster/hello-cluster"'
expect_json '.cluster | .runningTasksCount == 0 and .settings == [{"name": "containerInsights", "value": "disabled"}]'

step create-role <<'SH'
aws iam create-role \
  --role-name ecsTaskExecutionRole \
  --assume-role-policy-document file://<(cat <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "ecs-tasks.amazonaws.com"
      },
      "Action": "sts:AssumeRole"
    }
  ]
}
EOF
)
SH
expect_json '.Role.AssumeRolePolicyDocument.Statement[0].Principal.Service == "ecs-tasks.amazonaws.com"'

step attach-role-policy <<'SH'
aws iam attach-role-policy \
  --role-name ecsTaskExecutionRole \
  --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
SH

step get-role <<'SH'
aws iam get-role --role-name ecsTaskExecutionRole --query 'Role.Arn' --output text
SH
expect '^arn:aws:iam::123456789012:role/ecsTaskExecutionRole$'

step write-task-definition <<'SH'
export AWS_TASK_DEFINITION_JSON=hello-task-definition.json
cat > $AWS_TASK_DEFINITION_JSON <<'JSON'
{
    "family": "sample-fargate-v2", 
    "networkMode": "awsvpc",
    "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
    "containerDefinitions": [
        {
            "name": "fargate-app", 
            "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello-repository:latest", 
            "portMappings": [
                {
                    "containerPort": 80, 
                    "hostPort": 80, 
                    "protocol": "tcp"
                }
            ], 
            "essential": true
        }
    ], 
    "requiresCompatibilities": [
        "FARGATE"
    ], 
    "cpu": "256", 
    "memory": "512"
}
JSON
SH

step register-task-definition <<'SH'
aws ecs register-task-definition --cli-input-json file://$AWS_TASK_DEFINITION_JSON
SH
expect_json '.taskDefinition | .revision == 1 and .status == "ACTIVE" and .containerDefinitions[0].cpu == 0'

step register-again <<'SH'
aws ecs register-task-definition --cli-input-json file://$AWS_TASK_DEFINITION_JSON --query 'taskDefinition.revision'
SH
expect '^2$'

step list-task-definitions <<'SH'
aws ecs list-task-definitions --family-prefix sample-fargate-v2
SH
expect_json '[.taskDefinitionArns[] | split("/")[1]] == ["sample-fargate-v2:1", "sample-fargate-v2:2"]'

step list-other-family <<'SH'
aws ecs list-task-definitions --family-prefix sample-fargate
SH
expect_json '.taskDefinitionArns == []'

step write-service <<'SH'
export AWS_SERVICE_JSON=hello-service.json
export AWS_SERVICE_RESPONSE_JSON=hello-service-response.json
cat > $AWS_SERVICE_JSON <<'JSON'
{
    "cluster": "hello-cluster",
    "serviceName": "hello-service",
    "taskDefinition": "arn:aws:ecs:us-west-1:123456789012:task-definition/sample-fargate-v2:2",
    "loadBalancers": [
    ],
    "desiredCount": 1,
    "launchType": "FARGATE",
    "platformVersion": "LATEST",
    "networkConfiguration": {
        "awsvpcConfiguration": {
            "subnets": [
                "subnet-f525c9be"
            ],
            "securityGroups": [
                "sg-03ae822762b0fe90f"
            ],
            "assignPublicIp": "ENABLED"
        }
    }
}
JSON
SH

step create-service <<'SH'
aws ecs create-service --cli-input-json file://$AWS_SERVICE_JSON > $AWS_SERVICE_RESPONSE_JSON
jq '.service | {serviceArn, status, desiredCount, runningCount, platformVersion}' $AWS_SERVICE_RESPONSE_JSON
SH
expect_json '.status == "ACTIVE" and .desiredCount == 1'

step wait-stable <<'SH'
aws ecs wait services-stable --cluster hello-cluster --services hello-service
SH

step list-services <<'SH'
aws ecs list-services --cluster hello-cluster --query "serviceArns[]" --output text
SH
expect '^arn:aws:ecs:us-west-1:123456789012:service/hello-cluster/hello-service$'

step describe-services <<'SH'
aws ecs describe-services \
  --cluster hello-cluster \
  --services hello-service \
  --query "services[0].{Status:status, TaskDefinition:taskDefinition, DesiredCount:desiredCount, RunningCount:runningCount}" \
  --output table
SH
expect 'RunningCount +\| +1 '
expect 'Status +\| +ACTIVE '
expect 'task-definition/sample-fargate-v2:2 '

step list-tasks <<'SH'
aws ecs list-tasks --cluster hello-cluster --service-name hello-service --output text
aws ecs list-tasks --cluster hello-cluster --output text
SH
expect '^TASKARNS[[:space:]]arn:aws:ecs:us-west-1:123456789012:task/hello-cluster/[0-9a-f]{32}$'
remember TASK_ARN 'arn:aws:ecs:[^[:space:]]+'
export TASK_ID=${TASK_ARN##*/}

step list-tasks-by-status <<'SH'
aws ecs list-tasks --cluster hello-cluster --desired-status RUNNING
aws ecs list-tasks --cluster hello-cluster --desired-status STOPPED
SH
expect "$TASK_ID"

step describe-tasks <<'SH'
aws ecs describe-tasks \
  --cluster hello-cluster \
  --tasks $TASK_ID \
  --query 'tasks[*].[taskArn, lastStatus, desiredStatus, containerInstanceArn, startedAt]' \
  --output table
SH
expect 'RUNNING'

step public-ip <<'SH'
ENI=$(aws ecs describe-tasks --cluster hello-cluster --tasks $TASK_ID \
  --query "tasks[0].attachments[0].details[?name=='networkInterfaceId'].value" --output text)
PUBLIC_IP=$(aws ec2 describe-network-interfaces --network-interface-ids $ENI \
  --query 'NetworkInterfaces[0].Association.PublicIp' --output text)
echo $ENI $PUBLIC_IP
SH
expect '^eni-[0-9a-f]+ [0-9]+(\.[0-9]+){3}$'

step --docker show-time <<'SH'
curl --silent --retry 5 --retry-all-errors http://$PUBLIC_IP/
SH
expect '^Hello World!$'
stop_here_if_kept

step scale-to-zero <<'SH'
aws ecs update-service --cluster hello-cluster --service hello-service --desired-count 0 --query 'service.desiredCount'
SH
expect '^0$'

step stop-task <<'SH'
aws ecs stop-task --cluster hello-cluster --task $TASK_ARN --query 'task.[taskArn, desiredStatus]' --output text
SH
expect 'STOPPED$'

step wait-stopped <<'SH'
aws ecs wait tasks-stopped --cluster hello-cluster --tasks $TASK_ID
aws ecs describe-tasks --cluster hello-cluster --tasks $TASK_ID --query 'tasks[0].{lastStatus:lastStatus, stopCode:stopCode, stoppedReason:stoppedReason, exitCode:containers[0].exitCode}'
SH
expect_json '.lastStatus == "STOPPED" and .stopCode != null'

step delete-service <<'SH'
aws ecs delete-service --cluster hello-cluster --service hello-service --force --query 'service.status'
SH
expect 'DRAINING|INACTIVE'

step deregister <<'SH'
aws ecs deregister-task-definition --task-definition arn:aws:ecs:us-west-1:123456789012:task-definition/sample-fargate-v2:1 --query 'taskDefinition.status'
aws ecs deregister-task-definition --task-definition arn:aws:ecs:us-west-1:123456789012:task-definition/sample-fargate-v2:2 --query 'taskDefinition.status'
SH
expect 'INACTIVE'

step detach-role-policy <<'SH'
aws iam list-attached-role-policies --role-name ecsTaskExecutionRole
aws iam detach-role-policy --role-name ecsTaskExecutionRole --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
SH
expect 'AmazonECSTaskExecutionRolePolicy'

step list-role-policies <<'SH'
aws iam list-role-policies --role-name ecsTaskExecutionRole
SH
expect_json '.PolicyNames == []'

refused delete-role-policy <<'SH'
aws iam delete-role-policy --role-name ecsTaskExecutionRole --policy-name YourInlinePolicyName
SH
expect 'NoSuchEntity'

step delete-role <<'SH'
aws iam delete-role --role-name ecsTaskExecutionRole
SH

step delete-cluster <<'SH'
aws ecs delete-cluster --cluster hello-cluster --query 'cluster.status'
SH
expect 'INACTIVE'

step delete-repository <<'SH'
aws ecr delete-repository --repository-name $AWS_REPOSITORY_NAME --region $AWS_DEFAULT_REGION --force
SH
expect_json '.repository.repositoryName == "hello-repository"'
