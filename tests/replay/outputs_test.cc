// What a replay leaves for people and pipelines: whether other programs can read it, and what of buyers' data is in it.
#include <expat.h>

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "replay/outcome.h"
#include "replay/personal_data.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Replays one file of JSONL and writes every format.
void ReplayAll(const TestFolder& folder, const std::string& file, const std::string& lines, bool personal) {
  ReplayOptions options;
  options.files = {folder.Write(file, lines)};
  options.out = folder / "out";
  options.restart = true;
  const auto result = Replay(options, SmallScreener(), nullptr, {});
  ASSERT_TRUE(result.ok()) << result.status();
  const ScreeningRules rules = ScreeningRules::Create(SmallScreener(), nullptr);
  const std::vector<std::string> formats = {"html", "csv", "json", "junit", "sarif", "review"};
  ASSERT_TRUE(WriteOutcome(result->tally, rules, {options.out, options.files, formats, personal}).ok());
}

struct XmlElement {
  std::string name, text;
  std::map<std::string, std::string> attributes;
};

// All elements, in order; none if it is not well-formed.
std::vector<XmlElement> ParseXml(const std::string& xml) {
  std::vector<XmlElement> elements;
  XML_Parser parser = XML_ParserCreate(nullptr);
  XML_SetUserData(parser, &elements);
  XML_SetStartElementHandler(parser, [](void* all, const char* name, const char** attributes) {
    XmlElement& element = static_cast<std::vector<XmlElement>*>(all)->emplace_back();
    element.name = name;
    for (; *attributes != nullptr; attributes += 2) element.attributes[attributes[0]] = attributes[1];
  });
  XML_SetCharacterDataHandler(parser, [](void* all, const char* text, int size) {
    const std::string_view said(text, static_cast<size_t>(size));
    if (said != "\n") static_cast<std::vector<XmlElement>*>(all)->back().text += said;
  });
  const bool parsed = XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1) == XML_STATUS_OK;
  EXPECT_TRUE(parsed) << XML_ErrorString(XML_GetErrorCode(parser));
  XML_ParserFree(parser);
  return parsed ? elements : std::vector<XmlElement>();
}

std::string Line(const std::string& text) { return nlohmann::json{{"role", "agent"}, {"text", text}}.dump() + "\n"; }

// Signs that XML and JSON escape, a control character, a noncharacter that XML has no way to write.
const std::vector<std::string> kAwkward = {"<坏话 a=\"b\"> & 'c'", "坏话\n\t\r\x01", "\xEF\xBF\xBF坏话\xEF\xBF\xBE", "]]>坏话"};

std::string AwkwardLines() {
  std::string lines;
  for (const std::string& text : kAwkward) lines += Line(text);
  return lines + Line("好");
}

TEST(OutputsTest, JunitIsXmlWithACaseForEachFinding) {
  TestFolder folder;
  ReplayAll(folder, "聊 天.jsonl", AwkwardLines(), true);
  const std::vector<XmlElement> xml = ParseXml(folder.Read("out/junit.xml"));
  ASSERT_THAT(xml, SizeIs(2 + 2 * kAwkward.size()));
  EXPECT_EQ(xml[1].attributes.at("tests"), "4");
  EXPECT_EQ(xml[1].attributes.at("failures"), "4");
  EXPECT_EQ(xml[2].name, "testcase");
  EXPECT_EQ(xml[2].attributes.at("classname"), "test.word");
  EXPECT_EQ(xml[2].attributes.at("name"), folder / "聊 天.jsonl:1 坏话");
  EXPECT_EQ(xml[3].name, "failure");
  EXPECT_EQ(xml[3].text, kAwkward[0]);
}

TEST(OutputsTest, SarifNamesRulesFilesAndLines) {
  TestFolder folder;
  ReplayAll(folder, "聊 天#1.jsonl", AwkwardLines(), true);
  const auto sarif = nlohmann::json::parse(folder.Read("out/findings.sarif"));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const auto& run = sarif["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["id"], "test.word");
  ASSERT_THAT(run["results"], SizeIs(kAwkward.size()));
  for (size_t i = 0; i < kAwkward.size(); ++i) {
    const auto& result = run["results"][i];
    EXPECT_EQ(result["ruleId"], "test.word");
    EXPECT_EQ(result["level"], "error");
    EXPECT_EQ(result["message"]["text"], "不许说。");
    const auto& place = result["locations"][0]["physicalLocation"];
    EXPECT_EQ(place["artifactLocation"]["uri"], folder / "%E8%81%8A%20%E5%A4%A9%231.jsonl");
    EXPECT_EQ(place["region"]["startLine"], i + 1);
  }
}

TEST(OutputsTest, WithoutFindingsAllStillParse) {
  TestFolder folder;
  ReplayAll(folder, "a.jsonl", Line("好"), false);
  EXPECT_THAT(ParseXml(folder.Read("out/junit.xml")), SizeIs(2));
  EXPECT_THAT(nlohmann::json::parse(folder.Read("out/findings.sarif"))["runs"][0]["results"], IsEmpty());
}

TEST(OutputsTest, WhatIsPassedOnHidesPersonalData) {
  const std::vector<std::string> personal = {"13812345678", "zhangsan@example.com", "6222 0212 3456 7890"};
  const std::string text = "坏话 电话13812345678 邮箱zhangsan@example.com 卡号6222 0212 3456 7890";
  for (const bool shown : {false, true}) {
    TestFolder folder;
    ReplayAll(folder, "a.jsonl", Line("我的电话13812345678") + Line(text), shown);
    for (const std::string& each : personal) {
      for (const std::string file : {"report.html", "junit.xml", "findings.sarif", "summary.json"}) {
        const std::string content = folder.Read("out/" + file);
        ASSERT_THAT(content, Not(IsEmpty())) << file;
        const bool quotes_text = file == "report.html" || file == "junit.xml";
        if (shown && quotes_text) {
          EXPECT_THAT(content, HasSubstr(each)) << file;
        }
        if (!shown) {
          EXPECT_THAT(content, Not(HasSubstr(each))) << file;
        }
      }
      EXPECT_THAT(folder.Read("out/findings.csv"), HasSubstr(each));  // for those who have to find the message
    }
  }
}

struct MaskCase {
  std::string category, text, masked;
};

TEST(OutputsTest, MasksKeepTheLengthAndWhatIsHarmless) {
  const std::vector<MaskCase> cases = {
      {"abuse", "电话13812345678。", "电话13*******78。"},
      {"abuse", "电话 138-1234-5678", "电话 13*********78"},
      {"abuse", "一三八一二三四五六七八", "一三*******七八"},
      {"abuse", "１３８１２３４５６７８", "１３*******７８"},
      {"abuse", "zhangsan@example.com", "z*******@example.com"},
      {"abuse", "满100减20，共3件", "满100减20，共3件"},
      {"abuse", "型号abc12345", "型号abc12345"},
      {"contact", "加abc12345", "加ab****45"},
      {"contact", "加我微信", "加我微信"},
  };
  for (const MaskCase& c : cases) {
    nlohmann::json finding = {{"category", c.category}, {"text", c.text}, {"matched", c.text}, {"row", 1}};
    MaskFinding(finding);
    EXPECT_EQ(finding["text"], c.masked);
    EXPECT_EQ(finding["matched"], c.masked);
    EXPECT_EQ(finding["row"], 1);
  }
}

std::vector<std::string> Changes(const TestFolder& folder) {
  std::vector<std::string> changes;
  for (const auto& line : JsonLines(folder.Read("out/changes.jsonl"))) {
    changes.push_back(std::to_string(line["row"].get<int>()) + " " + line["verdict_before"].get<std::string>() + "→" +
                      line["verdict_after"].get<std::string>());
  }
  return changes;
}

TEST(OutputsTest, OtherRulesShowWhatWouldChange) {
  TestFolder folder;
  ReplayOptions options;
  options.files = {folder.Write("a.jsonl", Line("说坏话") + Line("说丑话") + Line("坏话丑话") + Line("好") + Line("坏话"))};
  options.out = folder / "out";
  const auto other = Replay(options, SmallScreener("坏话"), SmallScreener("丑话"), {});
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_THAT(Changes(folder), ElementsAre("1 block→allow", "2 allow→block", "3 block→block", "5 block→allow"));
  EXPECT_EQ(other->tally.changes, 4);
  const ScreeningRules rules = ScreeningRules::Create(SmallScreener("坏话"), SmallScreener("丑话"));
  ASSERT_TRUE(WriteOutcome(other->tally, rules, {options.out, options.files, {"html"}}).ok());
  const auto summary = nlohmann::json::parse(folder.Read("out/summary.json"));
  EXPECT_EQ(summary["added"][0]["total"], 2);
  EXPECT_EQ(summary["removed"][0]["total"], 3);

  options.out = folder / "same";
  const auto same = Replay(options, SmallScreener("坏话"), SmallScreener("坏话"), {});
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(same->tally.changes, 0);
  EXPECT_THAT(folder.Read("same/changes.jsonl"), IsEmpty());
}

}  // namespace
}  // namespace presend::replay
