// Links in one walk from left to right. At each place where one can begin: a share code, a scheme, //, an address, a
// bare host, letters spread out. What was read is not read again, so that the time stays linear.
#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

#include "engine/entity.h"
#include "engine/link_finder_dot.h"
#include "engine/link_finder_host.h"
#include "engine/link_finder_path.h"
#include "engine/link_finder_token.h"
#include "engine/registrable_domain.h"

namespace presend {
namespace {

constexpr uint32_t kMaxLocal = 64;
constexpr std::string_view kMailHosts[] = {"qq.com",    "163.com",    "126.com",     "139.com",     "189.cn",
                                           "gmail.com", "sina.com",   "sina.cn",     "sohu.com",    "foxmail.com",
                                           "yeah.net",  "aliyun.com", "hotmail.com", "outlook.com", "icloud.com"};

FoldSet When(bool condition, Fold fold) { return condition ? FoldSet::Of(fold) : FoldSet(); }

// What was found in respelled text, from `begin` on, in the glyphs that were read; `fold`: what was undone.
void MoveBack(const Respelled& from, Fold fold, size_t begin, std::vector<Entity>& found) {
  for (size_t i = begin; i < found.size(); ++i) {
    Entity& entity = found[i];
    const uint32_t glyphs = entity.end_glyph - entity.first_glyph;
    entity.first_glyph = from.places[entity.first_glyph].first;
    entity.end_glyph = from.places[entity.end_glyph - 1].end;
    entity.folds |= When(entity.end_glyph - entity.first_glyph > glyphs, fold);
  }
}

class LinkFinder {
 public:
  LinkFinder(const View& view, const std::vector<std::string>& own, std::vector<Entity>& out)
      : view_(view), own_(own), out_(out) {}

  void Find(bool spread) {
    const auto size = static_cast<uint32_t>(view_.glyphs.size());
    for (uint32_t at = 0; at < size;) {
      uint32_t end = TakeAt(at, spread);
      at = end > at ? end : at + 1;
    }
  }

 private:
  uint32_t TakeAt(uint32_t at, bool spread) {
    if (view_.glyphs[at].kind == GlyphKind::kHan && !StartsLabel(view_, at, false)) return at;
    if (uint32_t end = ShareCodeEnd(view_, at); end > at) return TakeShareCode(at, end);
    if (uint32_t end = TakeScheme(at); end > at) return end;
    if (uint32_t end = TakeSlashes(at); end > at) return end;
    if (!StartsLabel(view_, at, false)) return at;
    if (spread) {
      if (uint32_t end = TakeSpread(at); end > at) return end;
    }
    if (uint32_t end = TakeAddress(at); end > at) return end;
    return TakeBare(at);
  }

  uint32_t TakeShareCode(uint32_t at, uint32_t end) {
    std::string code;
    for (uint32_t i = at; i < end; ++i) {
      if (IsAlnum(CodePointAt(view_, i))) code.push_back(static_cast<char>(CodePointAt(view_, i)));
    }
    out_.push_back({EntityKind::kLink, at, end, std::move(code), FoldSet()});
    return end;
  }

  uint32_t TakeScheme(uint32_t at) {
    bool spelled = false;
    bool app = false;
    uint32_t begin = SchemeEnd(view_, at, spelled, app);
    if (begin == at) return at;
    if (app) return TakeAppLink(at, begin);
    return TakeAuthority(at, begin, When(spelled, Fold::kLinkSpelling));
  }

  uint32_t TakeAppLink(uint32_t at, uint32_t begin) {
    uint32_t end = std::max(begin, PathEnd(view_, begin - 1));
    std::string scheme;
    for (uint32_t i = at; CodePointAt(view_, i) != U':'; ++i)
      scheme.push_back(static_cast<char>(CodePointAt(view_, i)));
    out_.push_back({EntityKind::kLink, at, end, std::move(scheme), FoldSet()});
    return end;
  }

  // //evil-shop.cn/…
  uint32_t TakeSlashes(uint32_t at) {
    if (CodePointAt(view_, at) != U'/' || CodePointAt(view_, at + 1) != U'/') return at;
    if (at > 0 && (IsAlnum(CodePointAt(view_, at - 1)) || CodePointAt(view_, at - 1) == U'/')) return at;
    return TakeAuthority(at, at + 2, FoldSet());
  }

  // What stands after a scheme: user@host:port/path.
  uint32_t TakeAuthority(uint32_t at, uint32_t begin, FoldSet folds) {
    uint32_t host_begin = UserEnd(view_, begin);
    LabelChain chain = ReadLabels(view_, host_begin, true);
    std::vector<Host> hosts = HostsOf(view_, chain, true);
    if (!hosts.empty()) return AddLink(at, hosts.front(), folds, true);
    return IsBareNumber(chain) ? AddNumericLink(at, chain, folds) : at;
  }

  // http://3232235777/: an IP address as one number.
  static bool IsBareNumber(const LabelChain& chain) {
    if (chain.labels.size() != 1) return false;
    const std::string& text = chain.labels[0].text;
    bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return (digits && text.size() >= 8 && text.size() <= 10) || (text.starts_with("0x") && text.size() == 10);
  }

  uint32_t AddNumericLink(uint32_t at, const LabelChain& chain, FoldSet folds) {
    const Label& label = chain.labels[0];
    return AddLink(at, {label.first, label.end, label.text, FoldSet()}, folds, true);
  }

  uint32_t AddLink(uint32_t at, const Host& host, FoldSet folds, bool scheme) {
    uint32_t end = host.end;
    if (scheme && CodePointAt(view_, end) == U'.' && !IsAlnum(CodePointAt(view_, end + 1))) ++end;  // the root's dot
    const char32_t next = CodePointAt(view_, end);
    bool broken = next == U'%' || next == U'\\';  // item.jd.com%2f…, jd.com\@…: made to look like ours
    while (broken && IsAuthorityGlyph(end)) ++end;
    end = PathEnd(view_, end);
    if (IsSpread(host)) end = SpreadPathEnd(view_, end);
    bool own = !broken && IsOwn(host) && !LeadsAway(host.end, end);
    out_.push_back(
        {own ? EntityKind::kOwnLink : EntityKind::kLink, at, end, RegistrableDomain(host.name), folds | host.folds});
    return end;
  }

  bool IsSpread(const Host& host) const {
    const auto glyphs = std::span(view_.glyphs).subspan(host.first, host.end - host.first);
    return std::any_of(glyphs.begin(), glyphs.end(), [](const Glyph& g) { return g.kind == GlyphKind::kSpace; });
  }

  bool IsAuthorityGlyph(uint32_t at) const {
    char32_t c = CodePointAt(view_, at);
    return c > U' ' && c < 0x7f && c != U'/' && c != U',' && c != U'"';
  }

  // Letters of another script name another host, however much it looks like ours.
  bool IsOwn(const Host& host) const { return !host.folds.has(Fold::kConfusable) && IsWithin(host.name, own_); }

  // A query that hands the buyer on: jd.com/?to=https://evil-shop.cn, plain or percent-encoded.
  bool LeadsAway(uint32_t begin, uint32_t end) const {
    for (uint32_t i = begin; i + 2 < end; ++i) {
      uint32_t host = HasWordAt(view_, i, U"://") ? i + 3 : HasWordAt(view_, i, U"%2f%2f") ? i + 6 : 0;
      if (host == 0 || host >= end) continue;
      std::vector<Host> hosts = HostsOf(view_, ReadLabels(view_, UserEnd(view_, host), false), true);
      return !hosts.empty() && !IsOwn(hosts.front());
    }
    return false;
  }

  // local@domain; a host before the @ is a link that hides where it leads: jd.com@evil-shop.cn.
  uint32_t TakeAddress(uint32_t at) {
    uint32_t local_end = at;
    size_t dot = 0;
    bool digits = false;
    for (; local_end - at < kMaxLocal && IsLocalGlyph(local_end); ++local_end) {
      if (CodePointAt(view_, local_end) == U'.') dot = local_end;
      digits |= CodePointAt(view_, local_end) <= U'9' && IsAlnum(CodePointAt(view_, local_end));
    }
    if (local_end < at + 2) return at;
    bool english = false;
    uint32_t begin = ReadAtSign(view_, local_end, english);
    if (begin == local_end || !StartsLabel(view_, begin, false)) return at;
    std::vector<Host> hosts = HostsOf(view_, ReadLabels(view_, begin, false), !english);
    if (hosts.empty() || hosts.front().first != begin) return at;
    Host& host = hosts.front();
    if (english && !digits && !IsMailHost(host.name)) return at;
    if (dot > at && EndsInHost(at, local_end)) return AddLink(at, host, FoldSet(), false);
    return AddAddress(at, local_end, host);
  }

  bool IsLocalGlyph(uint32_t at) const {
    char32_t c = CodePointAt(view_, at);
    return IsAlnum(c) || c == U'.' || c == U'_' || c == U'-' || c == U'+' || c == U'%';
  }

  static bool IsMailHost(std::string_view host) {
    return std::find(std::begin(kMailHosts), std::end(kMailHosts), host) != std::end(kMailHosts);
  }

  bool EndsInHost(uint32_t at, uint32_t end) const {
    std::vector<Host> hosts = HostsOf(view_, ReadLabels(view_, at, false), false);
    return !hosts.empty() && (hosts.front().end == end || CodePointAt(view_, hosts.front().end) == U'%');
  }

  uint32_t AddAddress(uint32_t at, uint32_t local_end, const Host& host) {
    std::string address;
    for (uint32_t i = at; i < local_end; ++i) address.push_back(static_cast<char>(CodePointAt(view_, i)));
    bool plain = CodePointAt(view_, local_end) == U'@';
    out_.push_back({IsOwn(host) ? EntityKind::kOwnLink : EntityKind::kEmail, at, host.end, address + '@' + host.name,
                    host.folds | When(!plain, Fold::kLinkSpelling)});
    return host.end;
  }

  uint32_t TakeBare(uint32_t at) {
    LabelChain chain = ReadLabels(view_, at, false);
    uint32_t end = std::max(chain.end, at + 1);
    std::vector<Host> hosts = HostsOf(view_, chain, false);
    for (const Host& host : hosts) end = std::max(end, AddLink(host.first, host, FoldSet(), false));
    if (!hosts.empty()) return end;
    if (TakeAddressLink(at, chain)) return out_.back().end_glyph;
    TakeRunOn(chain);
    return end;
  }

  // 123.45.67.89/pay, 8.8.8.8:8080: four numbers are an address only with a port or path.
  bool TakeAddressLink(uint32_t at, const LabelChain& chain) {
    if (chain.labels.size() != 4 || !BeginsPath(view_, chain.end)) return false;
    Host host{at, chain.end, {}, FoldSet()};
    for (const Label& label : chain.labels) host.name.append(host.name.empty() ? "" : ".").append(label.text);
    if (!IsIpAddress(host.name) || IsPrivateAddress(host.name)) return false;
    AddLink(at, host, FoldSet(), false);
    return true;
  }

  // haohuo88dotcom
  void TakeRunOn(const LabelChain& chain) {
    constexpr std::string_view kDots[] = {"_dot_", "-dot-", "dot", "dian", "d0t"};
    constexpr std::string_view kSuffixes[] = {"com", "cn", "net", "top", "vip", "shop", "xyz"};
    constexpr size_t kShortestName = 4;
    for (const Label& label : chain.labels) {
      for (std::string_view suffix : kSuffixes) {
        if (!label.text.ends_with(suffix)) continue;
        const std::string_view front = std::string_view(label.text).substr(0, label.text.size() - suffix.size());
        for (std::string_view dot : kDots) {
          if (front.size() < dot.size() + kShortestName || !front.ends_with(dot)) continue;
          std::string name(front.substr(0, front.size() - dot.size()));
          name.append(".").append(suffix);
          AddLink(label.first, {label.first, label.end, name, FoldSet::Of(Fold::kLinkSpelling)}, FoldSet(), false);
          return;
        }
      }
    }
  }

  uint32_t TakeSpread(uint32_t at) {
    if (at < spread_until_) return at;
    Respelled spread;
    uint32_t end = ReadSpread(view_, at, spread);
    spread_until_ = end;
    if (spread.places.empty()) return at;
    const size_t known = out_.size();
    LinkFinder(spread.view, own_, out_).Find(false);
    if (out_.size() == known) return at;
    MoveBack(spread, Fold::kSeparator, known, out_);
    return end;
  }

  const View& view_;
  const std::vector<std::string>& own_;
  std::vector<Entity>& out_;
  uint32_t spread_until_ = 0;  // spread text before this has been read
};

}  // namespace

bool MayHoldLink(const View& plain) {
  size_t letters = 0;
  bool mark = false;
  for (uint32_t i = 0; i < plain.glyphs.size(); ++i) {
    const Glyph& glyph = plain.glyphs[i];
    letters += IsAlnum(glyph.code_point) || glyph.kind == GlyphKind::kOtherLetter;
    mark |= !IsLetter(glyph.kind) || glyph.code_point == U'点' || glyph.code_point == U'艾';
  }
  return letters >= 3 && (mark || letters >= 8);
}

void FindLinks(const View& plain, const std::vector<std::string>& own_domains, std::vector<Entity>& out) {
  if (!MayHoldLink(plain)) return;
  Respelled decoded;
  if (!DecodePercent(plain, decoded)) return LinkFinder(plain, own_domains, out).Find(true);
  const size_t known = out.size();
  LinkFinder(decoded.view, own_domains, out).Find(true);
  MoveBack(decoded, Fold::kLinkSpelling, known, out);
}

}  // namespace presend
