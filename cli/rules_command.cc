#include "cli/rules_command.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/grpcpp.h"
#include "presend/v1/rule_packs.grpc.pb.h"

namespace presend {
namespace {

constexpr int kRefused = 1;

struct RulesOptions {
  std::string server = "unix:/run/presend/presend.sock";
  std::string token_file;
  std::string tls_ca;
  uint32_t timeout_s = 300;  // compiling a large pack takes its time
  std::string name;
  v1::TrialMode mode = v1::TRIAL_MODE_SHADOW;
  uint32_t percent = 100;
  std::vector<std::string> shops;
};

using Stub = v1::RulePackService::Stub;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw CLI::FileError::Missing(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::unique_ptr<Stub> Connect(const RulesOptions& options) {
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!options.tls_ca.empty()) {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = ReadAll(options.tls_ca);
    credentials = grpc::SslCredentials(ssl);
  }
  return v1::RulePackService::NewStub(grpc::CreateChannel(options.server, credentials));
}

// Calls, and prints the answer as JSON.
template <typename Request, typename Response>
int Call(const RulesOptions& options,
         grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request) {
  grpc::ClientContext call;
  call.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(options.timeout_s));
  if (!options.token_file.empty()) {
    const std::string token = ReadAll(options.token_file);
    const auto plain = absl::StripAsciiWhitespace(token);
    call.AddMetadata("authorization", absl::StrCat("Bearer ", plain));
  }
  Response response;
  const grpc::Status status = ((*Connect(options)).*method)(&call, request, &response);
  if (!status.ok()) {
    std::cerr << "presend: " << options.server << ": " << status.error_message() << '\n';
    if (status.error_code() == grpc::UNAVAILABLE) std::cerr << "is the service running there? --server says where\n";
    return kRefused;
  }
  std::string json;
  google::protobuf::util::JsonPrintOptions print;
  print.add_whitespace = true;
  (void)google::protobuf::util::MessageToJsonString(response, &json, print);
  std::cout << json;
  return 0;
}

int Try(const RulesOptions& options) {
  v1::LoadCandidateRequest request;
  request.set_name(options.name);
  request.set_mode(options.mode);
  request.set_percent(options.percent);
  for (const std::string& shop : options.shops) request.add_shops(shop);
  return Call(options, &Stub::LoadCandidate, request);
}

void AddTry(CLI::App& rules, const std::shared_ptr<RulesOptions>& options, int& exit_status) {
  CLI::App* command = rules.add_subcommand("try", "Load a candidate beside the active rules");
  command->add_option("name", options->name, "Folder in the server's folder of candidates")->required();
  command->add_option("--mode", options->mode, "shadow: only the active rules answer; canary: the candidate answers")
      ->transform(CLI::CheckedTransformer(std::map<std::string, v1::TrialMode>{
          {"shadow", v1::TRIAL_MODE_SHADOW}, {"canary", v1::TRIAL_MODE_CANARY}}))
      ->default_str("shadow");
  command->add_option("--percent", options->percent, "Of the conversations")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--shop", options->shops, "Only this shop; may be given several times");
  command->callback([options, &exit_status] { exit_status = Try(*options); });
}

}  // namespace

void AddRulesCommand(CLI::App& app, int& exit_status) {
  CLI::App* rules = app.add_subcommand("rules", "Tell about the rules of a running server, and change them");
  rules->require_subcommand(1);
  auto options = std::make_shared<RulesOptions>();
  rules->add_option("--server", options->server, "host:port or unix:/path of the listener for operators")
      ->capture_default_str();
  rules->add_option("--token-file", options->token_file, "File that holds the bearer token");
  rules->add_option("--tls-ca", options->tls_ca, "PEM of the server's authority; with it TLS is spoken");
  rules->add_option("--timeout-s", options->timeout_s, "How long to wait for the answer")->capture_default_str();
  const auto add = [&](const char* name, const char* what, auto method, auto request) {
    rules->add_subcommand(name, what)->callback(
        [=, &exit_status] { exit_status = Call(*options, method, request); });
  };
  add("status", "What is active, and how the last reload went", &Stub::GetStatus, v1::GetStatusRequest());
  add("reload", "Read the rules again", &Stub::Reload, v1::ReloadRequest());
  AddTry(*rules, options, exit_status);
  add("drop", "Forget the candidate", &Stub::DropCandidate, v1::DropCandidateRequest());
  add("promote", "Make the candidate active", &Stub::Promote, v1::PromoteRequest());
  add("rollback", "Make the rules active that were before", &Stub::RollBack, v1::RollBackRequest());
}

}  // namespace presend
