// Writes the arrays of engine/fold_table_data.h: make_fold_table UNICODE_DIR OWN_DIR OUT.cc
#include <fstream>
#include <iostream>
#include <map>
#include <tuple>
#include <vector>

#include "engine/fold_table.h"
#include "engine/fold_table_data.h"
#include "engine/utf8.h"
#include "folding.h"
#include "source_writer.h"
#include "tsv.h"

namespace presend::maker {
namespace {

using namespace fold_table_internal;  // NOLINT: the arrays that are written here

class FoldTable {
 public:
  explicit FoldTable(const Folding& folding) : folding_(folding) {
    std::vector<uint16_t> entries(kFoldLimit);
    for (char32_t c = 0; c < kFoldLimit; ++c) {
      const Form form = folding.Fold(c);
      CheckStable(c, form);
      entries[c] = EntryFor(c, form);
    }
    CheckFar();
    Share(entries);
    for (char32_t i = 0; i < kHanCount; ++i) {
      if (entries[kFirstHan + i] >= kFirstChange) han_changes_[i / 32] |= 1u << (i % 32);
    }
  }

  void Write(std::ostream& out) const;

 private:
  struct Change {
    std::u32string text;
    FoldSet folds;
  };

  uint16_t EntryFor(char32_t c, const Form& form) {
    if (form.text == std::u32string{c}) return static_cast<uint16_t>(Folding::KindOf(c));
    const auto [place, is_new] = numbers_.emplace(std::pair(form.text, form.folds.bits()), changes_.size());
    if (is_new) changes_.push_back({form.text, form.folds});
    return static_cast<uint16_t>(kFirstChange + place->second);
  }

  void CheckStable(char32_t c, const Form& form) const {
    for (const char32_t one : form.text) {
      if (one != c && folding_.Fold(one).text != std::u32string{one}) Fail("not idempotent: " + ToUtf8({&c, 1}));
    }
  }

  // Past kFoldLimit the engine decides by range.
  void CheckFar() const {
    for (char32_t c = kFoldLimit; c <= 0x10ffff; ++c) {
      const bool invisible = c >= 0xe0000 && c < 0xe1000;
      const Form form = folding_.Fold(c);
      const bool as_expected = invisible ? form.text.empty() : form.text == std::u32string{c};
      if (!as_expected || (!invisible && Folding::KindOf(c) != GlyphKind::kMark)) Fail("kFoldLimit is too low");
    }
  }

  void Share(const std::vector<uint16_t>& entries) {
    std::map<std::vector<uint16_t>, uint16_t> blocks;
    for (size_t at = 0; at < entries.size(); at += kFoldBlock) {
      std::vector<uint16_t> block(entries.begin() + at, entries.begin() + at + kFoldBlock);
      const auto [place, is_new] = blocks.emplace(block, static_cast<uint16_t>(blocks.size()));
      if (is_new) entries_.insert(entries_.end(), block.begin(), block.end());
      index_.push_back(place->second);
    }
  }

  const Folding& folding_;
  std::map<std::pair<std::u32string, uint32_t>, size_t> numbers_;
  std::vector<Change> changes_;
  std::vector<uint16_t> index_;
  std::vector<uint16_t> entries_;
  std::vector<uint32_t> han_changes_ = std::vector<uint32_t>(kHanCount / 32);
};

uint32_t PackedOf(const std::u32string& text) {
  if (text.empty()) return 0;
  if (text.size() > 1) return kManyForms;
  return text[0] | static_cast<uint32_t>(Folding::KindOf(text[0])) << kPackedKindShift;
}

void FoldTable::Write(std::ostream& out) const {
  std::vector<uint32_t> packed;
  std::vector<uint32_t> folds;
  size_t sequences = 0;
  out << "#include \"engine/fold_table.h\"\n#include \"engine/fold_table_data.h\"\n\n"
      << "namespace presend::fold_table_internal {\n\nconst FoldSequence kFoldSequences[] = {\n";
  for (size_t i = 0; i < changes_.size(); ++i) {
    const std::u32string& text = changes_[i].text;
    packed.push_back(PackedOf(text));
    folds.push_back(changes_[i].folds.bits());
    if (text.size() < 2) continue;
    ++sequences;
    out << "{{";
    for (const char32_t c : text) out << static_cast<uint32_t>(c) << ',';
    out << "}," << i << ',' << text.size() << ',' << static_cast<int>(Folding::KindOf(text[0])) << "},\n";
  }
  out << "};\n";
  WriteArray(out, "const uint32_t kHanChanges[kHanCount / 32]", han_changes_);
  WriteArray(out, "const uint16_t kFoldIndex[kFoldLimit / kFoldBlock]", index_);
  WriteArray(out, "const uint16_t kFoldEntries[]", entries_);
  WriteArray(out, "const uint32_t kFoldChanges[]", packed);
  WriteArray(out, "const uint8_t kFoldChangeFolds[]", folds);
  out << "const size_t kFoldSequenceCount = " << sequences << ";\n"
      << "const size_t kFoldTableBytes = sizeof(kHanChanges) + sizeof(kFoldIndex) + sizeof(kFoldEntries) +\n"
      << "    sizeof(kFoldChanges) + sizeof(kFoldChangeFolds) + sizeof(kFoldSequences);\n\n"
      << "}  // namespace presend::fold_table_internal\n";
}

}  // namespace
}  // namespace presend::maker

int main(int argc, char** argv) {
  if (argc != 4) presend::maker::Fail("make_fold_table UNICODE_DIR OWN_DIR OUT.cc");
  const presend::maker::Folding folding(argv[1], argv[2]);
  std::ofstream out(argv[3]);
  presend::maker::FoldTable(folding).Write(out);
  if (!out.flush()) presend::maker::Fail("cannot write the table");
}
