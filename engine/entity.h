// Numbers, ids, e-mail addresses and links, found by code through their disguises.
//
// Reads the glyphs of the plain view; writes spans in the original. Never throws; safe to call from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/rule.h"
#include "engine/span.h"
#include "engine/view.h"

namespace presend {

struct Entity {
  EntityKind kind;
  uint32_t first_glyph = 0;  // glyphs [first_glyph, end_glyph) of the plain view
  uint32_t end_glyph = 0;
  std::string canonical;  // 13800138000, evil-shop.cn
  FoldSet folds;          // kNumeral, kSeparator, kLinkSpelling … beyond those of the glyphs themselves
};

// Appends what it finds to `out`, by position; entities may overlap (a mobile number is also a long number and may be
// an id). `own_domains`: lower-case suffixes matched on label boundaries. Time is linear in the message.
void FindNumbers(const View& plain, std::vector<Entity>& out);
void FindLinks(const View& plain, const std::vector<std::string>& own_domains, std::vector<Entity>& out);

// Cheap: false if the finder cannot find anything. The finders ask themselves first.
bool MayHoldNumber(const View& plain);
bool MayHoldLink(const View& plain);

}  // namespace presend
