#include "domain/mint.h"

namespace neargate::domain {

namespace {
constexpr char hex_digits[] = "0123456789abcdef";
constexpr char iam_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
}  // namespace

std::uint64_t Mint::entropy_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

std::uint64_t Mint::number() {
  std::lock_guard const lock(mutex_);
  return engine_();
}

std::string Mint::hex(int digits) {
  std::string text;
  std::lock_guard const lock(mutex_);
  while (static_cast<int>(text.size()) < digits) {
    auto bits = engine_();
    for (int i = 0; i < 16 && static_cast<int>(text.size()) < digits; ++i, bits >>= 4)
      text += hex_digits[bits & 15];
  }
  return text;
}

std::string Mint::digits(int count) {
  std::string text;
  std::lock_guard const lock(mutex_);
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + engine_() % 10);
  return text;
}

std::string Mint::uuid() {
  std::string const h = hex(32);
  std::string text = h.substr(0, 8) + '-' + h.substr(8, 4) + "-4" + h.substr(13, 3) + '-' + h.substr(16, 4) +
                     '-' + h.substr(20);
  char& variant = text[19];
  variant = "89ab"[static_cast<unsigned char>(variant) & 3];
  return text;
}

TaskId Mint::task_id() { return TaskId{hex(32)}; }
DeploymentId Mint::deployment_id() { return DeploymentId{"ecs-svc/" + digits(19)}; }
ContainerInstanceId Mint::container_instance_id() { return ContainerInstanceId{hex(32)}; }

ServiceDeploymentId Mint::service_deployment_id() {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  std::string text;
  std::lock_guard const lock(mutex_);
  while (text.size() < 21) text += letters[engine_() & 63];
  return ServiceDeploymentId{text};
}

std::string Mint::ec2_id(std::string const& prefix) { return prefix + "-0" + hex(16); }

std::string Mint::iam_id(std::string const& prefix) {
  std::string text = prefix;
  std::lock_guard const lock(mutex_);
  while (text.size() < 21) text += iam_letters[engine_() & 31];
  return text;
}

std::string Mint::mac_address() {
  std::string const h = hex(10);
  std::string text = "02";
  for (std::size_t i = 0; i < h.size(); i += 2) text += ':' + h.substr(i, 2);
  return text;
}

}  // namespace neargate::domain
