// neargate_coverage [--check] docs/coverage.md
//   Writes the table of served operations between the page's markers; --check only says whether it is stale.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "api/coverage.h"

namespace {

constexpr std::string_view begin_mark = "<!-- generated: cmake --build build/dev --target coverage -->\n";
constexpr std::string_view end_mark = "<!-- end of generated part -->\n";

std::string read_page(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int count, char** arguments) {
  bool const check = count == 3 && std::string_view(arguments[1]) == "--check";
  if (count != 2 && !check) {
    std::fputs("usage: neargate_coverage [--check] PAGE\n", stderr);
    return 2;
  }
  std::string const path = arguments[count - 1];
  std::string const page = read_page(path);
  std::size_t const begin = page.find(begin_mark), end = page.find(end_mark);
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    std::fprintf(stderr, "%s lacks the markers of its generated part\n", path.c_str());
    return 1;
  }
  std::string const wanted = page.substr(0, begin + begin_mark.size()) + "\n" +
                             neargate::api::coverage_text(neargate::api::all_services()) + "\n" +
                             page.substr(end);
  if (wanted == page) return 0;
  if (check) {
    std::fprintf(stderr, "%s is stale; build the target \"coverage\" to write it anew\n", path.c_str());
    return 1;
  }
  std::ofstream out(path, std::ios::binary);
  out << wanted;
  return out.flush() ? 0 : 1;
}
