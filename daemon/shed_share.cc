#include "daemon/shed_share.h"

namespace presend {

bool ShedShare::Takes(absl::Duration wait) {
  if (wait <= longest_wait_ / 2) return false;
  return wait > longest_wait_ || counted_.fetch_add(1, std::memory_order_relaxed) % kOneOf == 0;
}

}  // namespace presend
