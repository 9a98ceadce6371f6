#include "daemon/access.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "wire/status.h"

namespace presend {
namespace {

constexpr double kNoRate = 0;

std::string Digest(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

absl::StatusOr<uint8_t> ReadRoles(std::string_view list) {
  uint8_t roles = 0;
  for (const absl::string_view name : absl::StrSplit(absl::string_view(list.data(), list.size()), ',')) {
    if (name == "screen") {
      roles |= static_cast<uint8_t>(Role::kScreen);
    } else if (name == "read") {
      roles |= static_cast<uint8_t>(Role::kRead);
    } else if (name == "write") {
      roles |= static_cast<uint8_t>(Role::kWrite);
    } else {
      return absl::InvalidArgumentError(absl::StrCat("unknown role \"", name, "\"; known: screen, read, write"));
    }
  }
  return roles;
}

const char* RoleName(Role role) { return role == Role::kScreen ? "screen" : role == Role::kRead ? "read" : "write"; }

}  // namespace

absl::Duration Quota::Take(double amount, absl::Time now) {
  const std::lock_guard lock(mutex_);
  if (now > filled_) {
    level_ = std::min(per_second_, level_ + absl::ToDoubleSeconds(now - filled_) * per_second_);
    filled_ = now;
  }
  const double needed = std::min(amount, per_second_);
  if (level_ < needed) return absl::Seconds((needed - level_) / per_second_);
  level_ -= amount;  // below nothing after a large one: the next ones wait for it
  return absl::ZeroDuration();
}

absl::Status Caller::Charge(size_t messages) const {
  if (quota == nullptr) return absl::OkStatus();
  const absl::Duration wait = quota->Take(static_cast<double>(messages), absl::Now());
  if (wait <= absl::ZeroDuration()) return absl::OkStatus();
  return wire::TryAgainLater(absl::StrCat("the quota of ", tenant, " is used up"), wait);
}

absl::StatusOr<Access::Token> Access::ReadLine(std::string_view line) {
  const std::vector<std::string> words =
      absl::StrSplit(absl::string_view(line.data(), line.size()), absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
  if (words.size() < 3) return absl::InvalidArgumentError("expected: NAME ROLES sha256:HEX");
  Token token;
  token.name = words[0];
  auto roles = ReadRoles(words[1]);
  if (!roles.ok()) return roles.status();
  token.roles = *roles;
  absl::string_view hex = words[2];
  const auto is_hex = [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); };
  if (!absl::ConsumePrefix(&hex, "sha256:") || hex.size() != 64 || !std::all_of(hex.begin(), hex.end(), is_hex)) {
    return absl::InvalidArgumentError("expected sha256: and 64 hexadecimal digits");
  }
  token.digest = absl::HexStringToBytes(hex);
  double rate = kNoRate;
  for (size_t i = 3; i < words.size(); ++i) {
    absl::string_view word = words[i];
    absl::CivilDay day;
    if (absl::ConsumePrefix(&word, "expires=") && absl::ParseCivilTime(word, &day)) {
      token.expires = absl::FromCivil(day + 1, absl::UTCTimeZone());
    } else if (!absl::ConsumePrefix(&word, "rate=") || !absl::SimpleAtod(word, &rate) || !(rate > 0 && rate < 1e12)) {
      return absl::InvalidArgumentError(absl::StrCat("cannot read \"", words[i], "\""));
    }
  }
  if (rate > kNoRate) token.quota = std::make_shared<Quota>(rate);
  return token;
}

// The bucket of a tenant stays through a new reading of the file, and its tokens share one.
std::shared_ptr<Quota> Access::QuotaOf(const std::string& tenant, double rate, const Tokens& read) const {
  const auto before = tokens_.Share();
  for (const Tokens* tokens : {&read, before.get()}) {
    if (tokens == nullptr) continue;
    for (const Token& token : *tokens) {
      if (token.name == tenant && token.quota != nullptr && token.quota->per_second() == rate) return token.quota;
    }
  }
  return nullptr;
}

absl::Status Access::ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  Tokens tokens;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const auto text = absl::StripAsciiWhitespace(line);
    if (text.empty() || text[0] == '#') continue;
    auto token = ReadLine(std::string_view(text.data(), text.size()));
    if (!token.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", number, ": error: ", token.status().message()));
    }
    if (token->quota != nullptr) {
      if (auto kept = QuotaOf(token->name, token->quota->per_second(), tokens)) token->quota = std::move(kept);
    }
    tokens.push_back(*std::move(token));
  }
  tokens_.Publish(std::make_shared<const Tokens>(std::move(tokens)));
  asks_.store(true, std::memory_order_release);
  return absl::OkStatus();
}

bool Access::asks() const { return asks_.load(std::memory_order_acquire); }

absl::StatusOr<Caller> Access::Admit(std::string_view authorization, Role role) const {
  if (!asks()) return Caller{};
  absl::string_view presented(authorization.data(), authorization.size());
  (void)absl::ConsumePrefix(&presented, "Bearer ");
  const std::string digest = Digest({presented.data(), presented.size()});
  const auto tokens = tokens_.Read();
  const Token* found = nullptr;
  for (const Token& token : *tokens) {  // all of them, whichever is right
    if (CRYPTO_memcmp(token.digest.data(), digest.data(), digest.size()) == 0) found = &token;
  }
  if (found == nullptr || found->expires <= absl::Now()) {
    return absl::UnauthenticatedError(found == nullptr ? "a valid bearer token is required" : "the token has expired");
  }
  if ((found->roles & static_cast<uint8_t>(role)) == 0) {
    return absl::PermissionDeniedError(absl::StrCat(found->name, " lacks the role ", RoleName(role)));
  }
  return Caller{found->name, found->quota};
}

}  // namespace presend
