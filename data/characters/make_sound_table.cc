// Writes the arrays of engine/sound_table_data.h: make_sound_table UNICODE_DIR OWN_DIR OUT.cc
#include <unicode/unistr.h>
#include <unicode/unorm2.h>

#include <fstream>
#include <map>
#include <set>
#include <unordered_map>

#include "engine/sound_table.h"
#include "engine/sound_table_data.h"
#include "engine/utf8.h"
#include "source_writer.h"
#include "tsv.h"

namespace presend::maker {
namespace {

using namespace sound_table_internal;  // NOLINT: the arrays that are written here

// "lǜ(12)" → "lv", "wēi" → "wei".
std::string WithoutTone(const std::string& reading) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(reading);
  UChar buffer[64];
  const int32_t length = unorm2_normalize(unorm2_getNFDInstance(&status), text.getBuffer(), text.length(), buffer, 64,
                                          &status);
  std::string letters;
  for (int32_t i = 0; i < length; ++i) {
    if (buffer[i] == 0x308 && !letters.empty() && letters.back() == 'u') letters.back() = 'v';
    if (buffer[i] == 0x302 && !letters.empty() && letters.back() == 'e') continue;
    if (buffer[i] >= 'a' && buffer[i] <= 'z') letters.push_back(static_cast<char>(buffer[i]));
    if (buffer[i] == '(' || buffer[i] == ' ') break;
  }
  return letters;
}

using Sounds = std::map<char32_t, std::string>;

Sounds ReadSounds(const std::string& unicode_dir, const std::string& own_dir) {
  Sounds sounds;
  const std::string readings = unicode_dir + "/Unihan_Readings.txt.bz2";
  for (const char* property : {"kMandarin", "kHanyuPinlu"}) {  // the latter, where it exists, goes by frequency
    for (const UnihanEntry& entry : ReadUnihan(readings, {property})) {
      if (entry.code_point < kSoundLimit) sounds[entry.code_point] = WithoutTone(entry.value);
    }
  }
  for (const Row& row : ReadTsv(own_dir + "/sound_overrides.tsv")) {
    if (row.size() != 3 || row[0].size() != 1) Fail("sound_overrides.tsv: a line is not: character, syllable, why");
    sounds[row[0][0]] = ToUtf8(row[1]);
  }
  std::erase_if(sounds, [](const auto& sound) { return sound.second.empty(); });
  return sounds;
}

void Write(const Sounds& sounds, std::ostream& out) {
  std::set<std::string> syllables = {""};
  for (const auto& [c, syllable] : sounds) syllables.insert(syllable);
  if (syllables.size() > kSyllableCount) Fail("more syllables than kSyllableCount");
  std::map<std::string, uint16_t> numbers;
  out << "#include \"engine/sound_table_data.h\"\n\nnamespace presend::sound_table_internal {\n\n"
      << "const std::string_view kSyllables[] = {\n";
  for (const std::string& syllable : syllables) {
    numbers.emplace(syllable, static_cast<uint16_t>(numbers.size()));
    out << '"' << syllable << "\",\n";
  }
  out << "};\nconst size_t kSyllablesUsed = " << syllables.size() << ";\n";
  std::vector<uint16_t> common(kSoundLimit - kFirstSound);
  for (const auto& [c, syllable] : sounds) {
    if (c >= kFirstSound) common[c - kFirstSound] = numbers[syllable];
  }
  WriteArray(out, "const uint16_t kSounds[kSoundLimit - kFirstSound]", common);
  out << "\n}  // namespace presend::sound_table_internal\n";
}

}  // namespace
}  // namespace presend::maker

int main(int argc, char** argv) {
  if (argc != 4) presend::maker::Fail("make_sound_table UNICODE_DIR OWN_DIR OUT.cc");
  std::ofstream out(argv[3]);
  presend::maker::Write(presend::maker::ReadSounds(argv[1], argv[2]), out);
  if (!out.flush()) presend::maker::Fail("cannot write the table");
}
