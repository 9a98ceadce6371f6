// Texts inside of Markdown and HTML. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace presend {

// A text that can neither end its cell or line nor be taken for markup.
std::string EscapeMarkup(std::string_view text);

}  // namespace presend
