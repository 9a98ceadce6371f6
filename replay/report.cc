#include "replay/report.h"

#include <string_view>

#include "nlohmann/json.hpp"

extern "C" {
extern const char presend_report_html[], presend_report_html_end[];
extern const char presend_report_css[], presend_report_css_end[];
extern const char presend_report_js[], presend_report_js_end[];
extern const char presend_report_charts[], presend_report_charts_end[];
}

namespace presend::replay {
namespace {

std::string_view Asset(const char* begin, const char* end) { return {begin, static_cast<size_t>(end - begin)}; }

// Data inside of a script element must not be able to end it.
std::string SafeForScript(const std::string& json) {
  std::string safe;
  for (char c : json) {
    if (c == '<') safe += "\\u003c";
    else safe += c;
  }
  return safe;
}

}  // namespace

std::string RenderReport(const nlohmann::json& summary) {
  const std::string data =
      SafeForScript(summary.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  const std::pair<std::string_view, std::string_view> parts[] = {
      {"@@STYLE@@", Asset(presend_report_css, presend_report_css_end)},
      {"@@CHARTS@@", Asset(presend_report_charts, presend_report_charts_end)},
      {"@@DATA@@", data},
      {"@@SCRIPT@@", Asset(presend_report_js, presend_report_js_end)}};
  std::string page;
  std::string_view rest = Asset(presend_report_html, presend_report_html_end);
  for (const auto& [mark, content] : parts) {  // in the order of the page
    const size_t at = rest.find(mark);
    page.append(rest.substr(0, at)).append(content);
    rest.remove_prefix(at + mark.size());
  }
  return page.append(rest);
}

}  // namespace presend::replay
