// make_lexicon DICTIONARY TABLE: lays out jieba's dictionary ("word frequency tag" a line) as a block of memory.
#include <algorithm>
#include <codecvt>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <locale>
#include <sstream>
#include <string>

#include "engine/lexicon.h"

namespace {

// The segmentation walks letters only, in canonical form: lower case.
bool Canonicalise(std::u32string& word) {
  for (char32_t& c : word) {
    if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
    const bool letter = (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c >= 0x2e80;
    if (!letter) return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: make_lexicon DICTIONARY TABLE\n";
    return 2;
  }
  std::ifstream in(argv[1]);
  std::vector<std::pair<std::u32string, double>> words;
  std::wstring_convert<std::codecvt_utf8<char32_t>, char32_t> decode;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string word;
    double frequency = 0;
    if (!(fields >> word >> frequency) || frequency <= 0) continue;
    std::u32string letters = decode.from_bytes(word);
    if (Canonicalise(letters)) words.emplace_back(std::move(letters), frequency);
  }
  if (words.size() < 100000) {
    std::cerr << argv[1] << ": only " << words.size() << " words\n";
    return 1;
  }
  const std::vector<uint32_t> block = presend::BuildLexicon(std::move(words));
  std::ofstream out(argv[2], std::ios::binary);
  out.write(reinterpret_cast<const char*>(block.data()), block.size() * sizeof(uint32_t));
  return out.good() ? 0 : 1;
}
