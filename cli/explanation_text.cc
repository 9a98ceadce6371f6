// The drawing of an explanation: a grid with one column a code point of the message.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/answer_text.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr uint32_t kLineColumns = 100;

// What the rows show under each code point of the message.
class Grid {
 public:
  explicit Grid(std::string_view text) {
    Row row{"text", {}};
    const char* const end = text.data() + text.size();
    for (const char* p = text.data(); p < end;) {
      const uint32_t length = DecodeUtf8(p, end).length;
      begins_.push_back(static_cast<uint32_t>(p - text.data()));
      row.cells.push_back(Printable(std::string_view(p, length)));
      p += length;
    }
    rows_.push_back(std::move(row));
  }

  void Add(const v1::ViewDrawing& view) {
    Row row{view.name(), std::vector<std::string>(begins_.size())};
    const char* const end = view.text().data() + view.text().size();
    int glyph = 0;
    for (const char* p = view.text().data(); p < end && glyph < view.originals_size(); ++glyph) {
      const uint32_t length = DecodeUtf8(p, end).length;
      const auto cell = std::upper_bound(begins_.begin(), begins_.end(), view.originals(glyph).begin());
      if (cell != begins_.begin()) row.cells[cell - begins_.begin() - 1] += Printable(std::string_view(p, length));
      p += length;
    }
    rows_.push_back(std::move(row));
  }

  void Draw(const Painter& paint, std::string& out) const {
    const std::vector<uint32_t> widths = Widths();
    uint32_t label = 0;
    for (const Row& row : rows_) label = std::max(label, DisplayWidth(row.name));
    for (size_t first = 0; first < widths.size();) {
      size_t last = first;
      for (uint32_t used = 0; last < widths.size() && (last == first || used + widths[last] <= kLineColumns); ++last) {
        used += widths[last];
      }
      for (const Row& row : rows_) DrawRow(row, label, widths, first, last, paint, out);
      first = last;
    }
  }

 private:
  struct Row {
    std::string name;
    std::vector<std::string> cells;
  };

  std::vector<uint32_t> Widths() const {
    std::vector<uint32_t> widths(begins_.size());
    for (const Row& row : rows_) {
      for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row.cells[i]));
    }
    return widths;
  }

  static void DrawRow(const Row& row, uint32_t label, const std::vector<uint32_t>& widths, size_t first, size_t last,
                      const Painter& paint, std::string& out) {
    std::string line;
    for (size_t i = first; i < last; ++i) {
      line += row.cells[i];
      line.append(widths[i] - DisplayWidth(row.cells[i]), ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out, "  ", paint(Colour::kFaint, row.name), std::string(label - DisplayWidth(row.name), ' '),
                    "  ", line, "\n");
  }

  std::vector<uint32_t> begins_;
  std::vector<Row> rows_;
};

void AppendStep(std::string_view text, const v1::TraceStep& step, const Painter& paint, std::string& out) {
  const size_t begin = std::min<size_t>(step.span().begin(), text.size());
  const size_t length = std::max<size_t>(step.span().end(), begin) - begin;
  const bool kept = step.outcome() == "kept";
  absl::StrAppend(&out, "  ", paint(kept ? Colour::kRed : Colour::kFaint, step.outcome()), " ", step.rule_id(), " “",
                  Printable(step.word()), "” in “", Printable(text.substr(begin, length)));
  absl::StrAppend(&out, "” at ", step.span().begin(), "–", step.span().end(), " (", step.view());
  if (step.folds_size() > 0) absl::StrAppend(&out, "; ", absl::StrJoin(step.folds(), ", "));
  absl::StrAppend(&out, ")", step.by().empty() ? "" : ": ", Printable(step.by()), "\n");
}

}  // namespace

void AppendExplanation(std::string_view text, const v1::Explanation& explanation, const Painter& paint,
                       std::string& out) {
  Grid grid(text);
  for (const v1::ViewDrawing& view : explanation.views()) grid.Add(view);
  grid.Draw(paint, out);
  for (const v1::TraceStep& step : explanation.steps()) AppendStep(text, step, paint, out);
}

}  // namespace presend
