// TLS both ways, from files that can change.
#include "tests/client/gate.h"
#include "tests/daemon/certificates.h"

namespace presend {
namespace {

using client::FailurePolicy;

class ClientTlsTest : public testing::GateTo<testing::ServedRules> {
 protected:
  void SetUp() override {
    options_.listen = {"127.0.0.1:0"};
    for (const char* ca : {"ca", "stranger"}) pki_.MakeCa(ca);
    pki_.MakeCertificate("ca", "server");
    pki_.MakeCertificate("ca", "client");
    pki_.MakeCertificate("stranger", "intruder");
    options_.tls = {pki_.path("server.pem"), pki_.path("server.key"), pki_.path("ca.pem")};
    Start();
  }

  client::TlsFiles Files(const std::string& ca, const std::string& certificate) const {
    if (certificate.empty()) return {.server_ca = pki_.path(ca + ".pem")};
    return {pki_.path(ca + ".pem"), pki_.path(certificate + ".pem"), pki_.path(certificate + ".key")};
  }
  std::string AskWith(const std::optional<client::TlsFiles>& tls) {
    client_.tls = tls;
    Open(FailurePolicy::kFailClosed, server_->addresses()[0]);
    return Ask("去淘宝");
  }

  const testing::Certificates pki_{folder_};
};

TEST_F(ClientTlsTest, BothSidesShowTheirCertificates) {
  EXPECT_EQ(AskWith(Files("ca", "client")), "BLOCK");
  EXPECT_EQ(AskWith(Files("ca", "")), "unreachable");
  EXPECT_EQ(AskWith(Files("ca", "intruder")), "unreachable");
  EXPECT_EQ(AskWith(Files("stranger", "client")), "unreachable");
  EXPECT_EQ(AskWith(std::nullopt), "unreachable") << "plain text is not spoken";
}

TEST_F(ClientTlsTest, FilesMayChange) {
  client_.breaker_failures = 1'000'000;
  pki_.MakeCertificate("stranger", "mine");
  EXPECT_EQ(AskWith(Files("ca", "mine")), "unreachable");
  pki_.MakeCertificate("ca", "mine");
  EXPECT_TRUE(testing::Await([&] { return Ask("去淘宝") == "BLOCK"; }));
}

TEST_F(ClientTlsTest, FilesThatDoNotFitAreToldAtOnce) {
  client_.tls = {.certificate = pki_.path("client.pem"), .key = pki_.path("server.key")};
  EXPECT_TRUE(
      absl::IsInvalidArgument(client::Gatekeeper::Connect("127.0.0.1:1", FailurePolicy::kFailOpen, client_).status()));
}

}  // namespace
}  // namespace presend
