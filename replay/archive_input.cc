#include "replay/archive_input.h"

#include <sys/stat.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "replay/charset.h"
#include "replay/dialogue_source.h"
#include "replay/plain_text.h"
#include "replay/separated_text.h"
#include "replay/workbook_source.h"

namespace presend::replay {
namespace {

constexpr size_t kPeek = 1 << 20;
constexpr int kObjectsPeeked = 50;
const std::vector<std::string> kPlainKeys = {"text", "conversation_id", "message_id", "time",
                                             "role", "agent",           "shop",       "platform"};

uint64_t SizeOf(const std::string& path) {
  struct stat facts;
  return path != "-" && stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) ? facts.st_size : 0;
}

std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

// Of the bytes after decompression and decoding.
std::string SniffFormat(const std::string& path, std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '[') return "json";
  if (first != std::string_view::npos && text[first] == '{') {
    const bool whole = nlohmann::json::accept(FirstLine(text.substr(first)));
    const bool named = absl::StrContains(path, ".json") && !absl::StrContains(path, ".jsonl");
    const bool alone = text.find_first_not_of(" \t\r\n", first + FirstLine(text.substr(first)).size()) == text.npos;
    return named && (!whole || alone) ? "json" : "jsonl";
  }
  return std::count(FirstLine(text).begin(), FirstLine(text).end(), '\t') > 0 ? "tsv" : "csv";
}

char GuessSeparator(std::string_view header) {
  char best = ',';
  for (char c : {',', ';', '|'}) {
    if (std::count(header.begin(), header.end(), c) > std::count(header.begin(), header.end(), best)) best = c;
  }
  return best;
}

std::vector<std::string> ReadHeader(std::string_view text, char separator) {
  std::string record(text.substr(0, FindRecordEnd(text, separator).end));
  while (!record.empty() && (record.back() == '\n' || record.back() == '\r')) record.pop_back();
  std::vector<std::string_view> fields;
  SplitFields(record.data(), record.size(), separator, fields);
  std::vector<std::string> headers;
  for (std::string_view field : fields) headers.emplace_back(Trim(field));
  return headers;
}

// Keys of the first objects, in order of appearance.
std::vector<std::string> ReadKeys(std::string_view text) {
  std::vector<std::string> keys;
  for (int i = 0; i < kObjectsPeeked && !text.empty(); ++i) {
    const std::string_view line = FirstLine(text);
    const auto object = nlohmann::ordered_json::parse(line, nullptr, false);
    if (object.is_object()) {
      for (const auto& [key, value] : object.items()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
      }
    }
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return keys;
}

absl::Status At(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

// Bytes to UTF-8 text; says which encoding it was.
absl::StatusOr<std::unique_ptr<ByteSource>> Decode(std::unique_ptr<PeekedSource> bytes, const InputOptions& options,
                                                   std::string& name) {
  Charset charset = DetectCharset(bytes->peeked());
  if (options.encoding != "auto") charset.name = options.encoding;
  bytes->Drop(charset.mark);
  name = charset.name;
  return DecodeToUtf8(std::move(bytes), charset.name);
}

absl::Status OpenText(std::unique_ptr<PeekedSource> bytes, const InputOptions& options, ArchiveInput& input) {
  std::string charset;
  auto decoded = Decode(std::move(bytes), options, charset);
  if (!decoded.ok()) return decoded.status();
  auto peeked = PeekedSource::Create(std::move(*decoded), kPeek);
  if (!peeked.ok()) return peeked.status();
  const std::string format = options.format == "auto" ? SniffFormat(input.name, (*peeked)->peeked()) : options.format;
  input.format = format == "csv" || format == "tsv" ? RecordFormat::kSeparated : RecordFormat::kJsonLines;
  input.separator = format == "tsv" ? '\t' : GuessSeparator(FirstLine((*peeked)->peeked()));
  if (format == "json") {
    auto flat = PeekedSource::Create(FlattenDialogues(std::move(*peeked)), kPeek);
    if (!flat.ok()) return flat.status();
    peeked = std::move(flat);
  }
  input.described = absl::StrCat(absl::AsciiStrToUpper(format), ", ", charset);
  const bool separated = input.format == RecordFormat::kSeparated;
  input.headers = separated ? ReadHeader((*peeked)->peeked(), input.separator) : ReadKeys((*peeked)->peeked());
  if ((*peeked)->peeked().empty())
    input.headers.clear();
  else if (input.headers.empty())
    input.headers = kPlainKeys;  // the first lines are broken or overlong
  input.text = std::move(*peeked);
  return absl::OkStatus();
}

absl::Status OpenWorkbook(const std::string& path, const InputOptions& options, ArchiveInput& input) {
  auto rows = ReadWorkbook(path, options.sheet);
  if (!rows.ok()) return rows.status();
  auto peeked = PeekedSource::Create(std::move(*rows), kPeek);
  if (!peeked.ok()) return peeked.status();
  input.format = RecordFormat::kSeparated;
  input.numbered = true;
  input.described = "Excel workbook";
  input.headers = ReadHeader((*peeked)->peeked(), ',');
  if (!input.headers.empty()) input.headers.erase(input.headers.begin());  // the row number
  input.text = std::move(*peeked);
  return absl::OkStatus();
}

}  // namespace

// No library that Debian packages reads it (ADR 14); the command has been tried.
absl::Status NoParquet(const std::string& path) {
  const std::string name = path == "-" ? "x.parquet" : path;
  return absl::InvalidArgumentError(
      absl::StrCat(path,
                   ": Parquet cannot be read directly. Turn it into JSONL with "
                   "ClickHouse (pip install chdb):\n  python3 -m chdb \"SELECT * FROM file('",
                   name, "')\" JSONEachRow | presend replay - --out report"));
}

absl::StatusOr<ArchiveInput> OpenRecords(const std::string& path, const InputOptions& options) {
  ArchiveInput input;
  input.name = path;
  input.size = SizeOf(path);
  auto bytes = OpenBytes(path);
  if (!bytes.ok()) return bytes.status();
  auto peeked = PeekedSource::Create(std::move(*bytes), kPeek);
  if (!peeked.ok()) return At(path, peeked.status());
  if ((*peeked)->peeked().starts_with("PAR1")) return NoParquet(path);
  const bool zipped = (*peeked)->peeked().starts_with("PK\x03\x04");
  const bool workbook = options.format == "xlsx" || (options.format == "auto" && zipped);
  if (workbook && path == "-")
    return absl::InvalidArgumentError("-: a workbook cannot be read from standard input; name its file");
  const absl::Status status =
      workbook ? OpenWorkbook(path, options, input) : OpenText(std::move(*peeked), options, input);
  if (!status.ok()) return At(path, status);
  return input;
}

absl::StatusOr<ArchiveInput> OpenArchive(const std::string& path, const InputOptions& options) {
  auto input = OpenRecords(path, options);
  if (!input.ok()) return input;
  input->columns = options.columns;
  if (input->headers.empty()) return input;
  input->columns.Guess(input->headers);
  if (absl::Status check = input->columns.Check(input->headers); !check.ok()) return At(path, check);
  return input;
}

}  // namespace presend::replay
