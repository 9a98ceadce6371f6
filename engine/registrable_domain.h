// Host names: the part that somebody registered, and whose it is.
//
// Reads the public suffix list built into libpsl. Hosts are lower case, labels joined by '.', without a trailing dot.
// Never throws; safe to call from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace presend {

// item.jd.com → jd.com, a.b.evil.com.cn → evil.com.cn. The host itself if it has none (an IP address, a bare suffix).
std::string RegistrableDomain(const std::string& host);

// Whether a label is a suffix that ICANN delegated: com, cn, ly; not js, pdf or 5kg.
bool IsTopLevelDomain(std::string_view label);

// A top-level domain that shops and spammers use; what a bare host without scheme or path must end in.
bool IsCommonTopLevelDomain(std::string_view label);

// One of the few that are not words: com, cn, net, …; what a host with an unusual dot must end in.
bool IsPlainTopLevelDomain(std::string_view label);

// Whether `host` is one of `domains` or below one, on a label boundary.
bool IsWithin(std::string_view host, const std::vector<std::string>& domains);

// Four decimal numbers up to 255.
bool IsIpAddress(std::string_view host);
// Loopback and the ranges of home routers, which nobody can be lured to.
bool IsPrivateAddress(std::string_view ip);

}  // namespace presend
