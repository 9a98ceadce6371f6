// Tells the service manager how far the server is, if one has started it (sd_notify's protocol).
#pragma once

#include <string>

namespace presend {

// Sends "READY=1", "STOPPING=1", …; does nothing without $NOTIFY_SOCKET. Never fails: the server runs either way.
void NotifyServiceManager(const std::string& state);

}  // namespace presend
