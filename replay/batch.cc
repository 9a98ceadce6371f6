#include "replay/batch.h"

namespace presend::replay {

void Batch::Clear() {
  archive = nullptr;
  size = 0;
  ends_input = wants_checkpoint = false;
  rejects.clear();
  unescaped.clear();
  rows.clear();
  cells.clear();
  conversations.clear();
  checkpoint.clear();
  findings.clear();
  changes.clear();
  hits.clear();
  conversation_hits.clear();
  samples.clear();
  added.clear();
  removed.clear();
  engine_ns = screening_ns = parsing_ns = remembered = other_shards = 0;
}

}  // namespace presend::replay
