#include "server/registry_answers.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

namespace neargate::server {

namespace {

bool is_disk_full(std::error_code const& code) {
  return code == std::errc::no_space_on_device || code == std::errc::file_too_large || code.value() == EDQUOT;
}

bool same_name(std::string_view left, std::string_view right) {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view find_header(HeaderList const& headers, std::string_view name) {
  for (auto const& [key, value] : headers)
    if (same_name(key, name)) return value;
  return {};
}

}  // namespace

std::string_view RegistryRequest::header(std::string_view name) const { return find_header(headers, name); }
std::string_view RegistryAnswer::header(std::string_view name) const { return find_header(headers, name); }

RegistryAnswer finished(RegistryAnswer answer) {
  if (answer.header("Content-Length").empty() && answer.status != 204) {
    auto const length = answer.file ? answer.file->length : answer.body.size();
    answer.headers.emplace_back("Content-Length", std::to_string(length));
  }
  answer.headers.emplace_back("Docker-Distribution-Api-Version", "registry/2.0");
  return answer;
}

RegistryAnswer without_body(RegistryAnswer answer) {
  answer.body.clear();
  answer.file.reset();
  return answer;
}

RegistryAnswer empty_answer(int status) {
  RegistryAnswer answer;
  answer.status = status;
  return answer;
}

RegistryAnswer json_answer(std::string json, std::string content_type) {
  RegistryAnswer answer;
  answer.headers.emplace_back("Content-Type", std::move(content_type));
  answer.body = std::move(json);
  return answer;
}

RegistryAnswer error_answer(registry::OciError const& error, std::string const& message) {
  nlohmann::json document;
  document["errors"][0] = {{"code", error.code}, {"message", message}};
  // What a client sent is in the message: it need not be UTF-8.
  RegistryAnswer answer =
      json_answer(document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
                  "application/json; charset=utf-8");
  answer.status = error.status;
  return answer;
}

RegistryAnswer failure_answer(std::string const& doing) noexcept {
  try {
    throw;
  } catch (std::system_error const& error) {
    spdlog::error("registry={} error=\"{}\"", doing, error.what());
    if (is_disk_full(error.code()))
      return error_answer(registry::oci::disk_full, "No space is left on the disk of the registry");
  } catch (std::exception const& error) {
    spdlog::error("registry={} error=\"{}\"", doing, error.what());
  }
  return error_answer(registry::oci::server_error, "The registry failed; its log says why");
}

}  // namespace neargate::server
