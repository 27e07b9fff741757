#include "api/ecs/rules/attribute_rules.h"

#include <algorithm>

#include "gen/ecs/errors.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t length_max = 128;
constexpr int custom_max = 10;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_name_char(char c) {
  return is_alphanumeric(c) || std::string_view("-_/.").find(c) != std::string::npos;
}
bool is_value_char(char c) {
  return is_alphanumeric(c) || std::string_view("-_/.@:\\ ").find(c) != std::string::npos;
}

bool is_custom(domain::Attribute const& attribute) {
  return !attribute.name.starts_with("ecs.") && !attribute.name.starts_with("com.amazonaws.ecs.");
}

}  // namespace

std::optional<Refusal> attribute_refused(Attribute const& attribute) {
  std::string const name = attribute.name.value_or(""), value = attribute.value.value_or("");
  if (name.empty()) return invalid("Attribute name can not be blank.");
  if (name.size() > length_max) return invalid("Attribute name can not be longer than 128 characters.");
  if (!std::ranges::all_of(name, is_name_char))
    return invalid(
        "Attribute name can contain only letters, numbers, hyphens, underscores, forward slashes and "
        "periods.");
  if (value.size() > length_max) return invalid("Attribute value can not be longer than 128 characters.");
  if (!std::ranges::all_of(value, is_value_char))
    return invalid(
        "Attribute value can contain only letters, numbers, hyphens, underscores, periods, at signs, "
        "slashes, "
        "colons and spaces.");
  if (value.starts_with(' ') || value.ends_with(' '))
    return invalid("Attribute value can not begin or end with a space.");
  return std::nullopt;
}

std::optional<Refusal> too_many_attributes(domain::ContainerInstance const& instance) {
  if (std::ranges::count_if(instance.attributes, is_custom) <= custom_max) return std::nullopt;
  return Refusal{
      AttributeLimitExceededException,
      "You can apply up to 10 custom attributes for each resource. You can view the attributes of a "
      "resource with ListAttributes. You can remove existing attributes on a resource with "
      "DeleteAttributes."};
}

void put_attribute(domain::ContainerInstance& instance, Attribute const& attribute) {
  domain::Attribute stored{.name = *attribute.name, .value = std::nullopt};
  if (attribute.value) stored.value = *attribute.value;
  auto const same = std::ranges::find(instance.attributes, stored.name, &domain::Attribute::name);
  if (same != instance.attributes.end())
    *same = std::move(stored);
  else
    instance.attributes.push_back(std::move(stored));
}

}  // namespace neargate::api::ecs
