// How a command says that it cannot go on.
#pragma once

#include "absl/status/status.h"

namespace presend {

// Writes the message to standard error; the exit status for bad usage, bad input or bad rules.
int Complain(const absl::Status& status);

}  // namespace presend
