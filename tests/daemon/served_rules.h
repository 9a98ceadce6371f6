// A server over a folder of rules on disk, as an operator has it.
#pragma once

#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "daemon/log.h"
#include "daemon/rule_folder.h"
#include "daemon/server.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "presend/v1/rule_packs.grpc.pb.h"
#include "presend/v1/screening.grpc.pb.h"

namespace presend::testing {

inline absl::StatusOr<std::shared_ptr<const Screener>> LoadTheFolder(const std::string& folder) {
  return LoadRuleFolder(folder);
}

inline bool Await(const std::function<bool()>& condition, int seconds = 30) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return condition();
}

class ServedRules : public ::testing::Test {
 protected:
  ServedRules() {
    SetLogLevel("off");
    char folder[] = "/tmp/presend-test-XXXXXX";
    folder_ = mkdtemp(folder);
    options_.rules = folder_ + "/rules";
    options_.candidates = folder_ + "/candidates";
    options_.listen = {"unix:" + folder_ + "/s"};
    options_.watch_quiet_ms = 50;
    options_.longest_wait_ms = 0;  // a busy machine is no overload
    WritePack(options_.rules, {"淘宝"});
  }
  ~ServedRules() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  static void Write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
  }

  // A pack that blocks the words.
  static void WritePack(const std::string& folder, const std::vector<std::string>& words) {
    Write(folder + "/jd/pack.yaml", "name: jd\nplatform: {id: jd, name: 京东, own_domains: [jd.com]}\n");
    Write(folder + "/jd/rules.yaml",
          "- id: jd.competitor.test\n  title: 不能提别的平台\n  reason: 请不要提别的平台。\n  category: competitor\n"
          "  action: block\n  match: {files: [words.txt], boundary: none}\n  suggest:\n    - {replace: 这里}\n"
          "  examples:\n    - {bad: \"去[[" + words[0] + "]]\"}\n    - {ok: 您好}\n");
    std::string list;
    for (const std::string& word : words) list += word + "\n";
    Write(folder + "/jd/words.txt", list);
  }

  void Start() {
    auto started = Server::Start(
        options_, [how = RuleFolderOptions{options_.trusted_key, options_.cache}](const std::string& from) {
          return LoadRuleFolder(from, how);
        });
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
    channel_ = grpc::CreateChannel(server_->addresses()[0], grpc::InsecureChannelCredentials());
    stub_ = v1::ScreeningService::NewStub(channel_);
    admin_ = v1::RulePackService::NewStub(channel_);
  }

  v1::ScreenResponse Screen(const std::string& text, const std::string& conversation = "",
                            const std::string& shop = "") {
    v1::ScreenRequest request;
    request.set_platform("jd");
    request.set_text(text);
    request.set_conversation_id(conversation);
    request.set_shop(shop);
    v1::ScreenResponse response;
    grpc::Status status;
    Await([&] {  // on a machine with much else to do the daemon may ask to try again
      grpc::ClientContext call;
      status = stub_->Screen(&call, request, &response);
      return status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED;
    });
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  bool Blocks(const std::string& text) { return Screen(text).verdict() == v1::VERDICT_BLOCK; }

  v1::GetStatusResponse Status() {
    v1::GetStatusResponse response;
    grpc::ClientContext call;
    const grpc::Status status = admin_->GetStatus(&call, {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  grpc::Status LoadCandidate(const std::string& name, v1::TrialMode mode, uint32_t percent = 0,
                             const std::string& shop = "") {
    v1::LoadCandidateRequest request;
    request.set_name(name);
    request.set_mode(mode);
    request.set_percent(percent);
    if (!shop.empty()) request.add_shops(shop);
    v1::LoadCandidateResponse response;
    grpc::ClientContext call;
    return admin_->LoadCandidate(&call, request, &response);
  }
  grpc::Status Promote() {
    v1::PromoteResponse response;
    grpc::ClientContext call;
    return admin_->Promote(&call, {}, &response);
  }
  grpc::Status RollBack() {
    v1::RollBackResponse response;
    grpc::ClientContext call;
    return admin_->RollBack(&call, {}, &response);
  }

  std::string folder_;
  ServeOptions options_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ScreeningService::Stub> stub_;
  std::unique_ptr<v1::RulePackService::Stub> admin_;
};

}  // namespace presend::testing
