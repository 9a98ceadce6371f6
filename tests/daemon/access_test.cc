// Who may come in: tokens, roles, quotas, certificates, and a listener for operators.
#include "daemon/access.h"

#include "absl/strings/str_cat.h"
#include "daemon/log.h"
#include "gmock/gmock.h"
#include "grpcpp/security/credentials.h"
#include "tests/daemon/certificates.h"
#include "tests/daemon/http_client.h"
#include "tests/daemon/served_rules.h"
#include "tests/daemon/tokens.h"

namespace presend {
namespace {

using grpc::StatusCode;
using testing::DigestOf;
using ::testing::HasSubstr;

class AccessTest : public testing::ServedRules {
 protected:
  std::string TokenFile(const std::string& text) {
    Write(folder_ + "/tokens", text);
    return folder_ + "/tokens";
  }

  static void Present(const std::string& token, grpc::ClientContext& call) {
    if (!token.empty()) call.AddMetadata("authorization", "Bearer " + token);
  }
  StatusCode ScreenWith(const std::string& token, bool explain = false) {
    v1::ScreenRequest request;
    request.set_platform("jd");
    request.set_explain(explain);
    v1::ScreenResponse response;
    grpc::ClientContext call;
    Present(token, call);
    return stub_->Screen(&call, request, &response).error_code();
  }
  StatusCode StatusWith(const std::string& token) {
    v1::GetStatusResponse response;
    grpc::ClientContext call;
    Present(token, call);
    return admin_->GetStatus(&call, {}, &response).error_code();
  }
  StatusCode ReloadWith(const std::string& token) {
    v1::ReloadResponse response;
    grpc::ClientContext call;
    Present(token, call);
    return admin_->Reload(&call, {}, &response).error_code();
  }
};

TEST_F(AccessTest, EachRoleOpensItsOwnDoors) {
  options_.tokens = TokenFile(absl::StrCat("# who\ngateway screen ", DigestOf("g"), "\nwatcher read ", DigestOf("w"),
                                           "\noperator screen,read,write ", DigestOf("o"), "\nformer screen ",
                                           DigestOf("f"), " expires=2020-01-01\n"));
  Start();
  struct Case {
    const char* token;
    StatusCode screen, explain, status, reload;
  };
  constexpr auto kOk = StatusCode::OK, kDenied = StatusCode::PERMISSION_DENIED, kUnknown = StatusCode::UNAUTHENTICATED;
  const Case cases[] = {
      {"", kUnknown, kUnknown, kUnknown, kUnknown},
      {"wrong", kUnknown, kUnknown, kUnknown, kUnknown},
      {"g", kOk, kDenied, kDenied, kDenied},
      {"w", kDenied, kDenied, kOk, kDenied},
      {"o", kOk, kOk, kOk, kOk},
      {"f", kUnknown, kUnknown, kUnknown, kUnknown},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ScreenWith(c.token), c.screen) << c.token;
    EXPECT_EQ(ScreenWith(c.token, true), c.explain) << c.token;
    EXPECT_EQ(StatusWith(c.token), c.status) << c.token;
    EXPECT_EQ(ReloadWith(c.token), c.reload) << c.token;
  }
}

TEST_F(AccessTest, TokensAreReadAgainOnASignalAndABadFileChangesNothing) {
  options_.tokens = TokenFile(absl::StrCat("a screen ", DigestOf("one"), "\n"));
  Start();
  EXPECT_EQ(ScreenWith("one"), StatusCode::OK);
  TokenFile(absl::StrCat("a screen ", DigestOf("two"), "\n"));
  server_->RequestReload();
  EXPECT_EQ(ScreenWith("one"), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ScreenWith("two"), StatusCode::OK);
  TokenFile("nonsense\n");
  server_->RequestReload();
  EXPECT_EQ(ScreenWith("two"), StatusCode::OK);
}

TEST_F(AccessTest, BadLinesAreNamed) {
  const std::string digest = DigestOf("x");
  for (const std::string& line : {std::string("a screen"), "a fly " + digest, std::string("a screen sha256:00"),
                                  "a screen " + digest + " expires=soon", "a screen " + digest + " rate=-1"}) {
    Access access;
    const absl::Status status = access.ReadFile(TokenFile("\n" + line + "\n"));
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << line;
    EXPECT_THAT(std::string(status.message()), HasSubstr("tokens:2: error:")) << line;
    EXPECT_FALSE(access.asks());
  }
  EXPECT_TRUE(absl::IsNotFound(Access().ReadFile(folder_ + "/nowhere")));
}

TEST_F(AccessTest, AQuotaIsOfTheTenantAndTellsWhenToComeBack) {
  options_.http = "127.0.0.1:0";
  options_.tokens = TokenFile(absl::StrCat("shop screen ", DigestOf("1"), " rate=5\nshop screen ", DigestOf("2"),
                                           " rate=5\nother screen ", DigestOf("3"), "\n"));
  Start();
  int taken = 0;
  for (int i = 0; i < 20; ++i) taken += ScreenWith(i % 2 == 0 ? "1" : "2") == StatusCode::OK;
  EXPECT_GE(taken, 5);
  EXPECT_LT(taken, 15);
  EXPECT_EQ(ScreenWith("3"), StatusCode::OK);
  const auto answer = testing::Exchange(server_->http_address(), "POST", "/v1/screen", "{\"platform\":\"jd\"}",
                                        "Authorization: Bearer 1\r\n");
  EXPECT_EQ(answer.status, 429);
  EXPECT_THAT(answer.head, HasSubstr("Retry-After: 1"));
}

TEST(QuotaTest, FillsAtItsRateAndLendsOneLargeBatch) {
  Quota quota(10);
  const absl::Time start = absl::UnixEpoch();
  EXPECT_EQ(quota.Take(10, start), absl::ZeroDuration());
  EXPECT_EQ(quota.Take(1, start), absl::Milliseconds(100));
  EXPECT_EQ(quota.Take(1, start + absl::Milliseconds(100)), absl::ZeroDuration());
  EXPECT_EQ(quota.Take(100, start + absl::Seconds(2)), absl::ZeroDuration()) << "a full bucket lends";
  EXPECT_GT(quota.Take(1, start + absl::Seconds(3)), absl::Seconds(5));
}

TEST_F(AccessTest, OperatorsHaveAListenerOfTheirOwn) {
  options_.admin_listen = {"127.0.0.1:0"};
  Start();
  EXPECT_EQ(ScreenWith(""), StatusCode::OK);
  EXPECT_EQ(ScreenWith("", true), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(StatusWith(""), StatusCode::UNIMPLEMENTED) << "not even on the Unix socket";
  channel_ = grpc::CreateChannel(server_->admin_addresses()[0], grpc::InsecureChannelCredentials());
  stub_ = v1::ScreeningService::NewStub(channel_);
  admin_ = v1::RulePackService::NewStub(channel_);
  EXPECT_EQ(StatusWith(""), StatusCode::OK);
  EXPECT_EQ(ReloadWith(""), StatusCode::OK);
  EXPECT_EQ(ScreenWith("", true), StatusCode::OK);
}

class TlsTest : public AccessTest {
 protected:
  void SetUp() override {
    options_.listen = {"127.0.0.1:0"};
    pki_.MakeCa("ca");
    pki_.MakeCertificate("ca", "server");
    pki_.MakeCertificate("ca", "client");
    options_.tls = {folder_ + "/server.pem", folder_ + "/server.key", folder_ + "/ca.pem"};
  }

  // A connection of its own each time.
  bool Connects(const std::string& ca, const std::string& client) {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = pki_.Read(ca + ".pem");
    if (!client.empty())
      ssl.pem_private_key = pki_.Read(client + ".key"), ssl.pem_cert_chain = pki_.Read(client + ".pem");
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel = grpc::CreateCustomChannel(server_->addresses()[0], grpc::SslCredentials(ssl), arguments);
    v1::ScreenRequest request;
    request.set_platform("jd");
    v1::ScreenResponse response;
    grpc::ClientContext call;
    call.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
    return v1::ScreeningService::NewStub(channel)->Screen(&call, request, &response).ok();
  }

  const testing::Certificates pki_{folder_};
};

TEST_F(TlsTest, BothSidesShowTheirCertificates) {
  Start();
  pki_.MakeCa("stranger");
  pki_.MakeCertificate("stranger", "intruder");
  EXPECT_TRUE(Connects("ca", "client"));
  EXPECT_FALSE(Connects("ca", ""));
  EXPECT_FALSE(Connects("ca", "intruder"));
  EXPECT_FALSE(Connects("stranger", "client"));
  EXPECT_EQ(ScreenWith(""), StatusCode::UNAVAILABLE) << "plain text is not spoken";
}

TEST_F(TlsTest, NewCertificatesAreTakenWithoutARestart) {
  Start();
  pki_.MakeCa("next");
  EXPECT_FALSE(Connects("next", "client"));
  pki_.MakeCertificate("next", "server");
  EXPECT_TRUE(testing::Await([&] { return Connects("next", "client"); }));
}

TEST_F(TlsTest, BadFilesAreToldAtTheStart) {
  for (const char* bad : {"nowhere", "client.key"}) {
    ServeOptions options = options_;
    options.tls.key = folder_ + "/" + bad;
    EXPECT_TRUE(absl::IsInvalidArgument(Server::Start(options, testing::LoadTheFolder).status())) << bad;
  }
}

}  // namespace
}  // namespace presend
