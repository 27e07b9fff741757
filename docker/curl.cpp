#include "docker/curl.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <array>
#include <exception>
#include <system_error>

namespace neargate::docker {
namespace {

constexpr std::size_t idle_handles_max = 8;
constexpr long connect_timeout_ms = 5'000;
constexpr int wait_ms_max = 3'600'000;  // curl's own timers and curl_multi_wakeup end the wait sooner

void initialise_curl() {
  static CURLcode const once = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(once);
}

struct FreeHeaders {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeHeaders>;

HeaderList make_headers(std::vector<std::string> const& headers) {
  HeaderList list;
  auto const append = [&list](char const* line) {
    if (curl_slist* const longer = curl_slist_append(list.get(), line)) {
      static_cast<void>(list.release());  // the new head owns what the old one did
      list.reset(longer);
    }
  };
  append("Expect:");  // no 100-continue round trip before a body
  append("Accept: application/json");
  for (std::string const& header : headers) append(header.c_str());
  return list;
}

struct CloseMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

/// One request under way: what curl's callbacks write into.
struct Transfer {
  CURL* handle = nullptr;
  Limits limits;
  Sink const* sink = nullptr;
  HttpAnswer answer = {};
  bool open = false;
  bool too_large = false;
  bool unwanted = false;  ///< the sink said no
  std::exception_ptr thrown = {};
  std::array<char, CURL_ERROR_SIZE> error{};

  void accept_bytes(std::string_view bytes) {
    if (open && sink != nullptr) {
      unwanted = !sink->on_bytes(bytes);
      return;
    }
    too_large = answer.body.size() + bytes.size() > limits.body_bytes;
    if (!too_large) answer.body.append(bytes);
  }
  void end_headers() {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    open = status == 200;
    if (open && sink != nullptr && sink->on_open) sink->on_open();
  }
};

// An exception must not cross curl's C frames: it is kept, the transfer aborted, and thrown again afterwards.
std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  try {
    transfer.accept_bytes({bytes, count});
  } catch (...) {
    transfer.thrown = std::current_exception();
  }
  return transfer.thrown || transfer.too_large || transfer.unwanted ? 0 : count;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  std::string_view const line(bytes, count);
  if (line != "\r\n" && line != "\n") return count;
  try {
    transfer.end_headers();
  } catch (...) {
    transfer.thrown = std::current_exception();
  }
  return transfer.thrown ? 0 : count;
}

curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
  // libcurl sets no close-on-exec flag: a child process must not hold the daemon's socket.
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void prepare(Transfer& transfer, Endpoint const& endpoint, HttpRequest const& request, curl_slist* headers) {
  CURL* const handle = transfer.handle;
  std::string const url = endpoint.base_url + request.target;
  curl_easy_reset(handle);  // options only; its connection stays alive
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  if (!endpoint.unix_socket.empty()) {
    curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, endpoint.unix_socket.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_PROXY, "");  // http_proxy must never see the daemon
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(transfer.limits.total.count()));
  if (transfer.limits.inactivity.count() > 0) {
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(transfer.limits.inactivity.count()));
  }
  if (request.method == "POST") {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
  } else if (request.method != "GET") {
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer.error.data());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
}

Failure describe(CURLcode code, Transfer const& transfer, Endpoint const& endpoint) {
  std::string const text = transfer.error[0] != '\0' ? transfer.error.data() : curl_easy_strerror(code);
  if (transfer.too_large || transfer.unwanted) {
    char const* const why = transfer.too_large ? "too large" : "malformed";
    return {Failure::Kind::ServerError, transfer.answer.status,
            std::string("the Docker daemon's answer is ") + why};
  }
  curl_off_t connected_us = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_PRETRANSFER_TIME_T, &connected_us);
  if (code == CURLE_OPERATION_TIMEDOUT && connected_us > 0) {
    return {Failure::Kind::TimedOut, 0, "the Docker daemon did not answer in time: " + text};
  }
  if (connected_us > 0) {
    return {Failure::Kind::Unreachable, 0,
            "The connection to the Docker daemon at " + endpoint.name + " broke: " + text};
  }
  // "Permission denied" says more than curl's "Failed to connect to docker port 80".
  long reason = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_OS_ERRNO, &reason);
  bool const use_reason = !endpoint.unix_socket.empty() && reason != 0;
  return {Failure::Kind::Unreachable, 0,
          "Cannot connect to the Docker daemon at " + endpoint.name + ": " +
              (use_reason ? std::generic_category().message(static_cast<int>(reason)) : text)};
}

/// Drives one transfer until it ends (its result) or `stop` is requested (nothing).
std::optional<CURLcode> drive(CURL* handle, std::stop_token const& stop) {
  std::unique_ptr<CURLM, CloseMulti> const multi(curl_multi_init());
  if (!multi) return CURLE_OUT_OF_MEMORY;
  curl_multi_add_handle(multi.get(), handle);
  std::optional<CURLcode> result;
  {
    std::stop_callback const wake(stop, [&multi] { curl_multi_wakeup(multi.get()); });
    int running = 1;
    while (!stop.stop_requested() && !result) {
      if (curl_multi_perform(multi.get(), &running) != CURLM_OK) result = CURLE_FAILED_INIT;
      if (running == 0 && !result) {
        int left = 0;
        CURLMsg const* const message = curl_multi_info_read(multi.get(), &left);
        result = message == nullptr ? CURLE_FAILED_INIT : message->data.result;
      }
      if (!result) curl_multi_poll(multi.get(), nullptr, 0, wait_ms_max, nullptr);
    }
  }
  curl_multi_remove_handle(multi.get(), handle);
  return result;
}

}  // namespace

void HttpClient::CloseHandle::operator()(void* handle) const { curl_easy_cleanup(handle); }

HttpClient::HttpClient(Endpoint endpoint) : endpoint_(std::move(endpoint)) { initialise_curl(); }
HttpClient::~HttpClient() = default;

HttpClient::Handle HttpClient::borrow() {
  std::scoped_lock const lock(mutex_);
  if (idle_.empty()) return Handle(curl_easy_init());
  Handle handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void HttpClient::give_back(Handle handle) {
  std::scoped_lock const lock(mutex_);
  if (idle_.size() < idle_handles_max) idle_.push_back(std::move(handle));
}

Outcome<HttpAnswer> HttpClient::exchange(HttpRequest const& request, Limits const& limits) {
  Handle handle = borrow();
  if (!handle) return Failure{Failure::Kind::Unreachable, 0, "libcurl is out of memory"};
  HeaderList const headers = make_headers(request.headers);
  Transfer transfer{.handle = handle.get(), .limits = limits};
  prepare(transfer, endpoint_, request, headers.get());
  CURLcode const code = curl_easy_perform(handle.get());
  if (code != CURLE_OK)
    return describe(code, transfer, endpoint_);  // the handle is dropped with its connection
  give_back(std::move(handle));
  return std::move(transfer.answer);
}

Outcome<HttpAnswer> HttpClient::stream(HttpRequest const& request, Limits const& limits, Sink const& sink,
                                       std::stop_token const& stop) {
  // A handle of its own: its connection lives in drive()'s multi handle and ends with the stream.
  Handle const handle(curl_easy_init());
  if (!handle) return Failure{Failure::Kind::Unreachable, 0, "libcurl is out of memory"};
  HeaderList const headers = make_headers(request.headers);
  Transfer transfer{.handle = handle.get(), .limits = limits, .sink = &sink};
  prepare(transfer, endpoint_, request, headers.get());
  std::optional<CURLcode> const code = drive(handle.get(), stop);
  if (transfer.thrown) std::rethrow_exception(transfer.thrown);
  if (code && *code != CURLE_OK) return describe(*code, transfer, endpoint_);
  return std::move(transfer.answer);
}

std::string url_encode(std::string_view text, std::string_view keep) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (char const c : text) {
    if (unreserved.find(c) != std::string_view::npos || keep.find(c) != std::string_view::npos) {
      out += c;
    } else {
      auto const byte = static_cast<unsigned char>(c);
      out += {'%', hex[byte >> 4U], hex[byte & 15U]};
    }
  }
  return out;
}

}  // namespace neargate::docker
