#include "engine/shape_table.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "engine/shape_table_data.h"

namespace presend {

using namespace shape_table_internal;  // NOLINT: the tables of this file

namespace {

// The part that a code point up to U+FFFF is typed for: 亻 for イ; itself otherwise.
uint64_t PartOf(char32_t c) {
  const uint16_t* end = kPartsTyped + kPartCount;
  const uint16_t* found = std::lower_bound(kPartsTyped, end, c);
  return found != end && *found == c ? kPartsMeant[found - kPartsTyped] : c;
}

char32_t WholeOf(uint64_t key) {
  const uint64_t* end = kShapeKeys + kShapeCount;
  const uint64_t* found = std::lower_bound(kShapeKeys, end, key);
  return found != end && *found == key ? kShapeWholes[found - kShapeKeys] : 0;
}

// The whole of `length` code points, each as it is or, with `typed`, as the part that it is typed for.
char32_t Compose(std::span<const char32_t> text, uint32_t length, bool typed) {
  uint64_t key = 0;
  for (uint32_t i = 0; i < 3; ++i) {
    const char32_t c = i < length ? text[i] : 0;
    if (c > 0xffff) return 0;  // no part; 0 in the key would say that nothing stands here
    key = key << 16 | (typed ? PartOf(c) : c);
  }
  return WholeOf(key);
}

// Positions of the shapes, in the order of what they make up: a set of 60,000 words asks for each of its letters.
std::vector<uint16_t> ByWhole() {
  std::vector<uint16_t> positions(kShapeCount);
  std::iota(positions.begin(), positions.end(), uint16_t{0});
  std::stable_sort(positions.begin(), positions.end(),
                   [](uint16_t a, uint16_t b) { return kShapeWholes[a] < kShapeWholes[b]; });
  return positions;
}

struct LessWhole {
  bool operator()(uint16_t position, char32_t whole) const { return kShapeWholes[position] < whole; }
  bool operator()(char32_t whole, uint16_t position) const { return whole < kShapeWholes[position]; }
};

// A part as it is and everything that is typed for it.
std::u32string SpellingsOf(char32_t part) {
  std::u32string spellings(1, part);
  for (size_t i = 0; i < kPartCount; ++i) {
    if (kPartsMeant[i] == part) spellings.push_back(kPartsTyped[i]);
  }
  return spellings;
}

}  // namespace

bool MayBeginShape(char32_t canonical) {
  const uint32_t bit = canonical - kFirstShape;
  return bit < kShapeBits && (kShapeFirst[bit / 32] >> (bit % 32) & 1) != 0;
}

bool IsBareRadical(char32_t canonical) {
  static constexpr std::u32string_view kRadicals =
      U"丬亠亻冂冖冫囗宀廴彡彳忄扌攵氵灬爫牜犭疒礻糹纟罒艹虍衤訁讠辶釒钅飠饣阝⺮";
  return kRadicals.find(canonical) != kRadicals.npos;
}

Composition ComposeShape(std::span<const char32_t> text) {
  if (text.size() < 2 || !MayBeginShape(text[0])) return {};
  for (uint32_t length = text.size() > 2 ? 3 : 2; length >= 2; --length) {
    for (const bool typed : {false, true}) {
      if (const char32_t whole = Compose(text, length, typed); whole != 0) return {whole, length};
    }
  }
  return {};
}

std::vector<std::u32string> TakeApart(char32_t whole) {
  static const std::vector<uint16_t>* const by_whole = new std::vector<uint16_t>(ByWhole());
  std::vector<std::u32string> all;
  const auto [from, to] = std::equal_range(by_whole->begin(), by_whole->end(), whole, LessWhole());
  for (auto at = from; at != to; ++at) {
    const size_t i = *at;
    std::vector<std::u32string> ways = {U""};
    for (int shift = 32; shift >= 0; shift -= 16) {
      const auto part = static_cast<char32_t>(kShapeKeys[i] >> shift & 0xffff);
      if (part == 0) break;
      std::vector<std::u32string> longer;
      for (const std::u32string& way : ways) {
        for (char32_t spelling : SpellingsOf(part)) longer.push_back(way + spelling);
      }
      ways = std::move(longer);
    }
    all.insert(all.end(), ways.begin(), ways.end());
  }
  return all;
}

}  // namespace presend
