// The middle of what several rounds measured: one bad round does not move it.
#pragma once

#include <algorithm>
#include <vector>

namespace presend::bench {

// Requires a value; of an even number, the higher one of the two in the middle.
inline double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace presend::bench
