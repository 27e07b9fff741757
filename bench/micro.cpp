// Google Benchmark of the small pieces that every request passes through: names in, names out, new ids.

#include <benchmark/benchmark.h>

#include "domain/arn.h"
#include "domain/mint.h"

namespace {

using namespace neargate::domain;

constexpr char const* task =
    "arn:aws:ecs:eu-west-1:123456789012:task/hello-cluster/12eea332beef474e8d49065c4feac657";

void split_an_arn(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Arn::parse(task));
}
BENCHMARK(split_an_arn);

void print_an_arn(benchmark::State& state) {
  auto const arn = Arn::parse(task);
  for (auto _ : state) benchmark::DoNotOptimize(arn->text());
}
BENCHMARK(print_an_arn);

void mint_a_task_id(benchmark::State& state) {
  Mint mint(1);
  for (auto _ : state) benchmark::DoNotOptimize(mint.task_id());
}
BENCHMARK(mint_a_task_id);

}  // namespace
