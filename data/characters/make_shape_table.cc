// Writes the arrays of engine/shape_table_data.h: make_shape_table UNICODE_DIR OWN_DIR OUT.cc
#include <fstream>
#include <map>

#include "engine/shape_table_data.h"
#include "engine/utf8.h"
#include "folding.h"
#include "source_writer.h"
#include "tsv.h"

namespace presend::maker {
namespace {

using namespace shape_table_internal;  // NOLINT: the arrays that are written here

char32_t Canonical(const Folding& folding, char32_t c) {
  const Form form = folding.Fold(c);
  if (form.text.size() != 1 || form.text[0] > 0xffff) Fail("a part of a character folds away: " + ToUtf8({&c, 1}));
  return form.text[0];
}

std::map<uint64_t, char32_t> ReadShapes(const Folding& folding, const std::string& own_dir) {
  std::map<uint64_t, char32_t> shapes;
  for (const Row& row : ReadTsv(own_dir + "/shapes.tsv")) {
    if (row.size() != 2 || row[0].size() < 2 || row[0].size() > 3 || row[1].size() != 1) {
      Fail("shapes.tsv: a line is not: two or three parts <TAB> whole");
    }
    uint64_t key = 0;
    for (size_t i = 0; i < 3; ++i) key = key << 16 | (i < row[0].size() ? Canonical(folding, row[0][i]) : 0);
    if ((key >> 32) < kFirstShape) continue;  // begins with a stroke that folds to a mark: 丨
    shapes.emplace(key, Canonical(folding, row[1][0]));
  }
  return shapes;
}

std::map<char32_t, char32_t> ReadParts(const Folding& folding, const std::string& own_dir) {
  std::map<char32_t, char32_t> parts;
  for (const Row& row : ReadTsv(own_dir + "/components.tsv")) {
    if (row.size() != 2) Fail("components.tsv: a line is not: part <TAB> what stands for it");
    for (const char32_t c : row[1]) parts.emplace(Canonical(folding, c), Canonical(folding, row[0][0]));
  }
  return parts;
}

void Write(const std::map<uint64_t, char32_t>& shapes, const std::map<char32_t, char32_t>& parts, std::ostream& out) {
  std::vector<uint64_t> keys;
  std::vector<uint32_t> wholes, typed, meant;
  std::vector<uint32_t> first(kShapeBits / 32);
  const auto may_begin = [&first](char32_t c) {
    if (c < kFirstShape || c >= kFirstShape + kShapeBits) Fail("kFirstShape is too high");
    first[(c - kFirstShape) / 32] |= 1u << ((c - kFirstShape) % 32);
  };
  for (const auto& [key, whole] : shapes) {
    keys.push_back(key);
    wholes.push_back(whole);
    may_begin(static_cast<char32_t>(key >> 32));
  }
  for (const auto& [from, to] : parts) {
    typed.push_back(from);
    meant.push_back(to);
    may_begin(from);
  }
  out << "#include \"engine/shape_table_data.h\"\n\nnamespace presend::shape_table_internal {\n\n";
  WriteArray(out, "const uint64_t kShapeKeys[]", keys);
  WriteArray(out, "const uint16_t kShapeWholes[]", wholes);
  out << "const size_t kShapeCount = " << keys.size() << ";\n";
  WriteArray(out, "const uint16_t kPartsTyped[]", typed);
  WriteArray(out, "const uint16_t kPartsMeant[]", meant);
  out << "const size_t kPartCount = " << typed.size() << ";\n";
  WriteArray(out, "const uint32_t kShapeFirst[kShapeBits / 32]", first);
  out << "\n}  // namespace presend::shape_table_internal\n";
}

}  // namespace
}  // namespace presend::maker

int main(int argc, char** argv) {
  using namespace presend::maker;  // NOLINT: a program of one function
  if (argc != 4) Fail("make_shape_table UNICODE_DIR OWN_DIR OUT.cc");
  const Folding folding(argv[1], argv[2]);
  std::ofstream out(argv[3]);
  Write(ReadShapes(folding, argv[2]), ReadParts(folding, argv[2]), out);
  if (!out.flush()) Fail("cannot write the table");
}
