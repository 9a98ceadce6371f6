#include "replay/workbook_source.h"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "replay/plain_text.h"

namespace presend::replay {
namespace {

constexpr size_t kBlock = 64 << 10;
constexpr size_t kMostColumns = 16'384;  // Excel's own limit

struct ZipDeleter {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct ZipFileDeleter {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct ParserDeleter {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Zip = std::unique_ptr<zip_t, ZipDeleter>;
using ZipFile = std::unique_ptr<zip_file_t, ZipFileDeleter>;

// Names without their namespace prefix.
std::string_view Local(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

std::string_view Attribute(const char** attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (name == attributes[0]) return attributes[1];
  }
  return "";
}

// An XML part of the workbook, read block by block. Entity declarations are refused: no workbook has any.
class XmlPart {
 public:
  std::function<void(std::string_view, const char**)> on_start;
  std::function<void(std::string_view)> on_end;
  std::function<void(std::string_view)> on_text;

  absl::Status Open(zip_t* zip, const std::string& name) {
    file_.reset(zip_fopen(zip, name.c_str(), 0));
    if (file_ == nullptr) return absl::NotFoundError(absl::StrCat("the workbook lacks ", name));
    parser_.reset(XML_ParserCreate(nullptr));
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const char* tag, const char** attributes) {
          static_cast<XmlPart*>(self)->on_start(Local(tag), attributes);
        },
        [](void* self, const char* tag) { static_cast<XmlPart*>(self)->on_end(Local(tag)); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int size) {
      static_cast<XmlPart*>(self)->on_text(std::string_view(text, size));
    });
    XML_SetEntityDeclHandler(
        parser_.get(), [](void* self, const char*, int, const char*, int, const char*, const char*, const char*,
                          const char*) { XML_StopParser(static_cast<XmlPart*>(self)->parser_.get(), XML_FALSE); });
    return absl::OkStatus();
  }

  // False at the end.
  absl::StatusOr<bool> ReadBlock() {
    void* block = XML_GetBuffer(parser_.get(), kBlock);
    const zip_int64_t count = zip_fread(file_.get(), block, kBlock);
    if (count < 0) return absl::DataLossError("工作簿损坏或被截断");
    read_ += static_cast<uint64_t>(count);
    if (XML_ParseBuffer(parser_.get(), static_cast<int>(count), count == 0) != XML_STATUS_OK) {
      return absl::DataLossError(absl::StrCat("工作簿内容损坏：", XML_ErrorString(XML_GetErrorCode(parser_.get()))));
    }
    return count > 0;
  }

  absl::Status ReadAll() {
    for (;;) {
      const auto more = ReadBlock();
      if (!more.ok()) return more.status();
      if (!*more) return absl::OkStatus();
    }
  }

  uint64_t read() const { return read_; }

 private:
  ZipFile file_;
  std::unique_ptr<XML_ParserStruct, ParserDeleter> parser_;
  uint64_t read_ = 0;
};

// All shared strings, run together.
class SharedStrings {
 public:
  absl::Status Load(zip_t* zip) {
    if (zip_name_locate(zip, "xl/sharedStrings.xml", 0) < 0) return absl::OkStatus();
    XmlPart part;
    bool in_text = false, in_phonetic = false;
    part.on_start = [&](std::string_view tag, const char**) {
      if (tag == "t") in_text = true;
      if (tag == "rPh") in_phonetic = true;
    };
    part.on_end = [&](std::string_view tag) {
      if (tag == "t") in_text = false;
      if (tag == "rPh") in_phonetic = false;
      if (tag == "si") ends_.push_back(text_.size());
    };
    part.on_text = [&](std::string_view text) {
      if (in_text && !in_phonetic) text_ += text;
    };
    if (absl::Status status = part.Open(zip, "xl/sharedStrings.xml"); !status.ok()) return status;
    return part.ReadAll();
  }

  std::string_view operator[](size_t index) const {
    if (index >= ends_.size()) return "";
    const size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }

 private:
  std::string text_;
  std::vector<uint64_t> ends_;
};

// Where the sheet is in the archive: workbook.xml names it, its relations say the file.
absl::StatusOr<std::string> FindSheet(zip_t* zip, const std::string& wanted) {
  std::string relation, target;
  XmlPart workbook;
  workbook.on_start = [&](std::string_view tag, const char** attributes) {
    if (tag != "sheet" || !relation.empty()) return;
    if (wanted.empty() || Attribute(attributes, "name") == wanted) relation = Attribute(attributes, "r:id");
  };
  workbook.on_end = workbook.on_text = [](std::string_view) {};
  if (absl::Status status = workbook.Open(zip, "xl/workbook.xml"); !status.ok()) return status;
  if (absl::Status status = workbook.ReadAll(); !status.ok()) return status;
  if (relation.empty()) return absl::NotFoundError(absl::StrCat("there is no worksheet \"", wanted, "\""));
  XmlPart relations;
  relations.on_start = [&](std::string_view tag, const char** attributes) {
    if (tag == "Relationship" && Attribute(attributes, "Id") == relation) target = Attribute(attributes, "Target");
  };
  relations.on_end = relations.on_text = [](std::string_view) {};
  if (absl::Status status = relations.Open(zip, "xl/_rels/workbook.xml.rels"); !status.ok()) return status;
  if (absl::Status status = relations.ReadAll(); !status.ok()) return status;
  return absl::StartsWith(target, "/") ? target.substr(1) : absl::StrCat("xl/", target);
}

// "BC12" → 54.
size_t ColumnOf(std::string_view reference) {
  size_t column = 0;
  for (char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<size_t>(c - 'A' + 1);
  }
  return column == 0 ? 0 : column - 1;
}

void AppendField(std::string_view field, std::string& out) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

class WorkbookSource : public ByteSource {
 public:
  absl::Status Open(const std::string& path, const std::string& sheet) {
    int error = 0;
    zip_.reset(zip_open(path.c_str(), ZIP_RDONLY, &error));
    if (zip_ == nullptr) return absl::InvalidArgumentError("no Excel workbook (.xlsx) that can be read, or damaged");
    const auto name = FindSheet(zip_.get(), sheet);
    if (!name.ok()) return name.status();
    if (absl::Status status = strings_.Load(zip_.get()); !status.ok()) return status;
    part_.on_start = [this](std::string_view tag, const char** attributes) { Start(tag, attributes); };
    part_.on_end = [this](std::string_view tag) { End(tag); };
    part_.on_text = [this](std::string_view text) {
      if (in_value_) value_ += text;
    };
    return part_.Open(zip_.get(), *name);
  }

  absl::StatusOr<size_t> Read(char* to, size_t size) override {
    while (out_at_ == out_.size() && more_) {
      out_.clear();
      out_at_ = 0;
      const auto more = part_.ReadBlock();
      if (!more.ok()) return more.status();
      more_ = *more;
    }
    const size_t count = std::min(size, out_.size() - out_at_);
    std::memcpy(to, out_.data() + out_at_, count);
    out_at_ += count;
    return count;
  }

  uint64_t raw_position() const override { return part_.read(); }

 private:
  void Start(std::string_view tag, const char** attributes) {
    if (tag == "row") {
      uint64_t number = 0;
      row_ = absl::SimpleAtoi(ToAbsl(Attribute(attributes, "r")), &number) ? number : row_ + 1;
      cells_.clear();
    } else if (tag == "c") {
      const std::string_view reference = Attribute(attributes, "r");
      column_ = reference.empty() ? cells_.size() : ColumnOf(reference);
      type_ = Attribute(attributes, "t");
      value_.clear();
    } else if (tag == "v" || tag == "t") {
      in_value_ = true;
    }
  }

  void End(std::string_view tag) {
    if (tag == "v" || tag == "t") in_value_ = false;
    if (tag == "c" && column_ < kMostColumns) {
      if (cells_.size() <= column_) cells_.resize(column_ + 1);
      uint64_t index = 0;
      cells_[column_] = type_ == "s" && absl::SimpleAtoi(value_, &index) ? std::string(strings_[index]) : value_;
    }
    if (tag == "row") EmitRow();
  }

  void EmitRow() {
    if (cells_.empty()) return;
    absl::StrAppend(&out_, row_);
    for (const std::string& cell : cells_) {
      out_ += ',';
      AppendField(cell, out_);
    }
    out_ += '\n';
  }

  Zip zip_;
  SharedStrings strings_;
  XmlPart part_;
  uint64_t row_ = 0;
  size_t column_ = 0;
  std::string type_, value_;
  bool in_value_ = false;
  bool more_ = true;
  std::vector<std::string> cells_;
  std::string out_;
  size_t out_at_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> ReadWorkbook(const std::string& path, const std::string& sheet) {
  auto source = std::make_unique<WorkbookSource>();
  if (absl::Status status = source->Open(path, sheet); !status.ok()) return status;
  return std::unique_ptr<ByteSource>(std::move(source));
}

}  // namespace presend::replay
