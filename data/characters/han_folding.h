// Which Han characters are ways to write another: traditional, variant, Japanese, look-alike. For the makers alone.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace presend::maker {

class HanFolding {
 public:
  // Reads Unihan and the radicals in `unicode_dir`, variants.tsv and compounds.tsv in `own_dir`, and OpenCC's installed dictionaries.
  HanFolding(const std::string& unicode_dir, const std::string& own_dir);

  // One step towards the simplified form; the character itself if there is none.
  char32_t Simplify(char32_t c) const;
  // The unified ideograph of a radical, or the character itself.
  char32_t Unify(char32_t c) const;
  // Index in the table of standard characters (1–8105, the first 3,500 are common); 0 if it is not one.
  int Standard(char32_t c) const;

 private:
  void ReadRadicals(const std::string& unicode_dir);
  void ReadStandard(const std::string& unicode_dir);
  void ReadFrequencies(const std::string& unicode_dir);
  void ReadOwn(const std::string& own_dir);
  void ReadCompounds(const std::string& own_dir);
  void ReadOpenCc();
  void ReadUnihanVariants(const std::string& unicode_dir);
  void OfferVariant(char32_t from, char32_t to);

  std::unordered_map<char32_t, char32_t> radicals_;
  std::unordered_set<char32_t> components_;
  std::unordered_map<char32_t, char32_t> simplified_;
  std::unordered_map<char32_t, char32_t> variants_;
  std::unordered_map<char32_t, int> standard_;
  std::unordered_map<char32_t, int> frequency_;
};

}  // namespace presend::maker
