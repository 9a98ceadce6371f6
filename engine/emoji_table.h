// Pictures and symbols that stand for characters: 🐈 猫, ➕ 加, 👍 好, 💎 宝, ❌ x, and letters made of marks: >< x, \/ v.
#pragma once

#include <cstdint>
#include <span>

namespace presend {

struct Picture {
  std::span<const char32_t> reading;  // canonical code points; empty if the symbol stands for nothing
  uint32_t length = 0;                // how many code points it takes up (>< is two)
};

// What the code points at the start of `text` (canonical) stand for.
Picture ReadPicture(std::span<const char32_t> text);

// Whether a code point can begin a picture: a cheap test before ReadPicture.
bool MayBeginPicture(char32_t canonical);

// Whether a code point that can begin a picture is one by itself, whatever stands behind it.
bool IsPictureAlone(char32_t canonical);

// The letter that a digit or mark stands for inside a Latin word (0 o, 1 l, 3 e, 5 s, @ a, $ s); 0 if none.
char32_t LeetLetter(char32_t canonical);

}  // namespace presend
