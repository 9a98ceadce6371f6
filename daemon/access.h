// Who may do what: bearer tokens with roles and quotas, read from a file that can change.
//
// The file holds one token a line, and never the token itself:
//
//   NAME ROLE[,ROLE…] sha256:HEX [expires=2026-12-31] [rate=MESSAGES_PER_SECOND]
//
// Roles: screen (messages), read (status, explanations), write (reload, candidates). Lines that begin with # are
// skipped. Names appear in logs and are tenants: the rate is theirs, however many tokens they hold.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/published.h"

namespace presend {

enum class Role : uint8_t { kScreen = 1, kRead = 2, kWrite = 4 };

// A bucket that fills at a rate and holds what flows in within a second. Thread-safe.
class Quota {
 public:
  explicit Quota(double per_second) : per_second_(per_second), level_(per_second) {}
  // Takes `amount`. When it is not there: how long until it may be, and nothing is taken. More than the bucket holds
  // is taken from a full one.
  absl::Duration Take(double amount, absl::Time now);
  double per_second() const { return per_second_; }

 private:
  const double per_second_;
  std::mutex mutex_;
  double level_;
  absl::Time filled_ = absl::InfinitePast();
};

// Who calls.
struct Caller {
  std::string tenant;            // empty: no tokens are asked for
  std::shared_ptr<Quota> quota;  // null: none

  // RESOURCE_EXHAUSTED with a RetryInfo when the quota is used up.
  absl::Status Charge(size_t messages) const;
};

class Access {
 public:
  // Everybody may do everything. Thread-safe, all of it.
  Access() = default;

  // Takes the tokens of a file in place of those before. On an error those stay: NOT_FOUND, or INVALID_ARGUMENT with
  // the line that is wrong.
  absl::Status ReadFile(const std::string& path);

  // Whether tokens are asked for.
  bool asks() const;

  // `authorization` is the header's value, "Bearer …". UNAUTHENTICATED if the token is not known or has expired,
  // PERMISSION_DENIED if it lacks the role. Takes as long for a wrong token as for a right one.
  absl::StatusOr<Caller> Admit(std::string_view authorization, Role role) const;

 private:
  struct Token {
    std::string name;
    uint8_t roles = 0;
    std::string digest;  // SHA-256, 32 bytes
    absl::Time expires = absl::InfiniteFuture();
    std::shared_ptr<Quota> quota;
  };
  using Tokens = std::vector<Token>;

  static absl::StatusOr<Token> ReadLine(std::string_view line);
  std::shared_ptr<Quota> QuotaOf(const std::string& tenant, double rate, const Tokens& read) const;

  Published<Tokens> tokens_;
  std::atomic<bool> asks_{false};
};

}  // namespace presend
