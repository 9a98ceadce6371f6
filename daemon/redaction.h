// Takes out of a text what could name or reach a person.
#pragma once

#include <string>
#include <string_view>

namespace presend {

// The text with every digit (of any script), every run of four or more Chinese numerals, every Latin word that looks
// like an id (five letters and digits or more, or with a digit, @ or _) and the part of an address before its unit
// (…路, …号, …栋, …室) replaced by `*`, one a code point. Errs on the side of masking.
std::string Redact(std::string_view text);

}  // namespace presend
