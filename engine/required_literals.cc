#include "engine/required_literals.h"

#include <algorithm>
#include <optional>

#include "engine/utf8.h"

namespace presend {
namespace {

using Set = std::vector<std::u32string>;
using Sets = std::vector<Set>;

constexpr size_t kLargestSet = 64;

// A recursive descent over the pattern. Whatever it does not know stops it, and then nothing is claimed.
class Reader {
 public:
  explicit Reader(std::u32string pattern) : text_(std::move(pattern)) {}

  Sets Read() {
    Sets sets = Alternatives();
    return failed_ || at_ != text_.size() ? Sets() : sets;
  }

 private:
  bool Is(char32_t c) const { return at_ < text_.size() && text_[at_] == c; }
  bool Skip(char32_t c) { return Is(c) && ++at_ > 0; }

  // a|b|c: one set for all, of the best that each requires; the sets of a lone sequence as they are.
  Sets Alternatives() {
    std::vector<Sets> branches{Sequence()};
    while (Skip('|')) branches.push_back(Sequence());
    if (branches.size() == 1) return branches[0];
    Set all;
    for (const Sets& branch : branches) {
      const auto best = std::max_element(branch.begin(), branch.end(), [](const Set& a, const Set& b) {
        return Shortest(a) < Shortest(b);
      });
      if (best == branch.end()) return {};
      all.insert(all.end(), best->begin(), best->end());
    }
    return all.size() <= kLargestSet ? Sets{all} : Sets();
  }

  static size_t Shortest(const Set& set) {
    size_t shortest = SIZE_MAX;
    for (const std::u32string& text : set) shortest = std::min(shortest, text.size());
    return shortest;
  }

  Sets Sequence() {
    Sets sets;
    std::u32string run;
    const auto end_run = [&] {
      if (!run.empty()) sets.push_back({run});
      run.clear();
    };
    while (at_ < text_.size() && !Is('|') && !Is(')') && !failed_) {
      const Item item = Atom();
      const bool optional = Quantifier();
      const bool repeated = quantified_;
      if (item.literal && !optional) run.push_back(*item.literal);
      if (!item.literal || repeated) end_run();
      if (!optional) sets.insert(sets.end(), item.sets.begin(), item.sets.end());
    }
    end_run();
    return sets;
  }

  struct Item {
    std::optional<char32_t> literal;
    Sets sets;  // of a group
  };

  Item Atom() {
    if (Skip('(')) return Group();
    if (Skip('[')) return Class();
    if (Skip('\\')) return Escape();
    if (Is('^') || Is('$') || Is('.')) return ++at_, Item();
    if (Is('*') || Is('+') || Is('?') || Is('{')) return Fail();
    return {text_[at_++], {}};
  }

  Item Group() {
    if (Skip('?') && !Skip(':')) return Fail();  // flags, look-around
    Item item;
    item.sets = Alternatives();
    return Skip(')') ? item : Fail();
  }

  Item Class() {
    Skip('^');
    for (bool first = true; at_ < text_.size(); first = false) {
      if (Is('[')) return Fail();  // [:alpha:]
      if (Is('\\')) ++at_;
      if (!first && Skip(']')) return {};
      ++at_;
    }
    return Fail();
  }

  Item Escape() {
    if (at_ == text_.size()) return Fail();
    const char32_t c = text_[at_++];
    if (c < 0x80 && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
      return c == 'd' || c == 'w' || c == 's' || c == 'D' || c == 'W' || c == 'S' || c == 'b' ? Item() : Fail();
    }
    return {c, {}};
  }

  // Whether the atom before may be missing.
  bool Quantifier() {
    quantified_ = true;
    bool optional = false;
    if (Skip('?') || Skip('*')) {
      optional = true;
    } else if (Skip('{')) {
      optional = Is('0') || Is(',');
      while (at_ < text_.size() && !Is('}')) ++at_;
      if (!Skip('}')) Fail();
    } else if (!Skip('+')) {
      quantified_ = false;
    }
    if (quantified_) Skip('?') || Skip('+');  // lazy, possessive
    return optional;
  }

  Item Fail() {
    failed_ = true;
    return {};
  }

  const std::u32string text_;
  size_t at_ = 0;
  bool quantified_ = false;
  bool failed_ = false;
};

}  // namespace

std::vector<std::vector<std::u32string>> RequiredLiterals(std::string_view pattern) {
  return Reader(ToCodePoints(pattern)).Read();
}

}  // namespace presend
