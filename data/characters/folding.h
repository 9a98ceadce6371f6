// How one code point folds, worked out from Unicode's data and this folder's tables. For the makers alone.
#pragma once

#include <unicode/unorm2.h>
#include <unicode/uspoof.h>

#include <optional>
#include <string>
#include <unordered_map>

#include "engine/fold.h"
#include "engine/view.h"
#include "han_folding.h"

namespace presend::maker {

struct Form {
  std::u32string text;
  FoldSet folds;
};

class Folding {
 public:
  Folding(const std::string& unicode_dir, const std::string& own_dir);
  ~Folding();
  Folding(const Folding&) = delete;
  Folding& operator=(const Folding&) = delete;

  // The end of all steps. At most four code points: what would give more stays as it is.
  Form Fold(char32_t c) const;
  // Kind of a canonical code point.
  static GlyphKind KindOf(char32_t c);
  const HanFolding& han() const { return han_; }

 private:
  std::optional<Form> Step(char32_t c) const;
  std::optional<Form> FoldHan(char32_t c) const;
  std::optional<Form> FoldEnclosed(char32_t c) const;
  std::optional<Form> FoldCompatibility(char32_t c) const;
  std::optional<Form> FoldConfusable(char32_t c) const;
  std::optional<Form> FoldMarks(char32_t c) const;
  std::optional<Form> FoldCase(char32_t c) const;
  // The one ASCII letter or digit that `c` looks like, 0 if there is none.
  char32_t LooksLike(char32_t c) const;

  HanFolding han_;
  std::unordered_map<char32_t, Form> own_;
  USpoofChecker* checker_ = nullptr;
  const UNormalizer2* nfkc_ = nullptr;
  const UNormalizer2* nfd_ = nullptr;
};

}  // namespace presend::maker
