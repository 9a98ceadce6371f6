// Authorities and certificates for 127.0.0.1, made by openssl in a folder: NAME.pem and NAME.key.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"

namespace presend::testing {

class Certificates {
 public:
  explicit Certificates(std::string folder) : folder_(std::move(folder)) {}

  void MakeCa(const std::string& name) const {
    Run("openssl req -x509 " + kKey + " -nodes -days 2 -subj /CN=" + name + " -keyout " + name + ".key -out " + name +
        ".pem");
  }

  // In place of one of that name, by renames.
  void MakeCertificate(const std::string& ca, const std::string& name) const {
    std::ofstream(path("san")) << "subjectAltName=IP:127.0.0.1\n";
    Run("openssl req " + kKey + " -nodes -subj /CN=" + name + " -keyout " + name + ".key.new -out " + name +
        ".csr && openssl x509 -req -in " + name + ".csr -CA " + ca + ".pem -CAkey " + ca +
        ".key -CAcreateserial -days 2 -extfile san -out " + name + ".pem.new && mv " + name + ".key.new " + name +
        ".key && mv " + name + ".pem.new " + name + ".pem");
  }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::string Read(const std::string& name) const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  void Run(const std::string& command) const {
    ASSERT_EQ(std::system(("cd " + folder_ + " && (" + command + ") >>openssl.log 2>&1").c_str()), 0) << command;
  }

  inline static const std::string kKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
  const std::string folder_;
};

}  // namespace presend::testing
