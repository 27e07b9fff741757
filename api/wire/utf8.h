#pragma once
// UTF-8 as code points: lengths and patterns of AWS count characters, XML allows only some of them.

#include <cstddef>
#include <string>
#include <string_view>

namespace neargate::api::wire {

constexpr char32_t replacement_character = 0xFFFD;

/// Takes one code point off the front; an ill-formed byte gives the replacement character.
char32_t take_code_point(std::string_view& text, bool* well_formed = nullptr);
bool is_valid_utf8(std::string_view text);
std::size_t count_code_points(std::string_view text);
void append_code_point(std::string& text, char32_t code_point);

}  // namespace neargate::api::wire
