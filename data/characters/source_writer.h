// Writes arrays as C++ source. For the makers alone.
#pragma once

#include <cstdint>
#include <ostream>
#include <vector>

namespace presend::maker {

template <typename T>
void WriteArray(std::ostream& out, const char* declaration, const std::vector<T>& values) {
  out << declaration << " = {";
  for (size_t i = 0; i < values.size(); ++i) {
    out << (i % 20 == 0 ? "\n" : "") << static_cast<uint64_t>(values[i]) << ',';
  }
  out << "\n};\n";
}

}  // namespace presend::maker
