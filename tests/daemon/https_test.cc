// JSON over TLS, as curl sees it.
#include <cstdio>
#include <thread>

#include "tests/daemon/certificates.h"
#include "tests/daemon/served_rules.h"

namespace presend {
namespace {

class HttpsTest : public testing::ServedRules {
 protected:
  HttpsTest() {
    options_.http = "127.0.0.1:0";
    pki_.MakeCa("ca");
    pki_.MakeCertificate("ca", "server");
    pki_.MakeCertificate("ca", "client");
    options_.tls = {pki_.path("server.pem"), pki_.path("server.key"), pki_.path("ca.pem")};
  }

  // The status of the answer, then curl's own: 0 if it was content with the connection. `input` writes the body.
  std::string Curl(const std::string& ca, const std::string& client, const std::string& scheme = "https",
                   const std::string& input = "echo '{\"platform\":\"jd\"}'") {
    const std::string shown = client.empty() ? "" : " --cert " + client + ".pem --key " + client + ".key";
    const std::string command = "cd " + folder_ + " && (" + input +
                                ") | curl -s -m 20 -o answer -w '%{http_code}' --cacert " + ca + ".pem" + shown +
                                " -X POST -T - " + scheme + "://" + server_->http_address() + "/v1/screen";
    FILE* pipe = popen((command + "; echo \" $?\"").c_str(), "r");
    char said[32] = "";
    (void)!fgets(said, sizeof said, pipe);
    pclose(pipe);
    return said;
  }

  const testing::Certificates pki_{folder_};
};

TEST_F(HttpsTest, BothSidesShowTheirCertificates) {
  Start();
  pki_.MakeCa("stranger");
  pki_.MakeCertificate("stranger", "intruder");
  struct Case {
    const char *ca, *client, *scheme, *says;
  };
  const Case cases[] = {
      {"ca", "client", "https", "200 0\n"},   {"ca", "", "https", "403 0\n"},
      {"ca", "intruder", "https", "403 0\n"}, {"stranger", "client", "https", "000 60\n"},
      {"ca", "client", "http", "000 52\n"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(Curl(c.ca, c.client, c.scheme), c.says) << c.ca << " " << c.client << " " << c.scheme;
}

TEST_F(HttpsTest, NewCertificatesAreTakenWhileAnOldConnectionGoesOn) {
  Start();
  std::string slow;
  std::thread upload([&] { slow = Curl("ca", "client", "https", "sleep 6; echo '{\"platform\":\"jd\"}'"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  Write(pki_.path("server.key"), "nonsense\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(2500));
  EXPECT_EQ(Curl("ca", "client"), "200 0\n") << "what is bad is not taken";
  pki_.MakeCa("next");
  pki_.MakeCertificate("next", "server");
  EXPECT_TRUE(testing::Await([&] { return Curl("next", "client") == "200 0\n"; }));
  EXPECT_EQ(Curl("ca", "client"), "000 60\n");
  upload.join();
  EXPECT_EQ(slow, "200 0\n");
}

}  // namespace
}  // namespace presend
