#include "engine/registrable_domain.h"

#include <libpsl.h>

#include <algorithm>
#include <iterator>

namespace presend {
namespace {

const psl_ctx_t* SuffixList() {
  static const psl_ctx_t* const list = psl_builtin() != nullptr ? psl_builtin() : psl_latest(nullptr);
  return list;
}

// Sorted.
constexpr std::string_view kCommon[] = {
    "ai",      "app",    "art",   "asia", "band",  "biz",   "cab",  "cafe",    "cc",    "center", "chat",
    "city",    "click",  "cloud", "club", "cn",    "co",    "com",  "company", "cool",  "cyou",   "date",
    "design",  "dev",    "email", "fans", "fit",   "fun",   "fund", "games",   "gold",  "group",  "guru",
    "hk",      "host",   "icu",   "info", "ink",   "io",    "jp",   "kim",     "kr",    "la",     "life",
    "link",    "live",   "loan",  "love", "ltd",   "luxe",  "mall", "market",  "me",    "mobi",   "name",
    "net",     "online", "org",   "page", "plus",  "press", "pro",  "pub",     "pw",    "red",    "ren",
    "ru",      "run",    "sale",  "shop", "show",  "site",  "so",   "social",  "space", "store",  "su",
    "team",    "tech",   "today", "top",  "tv",    "tw",    "uk",   "us",      "video", "vip",    "wang",
    "website", "wiki",   "win",   "work", "world", "xin",   "xyz",  "yoga",    "zone",
};
static_assert(std::is_sorted(std::begin(kCommon), std::end(kCommon)));

constexpr std::string_view kPlain[] = {"biz", "cc", "cn", "com", "icu", "ltd", "net", "org", "xyz"};

constexpr std::string_view kPrivateNetworks[] = {"10.", "127.", "192.168.", "169.254.", "0."};

}  // namespace

std::string RegistrableDomain(const std::string& host) {
  if (IsIpAddress(host) || SuffixList() == nullptr) return host;
  const char* domain = psl_registrable_domain(SuffixList(), host.c_str());
  return domain != nullptr ? std::string(domain) : host;
}

bool IsTopLevelDomain(std::string_view label) {
  if (label.size() < 2 || SuffixList() == nullptr) return false;
  return psl_is_public_suffix2(SuffixList(), std::string(label).c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

bool IsCommonTopLevelDomain(std::string_view label) {
  return std::binary_search(std::begin(kCommon), std::end(kCommon), label);
}

bool IsPlainTopLevelDomain(std::string_view label) {
  return std::binary_search(std::begin(kPlain), std::end(kPlain), label);
}

bool IsWithin(std::string_view host, const std::vector<std::string>& domains) {
  return std::any_of(domains.begin(), domains.end(), [host](std::string_view domain) {
    if (domain.empty() || !host.ends_with(domain)) return false;
    return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
  });
}

bool IsIpAddress(std::string_view host) {
  int numbers = 0;
  while (!host.empty() && numbers < 5) {
    size_t end = std::min(host.find('.'), host.size());
    if (end == 0 || end > 3) return false;
    int value = 0;
    for (char c : host.substr(0, end)) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    if (value > 255) return false;
    ++numbers;
    if (end + 1 == host.size()) return false;
    host.remove_prefix(std::min(end + 1, host.size()));
  }
  return numbers == 4 && host.empty();
}

bool IsPrivateAddress(std::string_view ip) {
  return std::any_of(std::begin(kPrivateNetworks), std::end(kPrivateNetworks),
                     [ip](std::string_view network) { return ip.starts_with(network); });
}

}  // namespace presend
