// What a server tells of its rules.
#pragma once

#include "daemon/rule_store.h"
#include "engine/conversation.h"
#include "presend/v1/rule_packs.pb.h"

namespace presend {

// `response` must be clear. Thread-safe.
void FillStatus(const RuleStore::Status& status, v1::GetStatusResponse& response);
void FillStatus(const WindowCounters& counters, v1::WindowStatus& response);

}  // namespace presend
