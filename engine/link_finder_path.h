// Where a link begins and ends around its host. Part of the link finder.
#pragma once

#include <cstdint>

#include "engine/view.h"

namespace presend {

// Whether a port, path, query or fragment begins at `at`: /…, ?…, #…, :8080, 斜杠….
bool BeginsPath(const View& view, uint32_t at);

// End of the port, path, query and fragment that begin at `at`, without Chinese text and closing punctuation; `at` if
// there are none.
uint32_t PathEnd(const View& view, uint32_t at);

// The same behind a host with blanks around its dots, which has them around its slashes too: bx77 . shop / kd.
uint32_t SpreadPathEnd(const View& view, uint32_t at);

// End of a scheme with what follows it: https://, hxxp:, https冒号//, weixin://; `at` if there is none. `spelled`: it
// is not a plain scheme. `app`: it opens a program, so that what follows need not be a host.
uint32_t SchemeEnd(const View& view, uint32_t at, bool& spelled, bool& app);

// Begin of the host after `user@`; `at` if there is no such part.
uint32_t UserEnd(const View& view, uint32_t at);

}  // namespace presend
