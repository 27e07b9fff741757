#include "api/wire/utf8.h"

namespace neargate::api::wire {
namespace {

/// Length of a sequence by its first byte, and the smallest code point that may be written so long.
struct Lead {
  int length;
  char32_t bits, least;
};
Lead lead(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC2 && byte < 0xE0) return {2, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte < 0xF5) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

}  // namespace

char32_t take_code_point(std::string_view& text, bool* well_formed) {
  auto const [length, bits, least] = lead(static_cast<unsigned char>(text.front()));
  char32_t code_point = bits;
  bool good = length > 0 && text.size() >= static_cast<std::size_t>(length);
  for (int i = 1; good && i < length; ++i) {
    auto const byte = static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
    good = (byte & 0xC0) == 0x80;
    code_point = code_point << 6 | (byte & 0x3FU);
  }
  good =
      good && code_point >= least && code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
  if (well_formed) *well_formed = good;
  text.remove_prefix(good ? static_cast<std::size_t>(length) : 1);
  return good ? code_point : replacement_character;
}

bool is_valid_utf8(std::string_view text) {
  bool good = true;
  while (!text.empty() && good) take_code_point(text, &good);
  return good;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) take_code_point(text);
  return count;
}

void append_code_point(std::string& text, char32_t code_point) {
  auto const byte = [&](char32_t bits) { text += static_cast<char>(bits); };
  if (code_point < 0x80) return byte(code_point);
  if (code_point < 0x800) {
    byte(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      byte(0xE0 | code_point >> 12);
    } else {
      byte(0xF0 | code_point >> 18);
      byte(0x80 | (code_point >> 12 & 0x3F));
    }
    byte(0x80 | (code_point >> 6 & 0x3F));
  }
  byte(0x80 | (code_point & 0x3F));
}

}  // namespace neargate::api::wire
