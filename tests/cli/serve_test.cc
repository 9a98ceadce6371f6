// `presend serve` as an operator runs it: a process with signals.
#include <chrono>
#include <functional>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/command_line.h"

namespace presend {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Workspace;

bool Await(const std::function<bool()>& condition) {
  for (int i = 0; i < 600; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

class Serve : public ::testing::Test {
 protected:
  void Start(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"serve", "--rules", workspace_.path("rules")});
    server_ = log_.Start(arguments);
    ASSERT_TRUE(Await([&] { return Logged("\"event\":\"serving\""); })) << log_.err();
  }
  ~Serve() override {
    if (server_ > 0) kill(server_, SIGKILL), Workspace::Wait(server_);
  }

  bool Logged(const std::string& part) { return log_.err().find(part) != std::string::npos; }

  std::string Ask(const std::string& text) {
    EXPECT_EQ(workspace_.Run({"screen", "--server", "unix:" + log_.path("s"), "--format", "json"}, text + "\n"), 0)
        << workspace_.err();
    return workspace_.out();
  }

  int Stop() {
    kill(server_, SIGTERM);
    const int status = Workspace::Wait(server_);
    server_ = 0;
    return status;
  }

  const Workspace workspace_;  // of rules and client
  const Workspace log_;        // of the server
  pid_t server_ = 0;
};

TEST_F(Serve, AnswersLikeTheEmbeddedEngineAndDrainsOnSigterm) {
  Start({"--listen", "unix:s"});
  const std::string served = Ask("去淘宝");
  ASSERT_EQ(workspace_.Run({"screen", "--format", "json"}, "去淘宝\n"), 0);
  EXPECT_EQ(served, workspace_.out());
  EXPECT_THAT(served, HasSubstr("VERDICT_BLOCK"));
  EXPECT_EQ(Stop(), 0);
  EXPECT_THAT(log_.err(), AllOf(HasSubstr("\"event\":\"draining\""), HasSubstr("\"event\":\"drained\"")));
}

TEST_F(Serve, SighupReloadsAndABadPackKeepsTheLastGood) {
  Start({"--listen", "unix:s"});
  workspace_.Write("rules/jd/rules.yaml", "- nonsense: [\n");
  kill(server_, SIGHUP);
  ASSERT_TRUE(Await([&] { return Logged("\"event\":\"reload_failed\""); })) << log_.err();
  EXPECT_THAT(log_.err(), HasSubstr("rules.yaml:"));
  EXPECT_THAT(Ask("去淘宝"), HasSubstr("VERDICT_BLOCK"));
  workspace_.WriteRules("月亮");
  kill(server_, SIGHUP);
  ASSERT_TRUE(Await([&] { return log_.err().rfind("rules_loaded") > log_.err().find("reload_failed"); }));
  EXPECT_THAT(Ask("去淘宝"), HasSubstr("VERDICT_ALLOW"));
  EXPECT_THAT(Ask("去月亮"), HasSubstr("VERDICT_BLOCK"));
  EXPECT_EQ(Stop(), 0);
}

TEST_F(Serve, EachLineThatTheServerRefusesHasItsError) {
  Start({"--listen", "unix:s"});
  const std::vector<std::string> there = {"screen", "--server", "unix:" + log_.path("s"), "--input", "json", "--format", "json"};
  const std::string input = "{\"text\":\"去淘宝\"}\n{\"text\":\"x\",\"platform\":\"moon\"}\n{\"text\":\"您好\"}\n";
  EXPECT_EQ(workspace_.Run(there, input), 2);
  const std::string served = workspace_.out();
  EXPECT_THAT(served, HasSubstr("{\"error\":\"platform: unknown platform"));
  EXPECT_EQ(workspace_.Run({"screen", "--input", "json", "--format", "json"}, input), 2);
  EXPECT_EQ(served, workspace_.out()) << "as the embedded engine";
}

TEST_F(Serve, TellsOfItsRulesAndChangesThem) {
  Start({"--listen", "unix:s"});
  const auto rules = [&](std::vector<std::string> what) {
    what.insert(what.begin(), {"rules", "--server", "unix:" + log_.path("s")});
    return workspace_.Run(what);
  };
  EXPECT_EQ(rules({"status"}), 0) << workspace_.err();
  EXPECT_THAT(workspace_.out(), HasSubstr("\"revision\""));
  workspace_.Write("rules/jd/rules.yaml", "- nonsense: [\n");
  EXPECT_EQ(rules({"reload"}), 1);
  EXPECT_THAT(workspace_.err(), AllOf(HasSubstr("unix:"), HasSubstr("rules.yaml:")));
  workspace_.WriteRules("月亮");
  EXPECT_EQ(rules({"reload"}), 0) << workspace_.err();
  EXPECT_THAT(Ask("去月亮"), HasSubstr("VERDICT_BLOCK"));
  EXPECT_EQ(rules({"try", "nothing"}), 1) << "no folder of candidates was named";
  EXPECT_EQ(rules({"drop"}), 1);
  EXPECT_EQ(rules({"rollback"}), 0) << workspace_.err();
  EXPECT_THAT(Ask("去淘宝"), HasSubstr("VERDICT_BLOCK"));
}

TEST_F(Serve, ReadsItsConfigurationAndFlagsOverrideIt) {
  log_.Write("serve.toml", "listen = [\"unix:s\"]\nlog-verdicts = true\nmax-text-bytes = 1\n");
  Start({"--config", "serve.toml", "--max-text-bytes", "100"});
  EXPECT_THAT(Ask("去淘宝"), HasSubstr("VERDICT_BLOCK"));
  EXPECT_EQ(Stop(), 0);
  EXPECT_THAT(log_.err(), AllOf(HasSubstr("\"event\":\"verdict\""), HasSubstr("jd.competitor.test"),
                                ::testing::Not(HasSubstr("淘宝"))))
      << "verdicts are logged, texts are not";
}

TEST_F(Serve, BadRulesOrOptionsExitWithTwo) {
  EXPECT_EQ(workspace_.Run({"serve", "--rules", "nowhere", "--listen", "unix:s"}), 2);
  EXPECT_EQ(workspace_.Run({"serve", "--max-batch", "many"}), 2);
  EXPECT_EQ(workspace_.Run({"serve", "--config", "nowhere.toml"}), 2);
  workspace_.Write("bad.toml", "max-bach = 3\n");
  EXPECT_EQ(workspace_.Run({"serve", "--config", "bad.toml"}), 2);
  EXPECT_THAT(workspace_.err(), HasSubstr("max-bach"));
}

}  // namespace
}  // namespace presend
