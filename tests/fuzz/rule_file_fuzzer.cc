// Rule files of any bytes: neither a crash nor a hang, and a file that is taken can be laid out without changing it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "rulepack/manifest.h"
#include "rulepack/pack_format.h"
#include "rulepack/rule_source.h"
#include "rulepack/word_list.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace presend;
  const SourceFile file("fuzz.yaml", std::string(reinterpret_cast<const char*>(data), size));
  Diagnostics log;
  ReadRuleFile(file, log);
  const bool readable = log.ok();
  ReadManifest(file, log);
  ReadNumberedWords(file, log);
  for (const Diagnostic& diagnostic : log.Sorted()) Format(diagnostic);
  if (!readable) return 0;
  if (const auto once = FormatRuleFile(file.text()); once.ok()) {
    if (const auto twice = FormatRuleFile(*once); !twice.ok() || *twice != *once) __builtin_trap();
  }
  return 0;
}
