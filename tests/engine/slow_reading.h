// What a text says, asked slowly and straight from the definitions of the folds: of every range of its letters, does
// this say the word? Held against the engine.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/fold_table.h"
#include "engine/sound_table.h"
#include "engine/utf8.h"
#include "engine/view.h"

namespace presend::slow {

using Found = std::set<std::tuple<std::string, uint32_t, uint32_t>>;  // word, bytes

// One canonical code point and the bytes that it is read from.
struct Said {
  char32_t c;
  uint32_t begin, end;
};
using Speech = std::vector<Said>;

inline Speech Plain(const std::string& text) {
  View view;
  BuildView(text, view);
  Speech speech;
  for (const Glyph& glyph : view.glyphs) speech.push_back({glyph.code_point, glyph.begin, glyph.end});
  return speech;
}

// The letters; a lone digit between two characters says nothing.
inline Speech Letters(const Speech& said) {
  const auto kind = [&](size_t i) { return KindOf(said[i].c); };
  Speech letters;
  for (size_t i = 0; i < said.size(); ++i) {
    const bool stray = kind(i) == GlyphKind::kDigit && i > 0 && i + 1 < said.size() && kind(i - 1) == GlyphKind::kHan &&
                       kind(i + 1) == GlyphKind::kHan;
    if (IsLetter(kind(i)) && !stray) letters.push_back(said[i]);
  }
  return letters;
}

// The letters as runs: (letter, how often).
inline std::vector<std::pair<char32_t, int>> Runs(const std::u32string& letters) {
  std::vector<std::pair<char32_t, int>> runs;
  for (char32_t c : letters) {
    if (runs.empty() || runs.back().first != c) runs.push_back({c, 0});
    ++runs.back().second;
  }
  return runs;
}

// Every letter of the word at least as often, in the same order: 淘淘宝宝 says 淘宝.
inline bool SaysRepeated(const std::u32string& letters, const std::u32string& word) {
  const auto have = Runs(letters), want = Runs(word);
  if (have.size() != want.size()) return false;
  for (size_t i = 0; i < have.size(); ++i) {
    if (have[i].first != want[i].first || have[i].second < want[i].second) return false;
  }
  return true;
}

inline std::u32string Once(std::u32string letters) {
  letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
  return letters;
}

// Letter for letter the same sound, a character being one syllable. A Latin word has none: 位点 is no weidian.
inline bool SaysBySound(const std::u32string& letters, const std::u32string& word) {
  if (std::all_of(word.begin(), word.end(), [](char32_t c) { return c < 0x80; })) return false;
  size_t at = 0;
  for (char32_t c : word) {
    const std::string_view syllable = SyllableLetters(SyllableOf(c));
    if (c < 0x80) {
      if (at >= letters.size() || letters[at++] != c) return false;
    } else if (at < letters.size() && letters[at] >= 0x80) {
      if (SyllableOf(letters[at++]) != SyllableOf(c)) return false;
    } else {
      for (char letter : syllable) {
        if (at >= letters.size() || letters[at++] != static_cast<char32_t>(letter)) return false;
      }
    }
  }
  return at == letters.size();
}

// Letter for letter the word, some of its characters spelled; all of them only if that takes six letters.
inline bool SaysSpelled(const std::u32string& letters, const std::u32string& word) {
  if (!SaysBySound(letters, word)) return false;
  const bool han = std::any_of(letters.begin(), letters.end(), [](char32_t c) { return c >= 0x80; });
  return (han || letters.size() >= 6) &&
         std::all_of(letters.begin(), letters.end(), [&](char32_t c) { return c < 0x80 || word.find(c) != word.npos; });
}

inline std::u32string Canonical(const std::string& text) {
  std::u32string canonical;
  for (const Said& said : Plain(text)) canonical.push_back(said.c);
  return canonical;
}

// What the disguises of the tests stand for, the longer ones first.
struct Disguise {
  std::u32string parts, meaning;
};
inline const std::vector<Disguise>& Disguises() {
  static const auto& disguises = *new std::vector<Disguise>([] {
    std::vector<Disguise> all;
    const std::pair<std::string, std::string> table[] = {
        {"\\/\\/", "w"}, {"🟢💬", "微信"}, {"><", "x"},    {"\\/", "v"}, {"氵匋", "淘"}, {"亻言", "信"},
        {"イ言", "信"},  {"女子", "好"},       {"力口", "加"}, {"🐱", "猫"},  {"💎", "宝"},    {"➕", "加"},
        {"+", "加"},     {"💬", "聊"},          {"❤", "心"},    {"✌", "v"},   {"👍", "好"},    {"🟢", "绿"}};
    for (const auto& [parts, meaning] : table) {
      all.push_back({Canonical(parts), Canonical(meaning)});
    }
    return all;
  }());
  return disguises;
}

inline bool IsLatin(const Speech& said, size_t i) { return i < said.size() && said[i].c >= 'a' && said[i].c <= 'z'; }
inline char32_t LeetMeaning(char32_t c) {
  return c == '0' ? 'o' : c == '1' ? 'l' : c == '3' ? 'e' : c == '5' ? 's' : c == '@' ? 'a' : c == '$' ? 's' : 0;
}

// A sign inside a Latin word: a letter stands beside it with at most one other sign between.
inline bool IsInLatinWord(const Speech& said, size_t i) {
  if (IsLatin(said, i + 1) || IsLatin(said, i - 1)) return true;
  return (i >= 2 && LeetMeaning(said[i - 1].c) != 0 && IsLatin(said, i - 2)) ||
         (i + 1 < said.size() && LeetMeaning(said[i + 1].c) != 0 && IsLatin(said, i + 2));
}

// we1xin and w31xin, but a1ipay, 1ong, tma1l and tmal1.
inline bool StandsForI(const Speech& said, size_t i) {
  if (said[i].c != '1' || i == 0) return false;
  const char32_t before = IsLatin(said, i - 1) ? said[i - 1].c : LeetMeaning(said[i - 1].c);
  if (before != 'a') return before != 'l' ? before != 0 : IsLatin(said, i - 1) && IsLatin(said, i + 1);
  return i + 1 >= said.size() || std::u32string_view(U"lipay1").find(said[i + 1].c) == std::u32string_view::npos;
}

// Where the parts that begin at `at` end, or `at`. Behind what is no character by itself a mark may stand: 氵·匋.
inline size_t PartsEnd(const Speech& said, size_t at, const std::u32string& parts) {
  size_t end = at;
  for (char32_t part : parts) {
    const bool radical = end == at + 1 && (parts[0] == U'氵' || parts[0] == U'亻');
    if (radical && end < said.size() && !IsLetter(KindOf(said[end].c))) ++end;
    if (end == said.size() || said[end++].c != part) return at;
  }
  return end;
}

// With what the disguises stand for in their places.
inline Speech PutBack(const Speech& said) {
  Speech out;
  for (size_t i = 0; i < said.size();) {
    size_t taken = 0;
    for (const auto& [parts, meaning] : Disguises()) {
      const size_t end = PartsEnd(said, i, parts);
      if (end == i) continue;
      for (char32_t c : meaning) out.push_back({c, said[i].begin, said[end - 1].end});
      taken = end - i;
      break;
    }
    if (taken == 0) {
      const char32_t leet = IsInLatinWord(said, i) ? LeetMeaning(said[i].c) : 0;
      out.push_back({leet == 0 ? said[i].c : StandsForI(said, i) ? U'i' : leet, said[i].begin, said[i].end});
      taken = 1;
    }
    i += taken;
  }
  return out;
}

// Adds the ranges of the letters that say one of the words: as it is, with its letters repeated, or as `says` knows.
using Says = bool (*)(const std::u32string& letters, const std::u32string& word);
inline void FindWords(const Speech& letters, const std::vector<std::string>& words, Found& found,
                      Says says = SaysBySound) {
  for (const std::string& utf8 : words) {
    const std::u32string word = ToCodePoints(utf8);
    for (size_t i = 0; i < letters.size(); ++i) {
      std::u32string said;
      for (size_t j = i; j < letters.size() && said.size() < 24; ++j) {
        said.push_back(letters[j].c);
        const bool exact = said == word;
        if (!exact && !SaysRepeated(said, word) && !says(said, word) && !says(Once(said), word)) continue;
        found.insert({utf8, letters[i].begin, letters[j].end});
      }
    }
  }
}

}  // namespace presend::slow
