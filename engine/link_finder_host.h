// Host names in the plain view: labels, the dots between them and what may end them. Part of the link finder.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/link_finder_dot.h"
#include "engine/view.h"

namespace presend {

struct Label {
  uint32_t first = 0;  // glyphs [first, end)
  uint32_t end = 0;
  std::string text;      // canonical: 八八 is 88, 杠 is -
  bool spelled = false;  // differs from its glyphs
  bool numeral = false;  // some digits were Chinese numerals
  Dot dot;               // the one before it; kNone for the first
};

// Labels joined by dots of any style.
struct LabelChain {
  std::vector<Label> labels;
  uint32_t end = 0;  // where to read on
};

struct Host {
  uint32_t first = 0;  // glyphs [first, end)
  uint32_t end = 0;
  std::string name;  // canonical, a.b.cn
  FoldSet folds;     // kLinkSpelling, kNumeral, kConfusable
};

// How much vouches for a host besides its name.
enum class Context : uint8_t { kBare, kPath, kScheme };

// Whether a label can begin at `at`. `lenient`: after a scheme, where Chinese labels are read too.
bool StartsLabel(const View& view, uint32_t at, bool lenient);

// Reads the chain that begins at `at`; at least one label if StartsLabel.
LabelChain ReadLabels(const View& view, uint32_t at, bool lenient);

bool IsWebPrefix(const Label& label);  // www, and what says the same

// Whether the same doubtful dot stands between all of them, two or more: u . jd . com, with a blank before it too,
// where English has none, or item。jd。com, without any.
bool AreEven(const View& view, std::span<const Label> labels);

// The hosts in a chain, at most one for each of its stretches, in order. With kScheme only the first stretch counts.
std::vector<Host> HostsOf(const View& view, const LabelChain& chain, bool scheme);

}  // namespace presend
