#include "han_folding.h"

#include <opencc/opencc.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/utf8.h"
#include "tsv.h"

namespace presend::maker {
namespace {

constexpr int kGeneralUse = 6500;  // the first two levels of the table of standard characters

char32_t ConvertOne(const opencc::SimpleConverter& converter, char32_t c) {
  const std::u32string out = ToCodePoints(converter.Convert(ToUtf8({&c, 1})));
  return out.size() == 1 ? out[0] : c;
}

bool IsHan(char32_t c) {
  return (c >= 0x3400 && c < 0xa000) || (c >= 0xf900 && c < 0xfb00) || (c >= 0x20000 && c < 0x32400);
}

template <typename Map>
char32_t Find(const Map& map, char32_t c) {
  const auto found = map.find(c);
  return found == map.end() ? c : found->second;
}

}  // namespace

HanFolding::HanFolding(const std::string& unicode_dir, const std::string& own_dir) {
  ReadRadicals(unicode_dir);
  ReadStandard(unicode_dir);
  ReadFrequencies(unicode_dir);
  ReadOwn(own_dir);
  ReadOpenCc();
  ReadUnihanVariants(unicode_dir);
  ReadCompounds(own_dir);
}

int HanFolding::Standard(char32_t c) const {
  const auto found = standard_.find(c);
  return found == standard_.end() ? 0 : found->second;
}

char32_t HanFolding::Unify(char32_t c) const { return Find(radicals_, c); }

char32_t HanFolding::Simplify(char32_t c) const {
  const char32_t simple = Find(simplified_, c);
  return simple != c ? simple : Find(variants_, c);
}

void HanFolding::ReadRadicals(const std::string& unicode_dir) {
  std::ifstream in(unicode_dir + "/EquivalentUnifiedIdeograph.txt");
  for (std::string line; std::getline(in, line);) {
    unsigned first = 0, last = 0, to = 0;
    if (std::sscanf(line.c_str(), "%x..%x ; %x", &first, &last, &to) != 3) {
      if (std::sscanf(line.c_str(), "%x ; %x", &first, &to) != 2) continue;
      last = first;
    }
    for (unsigned c = first; c <= last; ++c) radicals_[c] = to;
    components_.insert(to);
  }
  if (radicals_.empty()) Fail("no radicals in " + unicode_dir);
}

void HanFolding::ReadStandard(const std::string& unicode_dir) {
  for (const UnihanEntry& entry : ReadUnihan(unicode_dir + "/Unihan_OtherMappings.txt.bz2", {"kTGH"})) {
    const size_t colon = entry.value.find(':');
    standard_[entry.code_point] = std::atoi(entry.value.c_str() + colon + 1);
  }
}

void HanFolding::ReadFrequencies(const std::string& unicode_dir) {
  for (const UnihanEntry& entry : ReadUnihan(unicode_dir + "/Unihan_Readings.txt.bz2", {"kHanyuPinlu"})) {
    for (size_t at = entry.value.find('('); at != std::string::npos; at = entry.value.find('(', at + 1)) {
      frequency_[entry.code_point] += std::atoi(entry.value.c_str() + at + 1);
    }
  }
}

void HanFolding::ReadOwn(const std::string& own_dir) {
  for (const Row& row : ReadTsv(own_dir + "/variants.tsv")) {
    if (row.size() < 2 || row[0].size() != 1) Fail("variants.tsv: a line is not: target <TAB> sources");
    for (const char32_t from : row[1]) {
      if (Standard(from) != 0 && Standard(from) <= kGeneralUse) {
        Fail("variants.tsv: " + ToUtf8({&from, 1}) + " is an ordinary character");
      }
      if (!simplified_.emplace(from, row[0][0]).second) Fail("variants.tsv: " + ToUtf8({&from, 1}) + " stands twice");
    }
  }
}

// Last: what a standard says of a character goes before what it looks like.
void HanFolding::ReadCompounds(const std::string& own_dir) {
  for (const Row& row : ReadTsv(own_dir + "/compounds.tsv")) {
    if (row.size() < 2 || row[0].size() != 1) Fail("compounds.tsv: a line is not: target <TAB> sources");
    for (const char32_t from : row[1]) {
      if (Standard(from) != 0 && Standard(from) <= kGeneralUse) {
        Fail("compounds.tsv: " + ToUtf8({&from, 1}) + " is an ordinary character");
      }
      if (!components_.contains(from) && !simplified_.contains(from)) variants_.emplace(from, row[0][0]);
    }
  }
}

void HanFolding::ReadOpenCc() {
  const opencc::SimpleConverter to_simplified("t2s.json");
  const opencc::SimpleConverter from_elsewhere[] = {
      opencc::SimpleConverter("tw2t.json"), opencc::SimpleConverter("hk2t.json"), opencc::SimpleConverter("jp2t.json")};
  for (char32_t c = 0x3400; c < 0x32400; ++c) {
    if (!IsHan(c)) continue;
    const char32_t simple = ConvertOne(to_simplified, c);
    if (simple != c) {
      // 氭 is 𣱝 there: no word has it, and only characters of the basic plane have sounds.
      if (simple < 0x10000 || c >= 0x10000) simplified_.emplace(c, simple);
      continue;
    }
    if (Standard(c) != 0) continue;
    for (const auto& converter : from_elsewhere) {
      const char32_t traditional = ConvertOne(converter, c);
      const char32_t target = ConvertOne(to_simplified, traditional);
      if (target != c && Standard(target) != 0) simplified_.emplace(c, target);
    }
  }
}

// Keeps the most frequent of several targets.
void HanFolding::OfferVariant(char32_t from, char32_t to) {
  // 亻 is a part of characters, not a way to write 人: the shape table needs it as it is.
  if (components_.contains(from)) return;
  to = Find(simplified_, to);
  if (from == to || Standard(from) != 0 || simplified_.contains(from)) return;
  const int rank = Standard(to);
  if (rank == 0 || rank > kGeneralUse) return;
  const auto [place, is_new] = variants_.emplace(from, to);
  if (!is_new && frequency_[to] > frequency_[place->second]) place->second = to;
}

void HanFolding::ReadUnihanVariants(const std::string& unicode_dir) {
  for (const UnihanEntry& entry :
       ReadUnihan(unicode_dir + "/Unihan_Variants.txt.bz2", {"kSemanticVariant", "kZVariant", "kSimplifiedVariant"})) {
    std::istringstream targets(entry.value);
    for (std::string target; targets >> target;) OfferVariant(entry.code_point, ParseCodePoint(target));
  }
}

}  // namespace presend::maker
