// UTF-8 of packs' words as code points, with the letters in canonical case. For compiling, not for messages.
#pragma once

#include <string>
#include <string_view>

namespace presend {

// Appends the code points of `utf8` to `out`, A–Z as a–z. False if it is not UTF-8.
inline bool DecodeLetters(std::string_view utf8, std::u32string& out) {
  for (size_t i = 0; i < utf8.size();) {
    const unsigned char lead = utf8[i++];
    const int rest = lead < 0x80 ? 0 : lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : -1;
    if (rest < 0 || lead >= 0xf5 || i + rest > utf8.size()) return false;
    char32_t c = rest == 0 ? lead : lead & (0x3f >> rest);
    for (int k = 0; k < rest; ++k) {
      const unsigned char next = utf8[i++];
      if ((next & 0xc0) != 0x80) return false;
      c = c << 6 | (next & 0x3f);
    }
    out.push_back(c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c);
  }
  return true;
}

}  // namespace presend
