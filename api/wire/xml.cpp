#include "api/wire/xml.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/wire/timestamp.h"
#include "api/wire/utf8.h"

namespace neargate::api::wire {
namespace {

bool is_xml_character(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

/// Writes elements, one a line, indented by two.
class Writer {
 public:
  void open(std::string_view name, std::string_view attributes = {}) {
    line(fmt::format("<{}{}>", name, attributes));
    ++depth_;
  }
  void close(std::string_view name) {
    --depth_;
    line(fmt::format("</{}>", name));
  }
  void empty(std::string_view name) { line(fmt::format("<{}/>", name)); }
  void text(std::string_view name, std::string_view content) {
    line(fmt::format("<{}>{}</{}>", name, xml_escape(content), name));
  }

  void members(Value const& value, Shape const& shape, Protocol protocol) {
    for (auto const& member : shape.members) {
      auto const found = value.find(member.name);
      if (found != value.end() && !found->is_null())
        element(*found, *member.shape, member.xml_name, member, protocol);
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void line(std::string const& content) {
    out_.append(2 * static_cast<std::size_t>(depth_), ' ');
    out_ += content;
    out_ += '\n';
  }

  void element(Value const& value, Shape const& shape, std::string_view name, Member const& member,
               Protocol protocol) {
    switch (shape.kind) {
      case Kind::Structure:
        return structure(value, shape, name, protocol);
      case Kind::List:
        return list(value, shape, name, member.flattened || shape.flattened, protocol);
      case Kind::Map:
        return map(value, shape, name, member.flattened || shape.flattened, protocol);
      default:
        return text(name, scalar(value, shape, member, protocol));
    }
  }

  void structure(Value const& value, Shape const& shape, std::string_view name, Protocol protocol) {
    if (value.empty()) return empty(name);
    open(name);
    members(value, shape, protocol);
    close(name);
  }

  void list(Value const& value, Shape const& shape, std::string_view name, bool flattened,
            Protocol protocol) {
    Member const& inner = *shape.element;
    if (flattened) {
      std::string_view const element_name = inner.xml_name == "member" ? name : inner.xml_name;
      for (auto const& item : value) element(item, *inner.shape, element_name, inner, protocol);
      return;
    }
    if (value.empty()) return empty(name);
    open(name);
    for (auto const& item : value) element(item, *inner.shape, inner.xml_name, inner, protocol);
    close(name);
  }

  void map(Value const& value, Shape const& shape, std::string_view name, bool flattened, Protocol protocol) {
    if (!flattened && value.empty()) return empty(name);
    if (!flattened) open(name);
    for (auto const& [key, item] : value.items()) {
      open(flattened ? name : "entry");
      text(shape.key->xml_name, key);
      element(item, *shape.element->shape, shape.element->xml_name, *shape.element, protocol);
      close(flattened ? name : "entry");
    }
    if (!flattened) close(name);
  }

  static std::string scalar(Value const& value, Shape const& shape, Member const& member, Protocol protocol) {
    if (shape.kind != Kind::Timestamp) return value.is_string() ? value.get<std::string>() : value.dump();
    auto const format = member.timestamp_format != TimestampFormat::Default ? member.timestamp_format
                                                                            : shape.timestamp_format;
    if (format == TimestampFormat::UnixTimestamp) return value.dump();
    // IAM prints whole seconds, EC2 milliseconds (iam-sts-ec2-logs.md).
    return print_iso8601(value.get<double>(),
                         protocol == Protocol::Ec2Query ? Precision::Milliseconds : Precision::Seconds);
  }

  std::string out_;
  int depth_ = 0;
};

std::string namespace_of(ServiceModel const& service) {
  std::string name(service.xml_namespace);
  if (!name.ends_with('/')) name += '/';  // EC2's model leaves out the slash that its answers have
  return fmt::format(" xmlns=\"{}\"", name);
}

}  // namespace

std::string xml_escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    switch (char32_t const c = take_code_point(text)) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\r':
        escaped += "&#13;";
        break;
      default:
        append_code_point(escaped, is_xml_character(c) ? c : replacement_character);
    }
  }
  return escaped;
}

std::string encode_xml(ServiceModel const& service, OperationShape const& operation, Value const& output,
                       std::string_view request_id) {
  Writer writer;
  std::string const root = std::string(operation.name) + "Response";
  bool const ec2 = service.protocol == Protocol::Ec2Query;
  writer.open(root, namespace_of(service));
  if (ec2) {
    writer.text("requestId", request_id);
    if (operation.output)
      writer.members(output, *operation.output, service.protocol);
    else
      writer.text("return", "true");
  } else {
    if (operation.output && !operation.result_wrapper.empty()) {
      writer.open(operation.result_wrapper);
      writer.members(output, *operation.output, service.protocol);
      writer.close(operation.result_wrapper);
    }
    writer.open("ResponseMetadata");
    writer.text("RequestId", request_id);
    writer.close("ResponseMetadata");
  }
  writer.close(root);
  return (ec2 ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : "") + writer.take();
}

std::string encode_xml_error(ServiceModel const* service, Error const& error, std::string_view request_id) {
  Writer writer;
  if (service && service->protocol == Protocol::Ec2Query) {
    writer.open("Response");
    writer.open("Errors");
    writer.open("Error");
    writer.text("Code", error.shape().code);
    writer.text("Message", error.message());
    writer.close("Error");
    writer.close("Errors");
    writer.text("RequestID", request_id);
    writer.close("Response");
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + writer.take();
  }
  writer.open("ErrorResponse", service ? namespace_of(*service) : "");
  writer.open("Error");
  writer.text("Type", error.shape().fault == Fault::Sender ? "Sender" : "Receiver");
  writer.text("Code", error.shape().code);
  writer.text("Message", error.message());
  writer.close("Error");
  writer.text("RequestId", request_id);
  writer.close("ErrorResponse");
  return writer.take();
}

}  // namespace neargate::api::wire
