#include "engine/view.h"

#include <algorithm>

#include "engine/emoticon.h"
#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr char32_t kRightToLeftOverride = 0x202E;
constexpr char32_t kPopDirection = 0x202C;

bool OpensDirection(char32_t c) { return (c >= 0x202A && c <= 0x202E && c != kPopDirection) || (c >= 0x2066 && c <= 0x2068); }
bool ClosesDirection(char32_t c) { return c == kPopDirection || c == 0x2069; }
bool IsUnchanged(const DecodedCodePoint& decoded) {
  return decoded.length == 3 && FoldPacked(decoded.code_point) == decoded.code_point;  // no kind on top: kHan
}
// Marks that are drawn on or chosen for the character before them.
bool Attaches(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0489) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0xE0100 && c <= 0xE01EF) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

class ViewBuilder {
 public:
  explicit ViewBuilder(View& view) : view_(view) {}

  // A run of Han characters that folding leaves alone: nearly all of Chinese. Returns where it ends.
  const char* TakeUnchanged(const char* begin, const char* end, uint32_t at) {
    if (opened_) return begin;
    const char* p = begin;
    while (p < end && IsUnchanged(DecodeUtf8(p, end))) p += 3;
    const auto count = static_cast<size_t>(p - begin) / 3;
    view_.glyphs.resize(view_.glyphs.size() + count);
    Glyph* glyph = view_.glyphs.data() + view_.glyphs.size() - count;
    for (const char* c = begin; c < p; c += 3, at += 3) {
      *glyph++ = {DecodeUtf8(c, end).code_point, at, at + 3, GlyphKind::kHan, FoldSet()};
    }
    if (count > 0) last_end_ = at;
    return p;
  }

  void Take(char32_t code_point, uint32_t begin, uint32_t end) {
    const uint32_t packed = FoldPacked(code_point);
    const uint32_t canonical = packed & kManyForms;
    if (canonical == 0) return TakeInvisible(code_point, begin, end);
    if (canonical == code_point) {
      Add(code_point, static_cast<GlyphKind>(packed >> kPackedKindShift), FoldSet(), begin, end);
    } else {
      TakeFolded(FoldCodePoint(code_point), begin, end);
    }
  }

  void TakeEmoticon(char32_t mark, uint32_t begin, uint32_t end) {
    Add(mark, GlyphKind::kEmoji, FoldSet(), begin, end);
  }

  void TakeInvalid(uint32_t at) { Add(0xFFFD, GlyphKind::kInvalid, FoldSet(), at, at + 1); }

  void Finish() { CloseOverride(); }

 private:
  void TakeFolded(const Folded& folded, uint32_t begin, uint32_t end) {
    for (char32_t c : folded.canonical) {
      Add(c, KindOf(c), folded.folds, begin, end);
    }
  }

  void TakeInvisible(char32_t code_point, uint32_t begin, uint32_t end) {
    if (OpensDirection(code_point)) {
      if (!opened_) opened_at_ = begin;
      opened_ = true;
      if (code_point == kRightToLeftOverride) override_from_ = static_cast<int64_t>(view_.glyphs.size());
      return;
    }
    if (ClosesDirection(code_point)) CloseOverride();
    if ((ClosesDirection(code_point) || Attaches(code_point)) && !view_.glyphs.empty()) Widen(end);
  }

  void Widen(uint32_t end) {
    Glyph* last = &view_.glyphs.back();
    if (last->end < last_end_) {  // an override has put the last one first
      last = &*std::max_element(view_.glyphs.begin(), view_.glyphs.end(),
                                [](const Glyph& a, const Glyph& b) { return a.end < b.end; });
    }
    last->end = last_end_ = end;
    last->folds |= FoldSet::Of(Fold::kInvisible);
  }

  void CloseOverride() {
    if (override_from_ < 0) return;
    std::reverse(view_.glyphs.begin() + override_from_, view_.glyphs.end());
    override_from_ = -1;
  }

  void Add(char32_t code_point, GlyphKind kind, FoldSet folds, uint32_t begin, uint32_t end) {
    if (opened_) {
      begin = opened_at_;
      folds |= FoldSet::Of(Fold::kInvisible);
      opened_ = false;
    }
    last_end_ = end;
    view_.glyphs.push_back({code_point, begin, end, kind, folds});
  }

  View& view_;
  bool opened_ = false;
  uint32_t opened_at_ = 0;
  uint32_t last_end_ = 0;
  int64_t override_from_ = -1;
};

}  // namespace

void BuildView(std::string_view text, View& view) {
  view.Clear();
  view.glyphs.reserve(text.size() / 2);
  ViewBuilder builder(view);
  const char* const start = text.data();
  const char* const end = start + text.size();
  for (const char* p = start; p < end;) {
    p = builder.TakeUnchanged(p, end, static_cast<uint32_t>(p - start));
    if (p == end) break;
    const auto at = static_cast<uint32_t>(p - start);
    if (const Emoticon emoticon = EmoticonAt(p, end); emoticon.length > 0) {
      builder.TakeEmoticon(emoticon.mark, at, at + emoticon.length);
      p += emoticon.length;
      continue;
    }
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    if (decoded.valid) {
      builder.Take(decoded.code_point, at, at + decoded.length);
    } else {
      builder.TakeInvalid(at);
    }
    p += decoded.length;
  }
  builder.Finish();
}

void WriteText(View& view) { WriteUtf8(view.glyphs, view.text, view.text_begin); }

}  // namespace presend
