// One HTTP/1.1 exchange over a plain socket.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace presend::testing {

struct HttpAnswer {
  int status = 0;  // 0: the connection was cut
  std::string head;
  std::string body;
};

inline int Connect(const std::string& address) {
  const size_t colon = address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(std::atoi(address.c_str() + colon + 1)));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) return fd;
  close(fd);
  return -1;
}

// `headers` are whole lines that end with \r\n.
inline HttpAnswer Exchange(const std::string& address, const std::string& method, const std::string& path,
                           const std::string& body = "", const std::string& headers = "") {
  const int fd = Connect(address);
  if (fd < 0) return {};
  const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  const std::string request =
      method + " " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n" + length + headers + "\r\n" + body;
  for (size_t done = 0; done < request.size();) {
    const ssize_t count = send(fd, request.data() + done, request.size() - done, MSG_NOSIGNAL);
    if (count <= 0) break;
    done += static_cast<size_t>(count);
  }
  std::string all;
  char buffer[4096];
  for (ssize_t count; (count = recv(fd, buffer, sizeof buffer, 0)) > 0;) all.append(buffer, static_cast<size_t>(count));
  close(fd);
  HttpAnswer answer;
  const size_t end = all.find("\r\n\r\n");
  if (end == std::string::npos) return answer;
  answer.head = all.substr(0, end);
  answer.body = all.substr(end + 4);
  answer.status = std::atoi(all.c_str() + all.find(' '));
  return answer;
}

}  // namespace presend::testing
