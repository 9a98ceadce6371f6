#include "engine/lexicon.h"

#include <algorithm>

#include "engine/lexicon_layout.h"

extern "C" {
extern const uint32_t presend_lexicon_begin[];
extern const uint32_t presend_lexicon_end[];
}

namespace presend {

Lexicon Lexicon::BuiltIn() {
  return Lexicon(std::span<const uint32_t>(presend_lexicon_begin, presend_lexicon_end));
}

Lexicon::Lexicon(std::span<const uint32_t> block) {
  const LexiconLayout layout(block[0]);
  nodes_ = block[0];
  first_ = block.data() + layout.first;
  letters_ = reinterpret_cast<const uint16_t*>(block.data() + layout.letters);
  roots_ = reinterpret_cast<const uint16_t*>(block.data() + layout.roots);
  steps_ = reinterpret_cast<const uint8_t*>(block.data() + layout.steps);
}

Lexicon::Node Lexicon::Next(Node node, char32_t letter) const {
  if (node >= nodes_ || letter > 0xffff) return kNowhere;
  if (node == kRoot && letter >= LexiconLayout::kFirstHan && letter <= LexiconLayout::kLastHan) {
    const Node child = roots_[letter - LexiconLayout::kFirstHan];
    return child == 0 ? kNowhere : child;
  }
  const uint16_t* begin = letters_ + first_[node];
  const uint16_t* end = letters_ + first_[node + 1];
  const uint16_t* at = std::lower_bound(begin, end, letter);
  return at != end && *at == letter ? static_cast<Node>(at - letters_) : kNowhere;
}

}  // namespace presend
