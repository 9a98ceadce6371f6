#include "engine/required_literals.h"

#include <algorithm>
#include <optional>

#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

using Set = std::vector<std::u32string>;
using Sets = std::vector<Set>;

constexpr size_t kLargestSet = 512;

// What a part of a pattern requires. `exact`: every match of it is one of these texts; otherwise each of `sets` has a
// text that every match contains.
struct Part {
  std::optional<Set> exact;
  Sets sets;

  Sets Required() const { return !exact ? sets : MayBeEmpty(*exact) ? Sets() : Sets{*exact}; }
  static bool MayBeEmpty(const Set& set) { return std::find(set.begin(), set.end(), U"") != set.end(); }
};

// Parts side by side: neighbours of which the texts are known make up longer texts.
class Chain {
 public:
  explicit Chain(size_t most_joined) : most_joined_(most_joined) {}

  void Append(const Set& texts) {
    if (run_.size() * texts.size() > most_joined_) Break();
    Set longer;
    for (const std::u32string& front : run_) {
      for (const std::u32string& back : texts) longer.push_back(front + back);
    }
    run_ = std::move(longer);
  }

  // Whatever stands here, it is not known.
  void Break() {
    if (!Part::MayBeEmpty(run_)) sets_.push_back(run_);
    run_ = {U""};
    whole_ = false;
  }

  void Require(const Sets& sets) { sets_.insert(sets_.end(), sets.begin(), sets.end()); }

  Part Finish() {
    if (whole_) return {std::move(run_), {}};
    Break();
    return {std::nullopt, std::move(sets_)};
  }

 private:
  const size_t most_joined_;
  Set run_{U""};
  Sets sets_;
  bool whole_ = true;
};

// A recursive descent over the pattern. Whatever it does not know stops it, and then nothing is claimed.
class Reader {
 public:
  Reader(std::u32string pattern, size_t most_joined) : text_(std::move(pattern)), most_joined_(most_joined) {}

  Sets Read() {
    const Part part = Alternatives();
    return failed_ || at_ != text_.size() ? Sets() : part.Required();
  }

 private:
  enum class Times { kOnce, kOnceOrNone, kSeveral, kAny };

  bool Is(char32_t c) const { return at_ < text_.size() && text_[at_] == c; }
  bool IsNext(char32_t c) const { return at_ + 1 < text_.size() && text_[at_ + 1] == c; }
  bool Skip(char32_t c) { return Is(c) && ++at_ > 0; }

  // a|b|c: one set for all, of the best that each requires; the sets of a lone sequence as they are.
  Part Alternatives() {
    std::vector<Part> branches{Sequence()};
    while (Skip('|')) branches.push_back(Sequence());
    if (branches.size() == 1) return branches[0];
    const bool exact = std::all_of(branches.begin(), branches.end(), [](const Part& part) { return part.exact; });
    Set all;
    for (const Part& branch : branches) {
      const Sets sets = exact ? Sets{*branch.exact} : branch.Required();
      const auto best = std::max_element(sets.begin(), sets.end(),
                                         [](const Set& a, const Set& b) { return Shortest(a) < Shortest(b); });
      if (best == sets.end()) return {};
      all.insert(all.end(), best->begin(), best->end());
    }
    if (all.size() > kLargestSet) return {};
    return exact ? Part{all, {}} : Part{std::nullopt, {all}};
  }

  static size_t Shortest(const Set& set) {
    size_t shortest = SIZE_MAX;
    for (const std::u32string& text : set) shortest = std::min(shortest, text.size());
    return shortest;
  }

  Part Sequence() {
    Chain chain(most_joined_);
    while (at_ < text_.size() && !Is('|') && !Is(')') && !failed_) {
      Part part = Atom();
      const Times times = Quantifier();
      const bool optional = times == Times::kOnceOrNone || times == Times::kAny;
      if (part.exact && IsNothing(*part.exact)) continue;
      if (part.exact && times != Times::kAny) {
        if (optional) part.exact->push_back(U"");
        chain.Append(*part.exact);
      } else {
        chain.Break();
        if (!optional) chain.Require(part.sets);
      }
      if (times == Times::kSeveral) chain.Break();
    }
    return chain.Finish();
  }

  static bool IsNothing(const Set& texts) {
    return std::all_of(texts.begin(), texts.end(), [](const std::u32string& text) { return text.empty(); });
  }

  static Part Literal(char32_t c) { return {Set{std::u32string(1, c)}, {}}; }

  Part Atom() {
    if (Skip('(')) return Group();
    if (Skip('[')) return Class();
    if (Skip('\\')) return Escape();
    if (Skip('^') || Skip('$')) return {Set{U""}, {}};
    if (Skip('.')) return {};
    if (Is('*') || Is('+') || Is('?') || Is('{')) return Fail();
    return Literal(text_[at_++]);
  }

  Part Group() {
    if (Skip('?') && !Skip(':')) return Fail();  // flags, look-around
    Part part = Alternatives();
    return Skip(')') ? part : Fail();
  }

  // Of letters alone, [买卖]: one of them. Of marks alone, [，,]: nothing, for the gate passes over them.
  Part Class() {
    bool known = !Skip('^');
    Set texts;
    for (bool first = true; at_ < text_.size(); first = false) {
      if (Is('[')) return Fail();  // [:alpha:]
      if (!first && Skip(']')) return known && IsOfOneKind(texts) ? Part{texts, {}} : Part();
      if (Skip('\\') || (Is('-') && !first && !IsNext(']'))) known = false;  // an escape, a range
      if (at_ == text_.size()) break;
      const bool letter = IsLetter(KindOf(text_[at_]));
      texts.emplace_back(letter ? 1 : 0, text_[at_++]);
    }
    return Fail();
  }

  static bool IsOfOneKind(const Set& texts) {
    return std::all_of(texts.begin(), texts.end(), [&](auto& text) { return text.empty() == texts[0].empty(); });
  }

  Part Escape() {
    if (at_ == text_.size()) return Fail();
    const char32_t c = text_[at_++];
    if (c < 0x80 && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
      return c == 'd' || c == 'w' || c == 's' || c == 'D' || c == 'W' || c == 'S' || c == 'b' ? Part() : Fail();
    }
    return Literal(c);
  }

  // How often the atom before stands there.
  Times Quantifier() {
    Times times = Times::kOnce;
    if (Skip('?')) {
      times = Times::kOnceOrNone;
    } else if (Skip('*')) {
      times = Times::kAny;
    } else if (Skip('{')) {
      times = Is('0') || Is(',') ? Times::kAny : Times::kSeveral;
      while (at_ < text_.size() && !Is('}')) ++at_;
      if (!Skip('}')) Fail();
    } else if (Skip('+')) {
      times = Times::kSeveral;
    }
    if (times != Times::kOnce) Skip('?') || Skip('+');  // lazy, possessive
    return times;
  }

  Part Fail() {
    failed_ = true;
    return {};
  }

  const std::u32string text_;
  const size_t most_joined_;
  size_t at_ = 0;
  bool failed_ = false;
};

// Without those that hold another: 说了 and 说了吧 are 说了.
Set Shortened(Set texts) {
  std::stable_sort(texts.begin(), texts.end(), [](auto& a, auto& b) { return a.size() < b.size(); });
  Set shortened;
  for (std::u32string& text : texts) {
    const auto holds = [&](const std::u32string& other) { return text.find(other) != text.npos; };
    if (std::none_of(shortened.begin(), shortened.end(), holds)) shortened.push_back(std::move(text));
  }
  return shortened;
}

}  // namespace

std::vector<std::vector<std::u32string>> RequiredLiterals(std::string_view pattern, size_t most_joined) {
  Sets sets = Reader(ToCodePoints(pattern), most_joined).Read();
  for (Set& texts : sets) texts = Shortened(std::move(texts));
  return sets;
}

}  // namespace presend
