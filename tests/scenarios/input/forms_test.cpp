// The same claims in every form and encoding settle alike; how a form is told.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/scenarios/input/program.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol::scenario::input;
using nlohmann::ordered_json;

namespace {

const std::string kYinchuan = POL_SOURCE_DIR "/policies/ningxia/yinchuan";

/// A record as its columns: filing.institutions[0].code and its like.
void flatten(const ordered_json& value, const std::string& name, ordered_json& flat) {
    if (value.is_object()) {
        for (const auto& [key, item] : value.items()) {
            flatten(item, name.empty() ? key : fmt::format("{}.{}", name, key), flat);
        }
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            flatten(value[i], fmt::format("{}[{}]", name, i), flat);
        }
    } else {
        flat[name] = value;
    }
}

std::string cell(const ordered_json& value) {
    std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (text.find_first_of(",\"\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

/// Numbers keep their text: 580.70 is not 580.7 to a reader of digits, but the same amount.
std::string as_csv(const std::string& lines) {
    std::vector<ordered_json> rows;
    ordered_json columns;
    for (const std::string& line : pol::test::lines_of(lines)) {
        flatten(ordered_json::parse(line), "", rows.emplace_back());
        columns.update(rows.back());
    }
    std::string header;
    for (const auto& [name, value] : columns.items()) {
        header += (header.empty() ? "" : ",") + name;
    }
    std::string text = header + "\r\n";
    for (const ordered_json& row : rows) {
        std::string one;
        for (const auto& [name, value] : columns.items()) {
            one += row.contains(name) ? cell(row[name]) : "";
            one += ',';
        }
        one.pop_back();
        text += one + "\r\n";
    }
    return text;
}

std::vector<std::string> settle(const std::string& policy, const std::string& claims,
                                std::vector<std::string> more = {}) {
    std::vector<std::string> call{"settle", policy, "--claims", claims, "--format", "jsonl"};
    call.insert(call.end(), more.begin(), more.end());
    return call;
}

/// The status of each settlement in the output, or its form where that is not JSON Lines.
std::string statuses(const Ran& ran) {
    std::string all;
    for (const std::string& line : pol::test::lines_of(ran.out)) {
        all += all.empty() ? "" : " ";
        all += ordered_json::parse(line)["status"].get<std::string>();
    }
    return all;
}

/// 张三 in GB18030.
constexpr std::string_view kName = "\xD5\xC5\xC8\xFD";

}  // namespace

TEST_CASE("a year of claims settles alike as JSON Lines, as an array and as CSV") {
    const Folder folder;
    const std::string lines =
        pol::test::read_file(pol::test::root() / "examples/year/claims.jsonl");
    folder.write("year.jsonl", lines);
    folder.write("year.csv", as_csv(lines));
    std::string array = "[";
    for (const std::string& line : pol::test::lines_of(lines)) {
        array += (array.size() > 1 ? "," : "") + line;
    }
    folder.write("year.json", array + "]");
    const Ran expected = folder.run(settle(kYinchuan, "year.jsonl"));
    REQUIRE(pol::test::lines_of(expected.out).size() > 2000);
    CHECK(folder.run(settle(kYinchuan, "year.csv")).out == expected.out);
    CHECK(folder.run(settle(kYinchuan, "year.json")).out == expected.out);
}

TEST_CASE("rows are read from CRLF and LF, with a mark and without, in both encodings") {
    const Folder folder;
    folder.write("policy.pol", small_policy());
    const std::string utf8 =
        header(",fixmedins_code") + row("甲", ",\"张三, \"\"x\"\"\"") + row("B", ",");
    folder.write("plain.csv", utf8);
    const std::string expected = folder.run(settle("policy.pol", "plain.csv")).out;
    CHECK(expected.find("甲") != std::string::npos);
    folder.write("marked.csv", "\xEF\xBB\xBF" + utf8);
    CHECK(folder.run(settle("policy.pol", "marked.csv")).out == expected);
    std::string crlf;
    for (const char c : utf8) {
        crlf += c == '\n' ? "\r\n" : std::string(1, c);
    }
    folder.write("crlf.csv", crlf);
    CHECK(folder.run(settle("policy.pol", "crlf.csv")).out == expected);

    const std::string gb18030 = header(",fixmedins_code") +
                                row("\xBC\xD7", fmt::format(",\"{}, \"\"x\"\"\"", kName)) +
                                row("B", ",");
    folder.write("excel.csv", gb18030);
    const Ran excel = folder.run(settle("policy.pol", "excel.csv"));
    CHECK(excel.out == expected);
    CHECK(excel.err == "excel.csv: not UTF-8; read as GB18030\n");
    CHECK(folder.run(settle("policy.pol", "-"), {.input = gb18030}).out == expected);
}

TEST_CASE("JSON in GB18030") {
    const Folder folder;
    folder.write("policy.pol", small_policy());
    folder.write("c.jsonl", claim("A", fmt::format("\"psn_no\":\"{}\"", kName)) + claim("B"));
    const Ran ran = folder.run(settle("policy.pol", "c.jsonl"));
    CHECK(statuses(ran) == "paid paid");
    CHECK(ran.out.find("\"psn_no\":\"张三\"") != std::string::npos);
    folder.write("c.json", "[" + claim("A", fmt::format("\"psn_no\":\"{}\"", kName)) + "]");
    CHECK(statuses(folder.run(settle("policy.pol", "c.json"))) == "paid");
}

TEST_CASE("a bad byte among rows in GB18030 spoils its own row") {
    const Folder folder;
    folder.write("policy.pol", small_policy());
    const std::string named = fmt::format(",{}", kName);
    folder.write("c.csv", header(",fixmedins_code") + row("A", named) + row("B", named + "\xFF") +
                              row("C", named));
    const Ran ran = folder.run(settle("policy.pol", "c.csv"));
    CHECK(statuses(ran) == "paid fault paid");
    CHECK(ran.err.find("c.csv:3: B: line 3, column 57: the byte 0xFF is no character of GB18030") !=
          std::string::npos);
}

TEST_CASE("the form is told by the option, then by the name's ending, then by the text") {
    const Folder folder;
    folder.write("policy.pol", small_policy());
    const std::string csv = header() + row("A");
    std::string array = "[" + claim("A") + "]";
    std::erase(array, '\n');
    const std::string pretty = "{\n" + claim("A").substr(1);
    for (const auto& [name, text] :
         std::vector<std::pair<std::string, std::string>>{{"a.csv", csv},
                                                          {"a.jsonl", claim("A")},
                                                          {"a.json", array},
                                                          {"b.json", pretty},
                                                          {"c.json", claim("A")},
                                                          {"d.jsonl", array},
                                                          {"a", csv},
                                                          {"b", claim("A")},
                                                          {"c", array},
                                                          {"d", pretty},
                                                          {"a.txt", csv}}) {
        INFO(name);
        folder.write(name, text);
        CHECK(statuses(folder.run(settle("policy.pol", name))) == "paid");
    }
    folder.write("lying.csv", claim("A"));
    folder.write("lying.json", csv);
    CHECK(folder.run(settle("policy.pol", "lying.csv")).exit == 2);
    CHECK(folder.run(settle("policy.pol", "lying.json")).exit == 1);
    CHECK(statuses(folder.run(settle("policy.pol", "lying.csv", {"--input-format", "jsonl"}))) ==
          "paid");
    CHECK(statuses(folder.run(settle("policy.pol", "lying.json", {"--input-format", "csv"}))) ==
          "paid");
    CHECK(statuses(folder.run(settle("policy.pol", "c", {"--input-format", "jsonl"}))) == "fault");
    CHECK(folder.run(settle("policy.pol", "c", {"--input-format", "xml"})).exit == 2);
}

TEST_CASE("an explanation is the same from either form, fee lines and all") {
    const Folder folder;
    folder.write("policy.pol", small_policy());
    folder.write("c.jsonl", claim("A") + claim("B"));
    folder.write("c.csv", header() + row("A") + row("B"));
    folder.write("lines.csv", "setl_id,med_list_codg,chrgitm_lv,det_item_fee_sumamt\nB,X,01,300\n");
    const auto explain = [&](const std::string& claims) {
        return folder.run({"explain", "policy.pol", "--claims", claims, "--lines", "lines.csv",
                           "--claim-id", "B"});
    };
    const Ran of_json = explain("c.jsonl");
    CHECK(of_json.exit == 0);
    CHECK(of_json.out.find("150.00") != std::string::npos);
    CHECK(explain("c.csv").out == of_json.out);
}

TEST_CASE("files that cannot be read") {
    const Folder folder;
    folder.write("policy.pol", small_policy());
    folder.write("c.csv", header() + row("A"));
    CHECK(folder.run(settle("policy.pol", "none.csv")).err ==
          "pol: none.csv: No such file or directory\n");
    CHECK(folder.run(settle("policy.pol", ".")).err == "pol: .: is a folder\n");
    const Ran ran = folder.run(settle("policy.pol", "c.csv", {"--lines", "none.csv"}));
    CHECK(ran.err == "pol: none.csv: No such file or directory\n");
    CHECK(ran.exit == 2);
}
