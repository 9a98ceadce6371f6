// Writes the arrays of engine/emoji_table_data.h: make_emoji_table UNICODE_DIR OWN_DIR OUT.cc
#include <algorithm>
#include <fstream>
#include <map>

#include "engine/emoji_table_data.h"
#include "engine/utf8.h"
#include "folding.h"
#include "tsv.h"

namespace presend::maker {
namespace {

using namespace emoji_table_internal;  // NOLINT: the arrays that are written here

std::u32string Canonical(const Folding& folding, const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : text) out += folding.Fold(c).text;
  return out;
}

std::map<std::u32string, std::u32string> ReadPictures(const Folding& folding, const std::string& own_dir) {
  std::map<std::u32string, std::u32string> pictures;
  for (const Row& row : ReadTsv(own_dir + "/pictures.tsv")) {
    if (row.size() != 2) Fail("pictures.tsv: a line is not: reading <TAB> pictures");
    const std::u32string reading = Canonical(folding, row[0]);
    std::u32string rest = row[1] + U' ';
    for (size_t at = 0; at < rest.size();) {
      const size_t end = rest.find(U' ', at);
      const std::u32string picture = Canonical(folding, rest.substr(at, end - at));
      at = end + 1;
      if (picture.empty()) continue;
      const std::string shown = ToUtf8(picture);
      if (picture.size() > kPictureLength || reading.size() > kReadingLength) Fail("pictures.tsv: too long: " + shown);
      if (IsLetter(Folding::KindOf(picture[0]))) Fail("pictures.tsv: folds to letters: " + shown);
      if (!pictures.emplace(picture, reading).second) Fail("pictures.tsv: stands twice: " + shown);
    }
  }
  return pictures;
}

void WritePoints(std::ostream& out, const std::u32string& text) {
  out << '{';
  for (const char32_t c : text) out << static_cast<uint32_t>(c) << ',';
  out << '}';
}

void Write(const std::map<std::u32string, std::u32string>& pictures, std::ostream& out) {
  out << "#include \"engine/emoji_table_data.h\"\n\nnamespace presend::emoji_table_internal {\n\n"
      << "const PictureEntry kPictures[] = {\n";
  for (const auto& [picture, reading] : pictures) {
    out << '{';
    WritePoints(out, picture);
    out << ',';
    WritePoints(out, reading);
    out << ',' << picture.size() << ',' << reading.size() << "},\n";
  }
  out << "};\nconst size_t kPictureCount = " << pictures.size()
      << ";\n\n}  // namespace presend::emoji_table_internal\n";
}

}  // namespace
}  // namespace presend::maker

int main(int argc, char** argv) {
  using namespace presend::maker;  // NOLINT: a program of one function
  if (argc != 4) Fail("make_emoji_table UNICODE_DIR OWN_DIR OUT.cc");
  const Folding folding(argv[1], argv[2]);
  std::ofstream out(argv[3]);
  Write(ReadPictures(folding, argv[2]), out);
  if (!out.flush()) Fail("cannot write the table");
}
