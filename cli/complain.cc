#include "cli/complain.h"

#include <iostream>

namespace presend {
namespace {

constexpr int kBad = 2;

}  // namespace

int Complain(const absl::Status& status) {
  std::cerr << "presend: " << status.message() << std::endl;
  return kBad;
}

}  // namespace presend
