#include "domain/mint.h"

namespace neargate::domain {

namespace {
constexpr char hex_digits[] = "0123456789abcdef";
constexpr std::string_view iam_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint64_t account_mask = (std::uint64_t{1} << 40) - 1;
constexpr std::size_t access_key_size = 20, access_key_prefix_size = 4;
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

std::string Mint::access_key_id(std::string const& prefix, AccountId const& account) {
  // 16 characters of 5 bits: a leading 1, the account in 40 bits, then chance.
  std::uint64_t number = 0;
  for (char const digit : account.text()) number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  std::uint64_t const head = (std::uint64_t{1} << 40) | (number & account_mask);  // the first 41 bits
  std::string text = prefix;
  for (int shift = 36; shift >= 1; shift -= 5) text += iam_letters[(head >> shift) & 31];
  std::lock_guard const lock(mutex_);
  text += iam_letters[((head & 1) << 4) | (engine_() & 15)];
  while (text.size() < access_key_size) text += iam_letters[engine_() & 31];
  return text;
}

std::string Mint::secret(int length) {
  std::string text;
  std::lock_guard const lock(mutex_);
  while (static_cast<int>(text.size()) < length) text += base64_letters[engine_() & 63];
  return text;
}

std::string Mint::mac_address() {
  std::string const h = hex(10);
  std::string text = "02";
  for (std::size_t i = 0; i < h.size(); i += 2) text += ':' + h.substr(i, 2);
  return text;
}

std::optional<AccountId> account_of_access_key(std::string_view key) {
  if (key.size() != access_key_size || !(key.starts_with("AKIA") || key.starts_with("ASIA")))
    return std::nullopt;
  std::uint64_t bits = 0;  // the first nine characters: 45 bits
  for (char const letter : key.substr(access_key_prefix_size, 9)) {
    auto const value = iam_letters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 5) | value;
  }
  std::string const digits = std::to_string((bits >> 4) & account_mask);
  constexpr std::size_t account_size = 12;
  if (digits.size() > account_size) return std::nullopt;
  return AccountId{std::string(account_size - digits.size(), '0') + digits};
}

}  // namespace neargate::domain
