#include "api/ecs/rules/task_size.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "api/ecs/rules/images.h"

namespace neargate::api::ecs {

TEST_CASE("Fargate sells exactly AWS's pairs") {
  struct Pairs {
    int cpu;
    std::vector<int> fine, wrong;
  };
  for (Pairs const& row :
       {Pairs{256, {512, 1024, 2048}, {511, 1536, 3072}}, Pairs{512, {1024, 4096}, {512, 1536, 5120}},
        Pairs{1024, {2048, 8192}, {1024, 9216}}, Pairs{2048, {4096, 16384}, {3072, 17408}},
        Pairs{4096, {8192, 30720}, {7168, 31744}}, Pairs{8192, {16384, 20480, 61440}, {17408, 65536}},
        Pairs{16384, {32768, 122880}, {36864, 131072}}, Pairs{300, {}, {512}}, Pairs{32768, {}, {61440}}}) {
    for (int const memory : row.fine) CHECK_MESSAGE(is_fargate_pair(row.cpu, memory), row.cpu, " ", memory);
    for (int const memory : row.wrong)
      CHECK_FALSE_MESSAGE(is_fargate_pair(row.cpu, memory), row.cpu, " ", memory);
  }
}

TEST_CASE("sizes are read from numbers and from words") {
  CHECK(parse_cpu("256") == 256);
  CHECK(parse_cpu("0.5 vCPU") == 512);
  CHECK(parse_memory("3GB") == 3072);
  for (char const* bad : {"", " ", "x", "vCPU", "1 GB", "-1", "0", "1.5", "1 vCPU x"})
    CHECK_FALSE(parse_cpu(bad));
  for (char const* bad : {"", "GB", "1 vCPU", "-2GB", "1.5"}) CHECK_FALSE(parse_memory(bad));
}

TEST_CASE("ECR images and digests are told from other strings") {
  CHECK(is_ecr_image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b:c"));
  CHECK(is_ecr_image("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a"));
  for (char const* other :
       {"nginx", "docker.io/library/nginx", "127.0.0.1:4566/123456789012/eu-west-1/a", "public.ecr.aws/x/y"})
    CHECK_FALSE(is_ecr_image(other));
  CHECK(is_by_digest("a@sha256:" + std::string(64, 'a')));
  CHECK_FALSE(is_by_digest("a@sha256:aa"));
}

}  // namespace neargate::api::ecs
