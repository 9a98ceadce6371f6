#include "engine/number_finder_account.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "engine/fold_table.h"
#include "engine/number_finder_context.h"
#include "engine/number_finder_groups.h"
#include "engine/phone_number.h"

namespace presend {
namespace {

constexpr size_t kShortestId = 5;
constexpr size_t kLongestId = 20;
constexpr size_t kLongestNumber = 13;  // of digits alone

// Words of the trade that are no ids although a cue may stand beside them. Sorted.
constexpr std::string_view kWords[] = {
    "access",    "account",  "activity",    "adidas",    "alibaba",    "alipay",    "amazon",       "android",
    "app-store", "apple",    "appstore",    "attention", "beauty",     "before",    "best",         "bluetooth",
    "button",    "cancel",   "canon",       "center",    "change",     "chrome",    "classic",      "clean",
    "color",     "confirm",  "contact",     "cotton",    "coupon",     "customer",  "default",      "delivery",
    "desktop",   "dianhua",  "dingtalk",    "discount",  "display",    "double",    "douyin",       "download",
    "energy",    "english",  "error",       "estee",     "express",    "facebook",  "family",       "fashion",
    "feishu",    "flagship", "friend",      "friends",   "gaming",     "google",    "guanwang",     "harmony",
    "harmonyos", "headset",  "health",      "hello",     "huawei",     "instagram", "intel",        "intelligent",
    "iphone",    "jingdong", "kindle",      "koubei",    "kuaidi",     "kuaishou",  "laptop",       "lenovo",
    "lightning", "limited",  "linkedin",    "logitech",  "loreal",     "market",    "medium",       "member",
    "memory",    "message",  "messenger",   "microsoft", "mobile",     "monitor",   "mother",       "number",
    "office",    "official", "online",      "option",    "orange",     "order",     "original",     "outlook",
    "package",   "password", "people",      "person",    "philips",    "phone",     "photoshop",    "pinduoduo",
    "please",    "plus",     "power",       "premium",   "printer",    "product",   "professional", "purple",
    "qianniu",   "quality",  "regular",     "return",    "review",     "safari",    "samsung",      "screen",
    "second",    "security", "select",      "server",    "service",    "setting",   "settings",     "shopping",
    "shouji",    "silver",   "simple",      "single",    "special",    "speed",     "spring",       "standard",
    "store",     "student",  "style",       "summer",    "support",    "switch",    "system",       "taobao",
    "telegram",  "thanks",   "thunderbolt", "tianmao",   "tiktok",     "twitter",   "type-c",       "update",
    "version",   "video",    "wechat",      "weibo",     "weixin",     "welcome",   "whatsapp",     "wi-fi",
    "window",    "windows",  "winter",      "wireless",  "wireless-n", "yellow",    "youtube",      "zhifubao",
};
static_assert(std::is_sorted(std::begin(kWords), std::end(kWords)));

bool IsTokenGlyph(const Glyph& glyph) {
  return glyph.kind == GlyphKind::kLatin || glyph.code_point == U'_' || glyph.code_point == U'-' ||
         IsDigit(glyph.code_point);
}

struct Token {
  uint32_t first = 0;
  uint32_t end = 0;
  size_t digits = 0;
  size_t letters = 0;
  size_t underscores = 0;
  size_t hyphens = 0;

  size_t size() const { return end - first; }
};

Token ReadToken(const View& view, uint32_t at) {
  Token token{at, at};
  for (; token.end < view.glyphs.size() && IsTokenGlyph(view.glyphs[token.end]); ++token.end) {
    char32_t c = view.glyphs[token.end].code_point;
    token.digits += IsDigit(c);
    token.letters += c >= U'a' && c <= U'z';
    token.underscores += c == U'_';
    token.hyphens += c == U'-';
  }
  return token;
}

// Hyphens at the edges are punctuation.
void TrimHyphens(const View& view, Token& token) {
  while (token.first < token.end && view.glyphs[token.first].code_point == U'-') ++token.first, --token.hyphens;
  while (token.first < token.end && view.glyphs[token.end - 1].code_point == U'-') --token.end, --token.hyphens;
}

std::string TextOf(const View& view, uint32_t first, uint32_t end) {
  std::string text;
  for (uint32_t i = first; i < end; ++i) text.push_back(static_cast<char>(view.glyphs[i].code_point));
  return text;
}

// 138mm, 5000mah, 512gb: an amount. SF1391234567890, JT5012345678901: a parcel.
bool IsAmountOrParcel(std::string_view text) {
  constexpr std::string_view kUnits[] = {"mm",  "cm", "km",  "ml",  "kg",  "mg",  "g",    "l",  "v",  "w",
                                         "kw",  "hz", "khz", "mhz", "ghz", "mah", "ah",   "gb", "mb", "kb",
                                         "tb",  "k",  "p",   "fps", "dpi", "rpm", "pcs",  "lm", "pa", "kpa",
                                         "mpa", "nm", "x",   "btu", "rmb", "wh",  "inch", "a",  "m",  "t"};
  constexpr std::string_view kCarriers[] = {"sf", "jt",  "jd",   "jdv",  "jdvb", "jda", "jdx", "jdk",
                                            "yt", "zto", "sto",  "dpk",  "db",   "yd",  "kye", "ems",
                                            "cn", "lp",  "jdap", "jdvc", "bs",   "jtsd"};
  size_t digits = text.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string_view::npos) {
    return std::find(std::begin(kUnits), std::end(kUnits), text.substr(digits)) != std::end(kUnits);
  }
  size_t letters = text.find_first_of("0123456789");
  if (letters == 0 || letters == std::string_view::npos || text.size() - letters < 10) return false;
  return text.find_first_not_of("0123456789", letters) == std::string_view::npos &&
         std::find(std::begin(kCarriers), std::end(kCarriers), text.substr(0, letters)) != std::end(kCarriers);
}

bool IsIdShaped(const Token& token, const std::string& text) {
  if (token.size() < kShortestId || token.size() > kLongestId) return false;
  if (token.letters == 0 && token.underscores == 0) {
    return token.hyphens == 0 && token.digits <= kLongestNumber && !IsHotline(text);
  }
  if (token.digits > 0 || token.underscores > 0) return token.letters + token.digits >= 4 && !IsAmountOrParcel(text);
  if (token.size() < kShortestWordId) return false;
  return token.hyphens <= 1 && !std::binary_search(std::begin(kWords), std::end(kWords), text);
}

// A number as a spreadsheet shows it: 4.75259e+5131655780677. Its end, or `first` if there is none.
uint32_t ScientificEnd(const View& view, const Token& head) {
  if (head.digits != head.size() || head.size() > 2) return head.first;
  auto is = [&view](uint32_t at, char32_t c) { return at < view.glyphs.size() && view.glyphs[at].code_point == c; };
  auto skip_digits = [&view](uint32_t at) {
    while (at < view.glyphs.size() && IsDigit(view.glyphs[at].code_point)) ++at;
    return at;
  };
  if (!is(head.end, U'.')) return head.first;
  uint32_t at = skip_digits(head.end + 1);
  if (at == head.end + 1 || !is(at, U'e') || !is(at + 1, U'+')) return head.first;
  uint32_t end = skip_digits(at + 2);
  return end > at + 2 ? end : head.first;
}

void AddId(const View& view, uint32_t first, uint32_t end, std::vector<Entity>& out) {
  if (IsLabelled(view, first)) return;
  out.push_back({EntityKind::kAccountId, first, end, TextOf(view, first, end), FoldSet()});
}

}  // namespace

void FindAccountTokens(const View& view, std::vector<Entity>& out) {
  const auto size = static_cast<uint32_t>(view.glyphs.size());
  for (uint32_t at = 0; at < size;) {
    if (!IsTokenGlyph(view.glyphs[at])) {
      ++at;
      continue;
    }
    Token token = ReadToken(view, at);
    at = token.end;
    if (uint32_t end = ScientificEnd(view, token); end > token.first) {
      AddId(view, token.first, at = end, out);
      continue;
    }
    TrimHyphens(view, token);
    if (token.size() < kShortestId || token.size() > kLongestId) continue;
    if (IsGlued(view, token.first, token.end)) continue;
    if (IsIdShaped(token, TextOf(view, token.first, token.end))) AddId(view, token.first, token.end, out);
  }
}

}  // namespace presend
