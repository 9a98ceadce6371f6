// The content of rule packs as a short name: equal files give equal revisions, on every machine.
#pragma once

#include <string>

#include "rulepack/source_file.h"

namespace presend {

// The first 12 hexadecimal digits of SHA-256 over the paths (below `root`) and contents of all files of the tree.
std::string RevisionOf(const SourceTree& tree, const std::string& root);

}  // namespace presend
