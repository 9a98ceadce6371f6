// Numbers in one walk over the chains of digit groups (number_finder_groups.h), then the tokens that can be ids.
#include <algorithm>
#include <iterator>
#include <span>

#include "engine/brackets.h"
#include "engine/entity.h"
#include "engine/number_finder_account.h"
#include "engine/number_finder_context.h"
#include "engine/number_finder_groups.h"
#include "engine/number_finder_pattern.h"
#include "engine/phone_number.h"

namespace presend {
namespace {

constexpr size_t kMinLongNumber = 5;
constexpr size_t kMinLongNumeral = 7;  // fewer Chinese numerals are words: 三三两两

constexpr size_t kCardGroup = 4;  // digits
constexpr size_t kFewestCardGroups = 3;
constexpr size_t kMostCardGroups = 5;
constexpr size_t kShortestCard = 13;

class NumberFinder {
 public:
  NumberFinder(const View& view, std::vector<Entity>& out) : view_(view), out_(out) {}

  void TakeChain(std::span<const DigitGroup> chain) {
    size_t free = 0;  // first group that no telephone number has taken
    for (size_t at = 0; at < chain.size();) {
      size_t taken = TakePhone(chain, at, at == free);
      if (taken == 0) {
        ++at;
        continue;
      }
      TakeAccounts(chain.subspan(free, at - free));
      free = at += taken;
    }
    TakeAccounts(chain.subspan(free));
    for (const DigitGroup& group : chain) TakeLongNumber(group);
    for (size_t at = 0; at + kFewestCardGroups <= chain.size();) at += std::max<size_t>(1, TakeCard(chain.subspan(at)));
  }

 private:
  // How many groups from `at` make a telephone number; 0 if none does.
  size_t TakePhone(std::span<const DigitGroup> chain, size_t at, bool fresh) {
    size_t total = 0;
    for (size_t count = 1; at + count <= chain.size() && count <= kLongestPhone; ++count) {
      total += chain[at + count - 1].digits.size();
      if (total > kLongestPhone) return 0;
      if (total < kShortestPhone) continue;
      auto groups = chain.subspan(at, count);
      bool whole = fresh && at + count == chain.size();
      if (!whole && count > 1 && !StandsApart(chain, at, count)) continue;
      if (AddPhone(groups)) return count;
    }
    return 0;
  }

  // A number inside a longer chain: in the usual groups, with one kind of gap, which differs from those around it.
  bool StandsApart(std::span<const DigitGroup> chain, size_t at, size_t count) const {
    auto groups = chain.subspan(at, count);
    const size_t end = at + count;
    if (at > 0 && SameGap(view_, chain[at - 1], chain[at], groups[0], groups[1])) return false;
    if (end < chain.size() && SameGap(view_, chain[end - 1], chain[end], groups[0], groups[1])) return false;
    return HasUsualGroups(groups) && HasEvenGaps(view_, groups);
  }

  bool AddPhone(std::span<const DigitGroup> groups) {
    std::string digits = StripCountryCode(JoinDigits(groups));
    bool mobile = digits.size() == 11 && digits[0] == '1';
    if (!mobile && (digits[0] != '0' || !HasAreaGroup(groups))) return false;
    if (mobile && !ReadsAsOneNumber(view_, groups)) return false;
    uint32_t first = groups.front().first;
    uint32_t end = groups.back().end;
    if (IsGlued(view_, first, end) || IsMeasured(view_, end) || IsLabelled(view_, first)) return false;
    PhoneKind kind = ClassifyChinesePhone(digits);
    if (kind == PhoneKind::kNone) return false;
    TakeBrackets(view_, first, end);
    if (mobile && first > 0 && view_.glyphs[first].code_point == U'8' && view_.glyphs[first - 1].code_point == U'+') {
      --first;
    }
    out_.push_back({kind == PhoneKind::kMobile ? EntityKind::kMobile : EntityKind::kLandline, first, end,
                    std::move(digits), FoldsOf(groups)});
    return true;
  }

  // QQ numbers in groups (678 123 459) or in numerals; runs of plain digits are found as tokens.
  void TakeAccounts(std::span<const DigitGroup> groups) {
    if (groups.size() > 1 && ReadsAsAccount(view_, groups)) return AddAccount(groups);
    for (const DigitGroup& group : groups) {
      if (group.numeral && group.digits.size() >= kMinLongNumeral && group.digits.size() <= 12) {
        AddAccount({&group, 1});
      }
    }
  }

  void AddAccount(std::span<const DigitGroup> groups) {
    uint32_t first = groups.front().first;
    uint32_t end = groups.back().end;
    std::string digits = JoinDigits(groups);
    if (IsGlued(view_, first, end) || IsMeasured(view_, end) || IsLabelled(view_, first)) return;
    EntityKind kind = IsHotline(digits) ? EntityKind::kLongNumber : EntityKind::kAccountId;
    TakeBrackets(view_, first, end);
    out_.push_back({kind, first, end, std::move(digits), FoldsOf(groups)});
  }

  // 6222 0200 0012 3456 789: the number of a bank card as it is embossed. How many groups it has, 0 if it is none.
  size_t TakeCard(std::span<const DigitGroup> chain) {
    size_t count = 0;
    while (count < chain.size() && count < kMostCardGroups && chain[count].digits.size() == kCardGroup) ++count;
    if (count < kFewestCardGroups) return 0;
    if (count < chain.size() && chain[count].digits.size() < kCardGroup) ++count;
    while (count > kFewestCardGroups && !HasEvenGaps(view_, chain.first(count))) --count;
    const auto groups = chain.first(count);
    std::string digits = JoinDigits(groups);
    if (!HasEvenGaps(view_, groups) || digits.size() < kShortestCard) return 0;
    out_.push_back(
        {EntityKind::kLongNumber, groups.front().first, groups.back().end, std::move(digits), FoldsOf(groups)});
    return count;
  }

  void TakeLongNumber(const DigitGroup& group) {
    if (group.digits.size() < (group.numeral ? kMinLongNumeral : kMinLongNumber)) return;
    out_.push_back({EntityKind::kLongNumber, group.first, group.end, group.digits, FoldsOf({&group, 1})});
  }

  const View& view_;
  std::vector<Entity>& out_;
};

}  // namespace

bool MayHoldNumber(const View& plain) {
  size_t digits = 0;
  size_t token = 0;
  for (size_t i = 0; i < plain.glyphs.size(); ++i) {
    const Glyph& glyph = plain.glyphs[i];
    bool digit = DigitValue(plain, i) >= 0;
    token = digit || glyph.kind == GlyphKind::kLatin || glyph.code_point == U'_' ? token + 1 : 0;
    digits += digit;
    if (digits >= kMinLongNumber || token >= kMinLongNumber) return true;
  }
  return false;
}

void FindNumbers(const View& plain, std::vector<Entity>& out) {
  if (!MayHoldNumber(plain)) return;
  const auto old = static_cast<std::ptrdiff_t>(out.size());
  NumberFinder finder(plain, out);
  DigitChainReader reader(plain);
  std::vector<DigitGroup> chain;
  while (reader.Next(chain)) finder.TakeChain(chain);
  FindAccountTokens(plain, out);
  std::stable_sort(out.begin() + old, out.end(), [](const Entity& a, const Entity& b) {
    return a.first_glyph != b.first_glyph ? a.first_glyph < b.first_glyph : a.end_glyph > b.end_glyph;
  });
}

}  // namespace presend
