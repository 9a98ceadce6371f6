// A chat gateway asks the service before it sends: gateway ADDRESS PLATFORM TEXT...
//
// An error is no verdict. What happens to a message that could not be screened is the gateway's own decision, made
// here in one place: it is sent, and counted.
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "presend/v1/screening.grpc.pb.h"

namespace {

using presend::v1::ScreeningService;
using presend::v1::ScreenRequest;
using presend::v1::ScreenResponse;

constexpr auto kPatience = std::chrono::milliseconds(50);  // what a send can wait for

grpc::Status Ask(ScreeningService::Stub& stub, const ScreenRequest& request, ScreenResponse& response) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  return stub.Screen(&context, request, &response);
}

void Show(const ScreenResponse& response) {
  std::cout << "  " << presend::v1::Verdict_Name(response.verdict()) << "\n";
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
  const auto channel = grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials());
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) {
    std::cerr << "gateway: nobody answers at " << argv[1] << "\n";
    return 1;
  }
  const auto stub = ScreeningService::NewStub(channel);
  int unscreened = 0;
  for (int i = 3; i < argc; ++i) {
    ScreenRequest request;
    request.set_platform(argv[2]);
    request.set_text(argv[i]);
    ScreenResponse response;
    const grpc::Status status = Ask(*stub, request, response);
    std::cout << argv[i] << "\n";
    if (status.ok()) {
      Show(response);
    } else {
      ++unscreened;
      std::cout << "  not screened, sent as it is: " << status.error_message() << "\n";
    }
  }
  return unscreened == 0 ? 0 : 1;
}
