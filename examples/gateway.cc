// A chat gateway asks the service before it sends: gateway ADDRESS PLATFORM TEXT...
//
// An error is no verdict. What happens to a message that could not be screened is the gateway's own decision, made in
// one place, below: it is sent, and counted.
#include <iostream>

#include "client/gatekeeper.h"

namespace {

using presend::client::FailurePolicy;
using presend::client::Gatekeeper;
using presend::client::Outcome;

void Show(const Outcome& outcome) {
  std::cout << (outcome.MaySend() ? "  sent" : "  held");
  if (const auto* none = outcome.unscreened()) {
    std::cout << " without a verdict, " << NoVerdictName(none->reason) << ": " << none->status.message() << "\n";
    return;
  }
  const auto& response = *outcome.response();
  std::cout << ", " << presend::v1::Verdict_Name(response.verdict()) << "\n";
  for (const auto& finding : response.findings()) {
    std::cout << "  “" << finding.matched() << "” " << finding.rule_id() << ": " << finding.reason() << "\n";
  }
  if (response.has_rewritten_text()) std::cout << "  → " << response.rewritten_text() << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: gateway ADDRESS PLATFORM TEXT...\n";
    return 2;
  }
  const auto gate = Gatekeeper::Connect(argv[1], FailurePolicy::kFailOpen);
  if (!gate.ok()) {
    std::cerr << "gateway: " << gate.status().message() << "\n";
    return 2;
  }
  (*gate)->WaitUntilConnected(absl::Seconds(1));  // when it starts; not before each message
  for (int i = 3; i < argc; ++i) {
    presend::v1::ScreenRequest request;
    request.set_platform(argv[2]);
    request.set_text(argv[i]);
    std::cout << argv[i] << "\n";
    Show((*gate)->Screen(request));
  }
  const auto counters = (*gate)->counters();
  return counters.failed_open + counters.failed_closed == 0 ? 0 : 1;
}
