#include "rulepack/pack_archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "rulepack/concat.h"

namespace presend {
namespace {

constexpr uint64_t kLargestPack = 512u << 20;  // unpacked
constexpr size_t kMostFiles = 100'000;
constexpr size_t kBlock = 64u << 10;

// A path that leaves the folder could pass for a file of another pack.
bool StaysInside(std::string_view path) {
  if (path.empty() || path.front() == '/') return false;
  const std::string framed = Concat("/", path, "/");
  return framed.find("/../") == std::string::npos && framed.find("/./") == std::string::npos &&
         framed.find("//") == std::string::npos;
}

class Writer {
 public:
  Writer() : archive_(archive_write_new(), &archive_write_free) {
    archive_write_add_filter_zstd(archive_.get());
    archive_write_set_format_pax_restricted(archive_.get());
    archive_write_set_bytes_in_last_block(archive_.get(), 1);
    archive_write_open(archive_.get(), &out_, nullptr, &Take, nullptr);
  }

  // No owner and no time: the same content gives the same bytes.
  void Add(const ArchiveEntry& file) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), file.path.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    failed_ |= archive_write_header(archive_.get(), entry.get()) != ARCHIVE_OK;
    failed_ |= archive_write_data(archive_.get(), file.content.data(), file.content.size()) != static_cast<la_ssize_t>(file.content.size());
  }

  absl::StatusOr<std::string> Finish() {
    failed_ |= archive_write_close(archive_.get()) != ARCHIVE_OK;
    if (failed_) return absl::InternalError(Concat("cannot pack: ", Reason()));
    return std::move(out_);
  }

 private:
  static la_ssize_t Take(archive*, void* out, const void* bytes, size_t size) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  }

  std::string Reason() const {
    const char* reason = archive_error_string(archive_.get());
    return reason == nullptr ? "" : reason;
  }

  std::unique_ptr<archive, decltype(&archive_write_free)> archive_;
  std::string out_;
  bool failed_ = false;
};

}  // namespace

absl::StatusOr<std::string> PackArchive(const std::vector<ArchiveEntry>& entries) {
  Writer writer;
  for (const ArchiveEntry& entry : entries) writer.Add(entry);
  return writer.Finish();
}

absl::Status DamagedPack(const std::string& path, std::string_view what) {
  return absl::DataLossError(Concat(path, ": not a whole pack file: ", what, "; build it or fetch it again"));
}

absl::StatusOr<ArchivedFiles> UnpackArchive(const std::string& path) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> in(archive_read_new(), &archive_read_free);
  archive_read_support_filter_zstd(in.get());
  archive_read_support_format_tar(in.get());
  if (archive_read_open_filename(in.get(), path.c_str(), kBlock) != ARCHIVE_OK) return DamagedPack(path, "cannot be read");
  ArchivedFiles contents;
  uint64_t total = 0;
  std::string block(kBlock, '\0');
  for (;;) {
    archive_entry* entry = nullptr;
    const int state = archive_read_next_header(in.get(), &entry);
    if (state == ARCHIVE_EOF) return contents;
    if (state != ARCHIVE_OK) return DamagedPack(path, "the archive is broken");
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr || !StaysInside(name) || archive_entry_filetype(entry) != AE_IFREG) {
      return DamagedPack(path, "an entry is no file of the pack");
    }
    const auto [place, is_new] = contents.try_emplace(name);
    if (!is_new || contents.size() > kMostFiles) return DamagedPack(path, "an entry comes twice, or there are too many");
    while (const la_ssize_t size = archive_read_data(in.get(), block.data(), block.size())) {
      if (size < 0) return DamagedPack(path, "the archive is broken");
      total += static_cast<uint64_t>(size);
      if (total > kLargestPack) return absl::ResourceExhaustedError(Concat(path, ": larger than 512 MB"));
      place->second.append(block.data(), static_cast<size_t>(size));
    }
  }
}

}  // namespace presend
