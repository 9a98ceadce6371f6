#include "daemon/log.h"

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace presend {
namespace {

spdlog::logger& Logger() {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>("presend", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *logger;
}

}  // namespace

void SetLogLevel(const std::string& level) { Logger().set_level(spdlog::level::from_str(level)); }

void LogEvent(spdlog::level::level_enum level, std::string_view event, nlohmann::ordered_json fields) {
  if (!Logger().should_log(level)) return;
  const auto name = spdlog::level::to_string_view(level);
  nlohmann::ordered_json line = {
      {"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone())},
      {"level", std::string(name.data(), name.size())},
      {"event", event}};
  if (fields.is_object()) line.update(fields);
  Logger().log(level, "{}", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace presend
