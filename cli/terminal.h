// What a terminal shows: columns and colours. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace presend {

// Columns that a text takes up: two for Chinese, none for invisible and combining characters. Control characters and
// invalid bytes count one: Printable shows them as one.
uint32_t DisplayWidth(std::string_view text);

// The text with control characters, line ends and invalid bytes made visible as one column each, so that a message
// can neither break the drawing nor speak to the terminal.
std::string Printable(std::string_view text);

// The same, but for the line ends: for what has more than one line.
std::string PrintableLines(std::string_view text);

enum class Colour { kPlain, kBold, kFaint, kRed, kYellow, kGreen, kCyan };

// Wraps texts in colours, or leaves them be.
class Painter {
 public:
  explicit Painter(bool coloured) : coloured_(coloured) {}
  // Coloured if standard output is a terminal and NO_COLOR is not set.
  static Painter ForStandardOutput();
  std::string operator()(Colour colour, std::string_view text) const;

 private:
  bool coloured_;
};

}  // namespace presend
