#pragma once
// A compact model (api/models/*.json), read and corrected by patches.json, as the emitters see it.

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::codegen {

using Json = nlohmann::ordered_json;  // members keep the model's order

struct Operation {
  std::string name, input, output, result_wrapper;
  bool has_output = true;  ///< false: the generated output struct is empty and never on the wire
};

class Model {
 public:
  /// Throws std::runtime_error naming the shape when a reference or a patch does not fit.
  Model(std::string service, Json compact, Json const& patches);

  /// Its name in C++: ecr_public.
  std::string const& service() const { return service_; }
  /// Its name in credential scopes: ecr-public.
  std::string signing_name() const {
    std::string const name = metadata("signingName");
    return name.empty() ? service_ : name;
  }
  std::string metadata(char const* name) const;
  std::vector<std::string> const& names() const { return names_; }
  std::vector<Operation> const& operations() const { return operations_; }
  /// All shapes but errors, by name.
  std::map<std::string, Json> const& shapes() const { return shapes_; }
  std::map<std::string, Json> const& errors() const { return errors_; }

  Json const& shape(std::string const& name) const;
  bool is_structure(std::string const& name) const;
  bool is_enum(std::string const& name) const;
  /// Structures such that each comes after those it holds; what loops is in `boxed`.
  std::vector<std::string> const& ordered() const { return ordered_; }
  /// Must the member of `holder` live on the heap because its structure holds `holder` in turn?
  bool boxed(std::string const& holder, std::string const& member) const;
  std::string cpp_type(std::string const& shape) const;

 private:
  void apply(Json const& patch);
  void read_operations(Json const& compact);
  void check() const;
  void order(std::string const& structure, std::set<std::string>& done, std::vector<std::string>& path);

  std::string service_;
  Json metadata_;
  std::vector<std::string> names_;
  std::vector<Operation> operations_;
  std::map<std::string, Json> shapes_, errors_;
  std::vector<std::string> ordered_;
  std::set<std::pair<std::string, std::string>> boxed_;
};

/// The shapes that a shape refers to, with the member's name (empty for elements of lists and maps).
std::vector<std::pair<std::string, std::string>> references(Json const& shape);

}  // namespace neargate::codegen
