// What a server as a whole tells Prometheus, besides what is counted call by call.
#pragma once

#include "daemon/decision_log.h"
#include "daemon/metrics.h"
#include "daemon/queue_probe.h"
#include "daemon/rule_store.h"
#include "engine/conversation.h"

namespace presend {

// Sources for Metrics::AddSource. What they refer to must outlive the metrics.
Metrics::Source RuleMetrics(const RuleStore& rules);
Metrics::Source WindowMetrics(const ConversationWindow& window);
Metrics::Source QueueMetrics(const QueueProbe& probe);
Metrics::Source DecisionLogMetrics(const DecisionLog& decisions);

}  // namespace presend
