// The forms of an input, and records that are broken.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/unit/runtime/sample.h"

using namespace pol;
using claims::Lang;
using sample::faults;
using sample::Read;
using sample::record;

namespace {

std::string claim_of(std::string_view setl_id) {
    return record(fmt::format("\"setl_id\":\"{}\"", setl_id));
}

/// "1 S1, 3 S3!": line and number of each record, ! where it has faults.
std::string summary(const Read& read) {
    std::string text;
    for (const claims::Claim& claim : read.input.claims) {
        text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", claim.line, claim.setl_id,
                            claim.faults.empty() ? "" : "!");
    }
    return text;
}

std::string broken(std::string_view text, Lang lang = Lang::en) {
    const Read read(text, lang);
    REQUIRE(read.input.claims.size() == 1);
    return faults(read.claim());
}

}  // namespace

TEST_CASE("JSON Lines, blank lines and a byte order mark") {
    CHECK(summary(Read("")).empty());
    CHECK(summary(Read(" \r\n\n")).empty());
    CHECK(summary(Read("\xEF\xBB\xBF" + claim_of("A") + "\r\n\r\n  " + claim_of("B") + "\n")) ==
          "1 A, 3 B");
}

TEST_CASE("one object over several lines") {
    std::string pretty = claim_of("A");
    for (std::size_t comma = pretty.find(','); comma != std::string::npos;
         comma = pretty.find(',', comma + 1)) {
        pretty.replace(comma, 1, ",\n    ");
    }
    CHECK(summary(Read("\n" + pretty + "\n")) == "2 A");
    CHECK(summary(Read(claim_of("A"))) == "1 A");
}

TEST_CASE("one object over several lines that is broken is one fault") {
    CHECK(broken("{\n  \"setl_id\": \"A\",\n  \"psn_no\": P1\n}\n") ==
          "bad_record : line 3, column 13: not valid JSON at the end of \"  \"psn_no\": P\"\n");
    CHECK(broken("{\n  \"setl_id\": \"A\"\n") ==
          "bad_record : line 2, column 17: the record is not complete, the text ends here\n");
}

TEST_CASE("an array of objects") {
    CHECK(summary(Read("[]")).empty());
    CHECK(summary(Read(" [\n ] \n")).empty());
    CHECK(summary(Read("[" + claim_of("A") + "]")) == "1 A");
    CHECK(summary(Read("\n[\n" + claim_of("A") + ",\n\n" + claim_of("B") + "," + claim_of("C") +
                       "\n]\n")) == "3 A, 5 B, 5 C");
    CHECK(summary(Read("[" + record(R"("setl_id":"]},{[\"\\")") + "]")) == "1 ]},{[\"\\");
}

TEST_CASE("broken elements of an array leave the others whole") {
    const Read read("[" + claim_of("A") + ",\n{\"setl_id\":\"B\" 7},\n7,\n{}},\n,\n" +
                    claim_of("C") + ",]\n}");
    CHECK(summary(read) == "1 A, 2 B!, 3 !, 4 !, 5 !, 6 C, 6 !, 7 !");
    CHECK(
        faults(read.claim(1)) ==
        "bad_record : line 2, column 16: not valid JSON at the end of \"{\"setl_id\":\"B\" 7\"\n");
    CHECK(faults(read.claim(2)) ==
          "bad_record : line 3, column 1: a record should be an object, but is 7\n");
    CHECK(faults(read.claim(3)) ==
          "bad_record : line 4, column 3: not valid JSON at the end of \"{}}\"\n");
    CHECK(faults(read.claim(4)) ==
          "bad_record : line 5, column 1: a record is missing beside this comma of the array\n");
    CHECK(faults(read.claim(7)) == "bad_record : line 7, column 1: there is text after the end of "
                                   "the array; it was not read\n");
}

TEST_CASE("an array that does not end") {
    const Read read("[" + claim_of("A"));
    CHECK(summary(read) == "1 A, 1 !");
    CHECK(faults(read.claim(1)) ==
          "bad_record : line 1, column " + std::to_string(claim_of("A").size() + 2) +
              ": the array does not end: \"]\" is missing, perhaps the file was cut off\n");
    CHECK(broken("[", Lang::zh) ==
          "bad_record : 第 1 行第 2 列：数组没有结束，缺少“]”，文件可能被截断\n");
    CHECK(broken("[{\"setl_id\":\"A\",") ==
          "bad_record : line 1, column 17: the record is not complete, the text ends here\n");
}

TEST_CASE("a broken line is a fault of that line alone") {
    const Read read(claim_of("A") +
                    "\n{\"setl_id\":\"B\",\"psn_no\":\"张三\",\"x\":tru}\n[]\nnull\n" +
                    claim_of("C"));
    CHECK(summary(read) == "1 A, 2 B!, 3 !, 4 !, 5 C");
    CHECK(read.claim(1).psn_no == "张三");
    CHECK(read.claim(1).values.size() == read.vocabulary.fields.size());
    CHECK(faults(read.claim(1)) == "bad_record : line 2, column 37: not valid JSON at the end of "
                                   "\"sn_no\":\"张三\",\"x\":tru}\"\n");
    CHECK(faults(read.claim(2)) ==
          "bad_record : line 3, column 1: a record should be an object, but is a list\n");
    CHECK(faults(read.claim(3)) ==
          "bad_record : line 4, column 1: a record should be an object, but is null\n");
}

TEST_CASE("a broken first line does not hide the others") {
    CHECK(summary(Read("{\"setl_id\":\"A\",\n" + claim_of("B") + "\n" + claim_of("C"))) ==
          "1 A!, 2 B, 3 C");
    CHECK(summary(Read("{\"setl_id\":}\n" + claim_of("B"))) == "1 !, 2 B");
    CHECK(summary(Read("setl_id,psn_no\nA,P1\n")) == "1 !, 2 !");
}

TEST_CASE("what is wrong with a broken line is said in both languages") {
    CHECK(broken("{\"a\":\"b") ==
          "bad_record : line 1, column 8: the record is not complete, the text ends here\n");
    CHECK(broken("{\"a\":\"b\tc\"}") ==
          "bad_record : line 1, column 8: not valid JSON at the end of \"{\"a\":\"b \"\n");
    CHECK(broken("{\"a\":\"\xFF\"}") ==
          "bad_record : line 1, column 7: the byte 0xFF is no character of UTF-8\n");
    CHECK(broken(std::string_view("{\"a\":1}\0{", 9)) ==
          "bad_record : line 1, column 8: there is a zero byte\n");
    CHECK(
        broken("{\"a\":1e999}") ==
        "bad_record : line 1, column 10: the number at the end of \"{\"a\":1e999\" is too large\n");
    CHECK(broken("{\"a\":1} x") ==
          "bad_record : line 1, column 9: not valid JSON at the end of \"{\"a\":1} x\"\n");
    CHECK(broken("{a:1}", Lang::zh) == "bad_record : 第 1 行第 2 列：“{a”的末尾不是合法的 JSON\n");
    CHECK(broken("{\"a\":\"b", Lang::zh) ==
          "bad_record : 第 1 行第 8 列：记录不完整，文本到此已结束\n");
    CHECK(broken("7", Lang::zh) ==
          "bad_record : 第 1 行第 1 列：一条记录应为一个对象，给出的是 7\n");
}

TEST_CASE("nesting has a limit that is named") {
    const auto nested = [](std::size_t depth) {
        return record("\"x\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']'));
    };
    CHECK(broken(nested(64)).empty());
    CHECK(broken(nested(65)).ends_with(": brackets are nested more than 64 deep\n"));
    CHECK(broken(nested(1'000'000)).ends_with(": brackets are nested more than 64 deep\n"));
    CHECK(broken("{\"x\":" + std::string(100, '['), Lang::zh).ends_with("：括号嵌套超过 64 层\n"));
}

TEST_CASE("a field that stands twice in one object is a fault that names it") {
    CHECK(broken(R"({"setl_id":"S1",)" + record().substr(1)) ==
          "bad_record setl_id: line 1, column 1: the field setl_id stands more than once\n");
    CHECK(broken(record(R"("filing":{"begndate":"2023-01-01","begndate":"x","begndate":"y"})")) ==
          "bad_record filing.begndate: line 1, column 1: the field filing.begndate stands more "
          "than once\n");
    CHECK(broken(record(R"("feedetail":[{},{"cnt":1,"cnt":2}],"x":[[{"y":1,"y":2}]])"), Lang::zh) ==
          "bad_record feedetail[1].cnt: 第 1 行第 1 列：字段 feedetail[1].cnt 出现不止一次\n"
          "bad_record x[0][0].y: 第 1 行第 1 列：字段 x[0][0].y 出现不止一次\n");
}

TEST_CASE("texts keep their numbers, constants first") {
    claims::TextTable texts({"甲", "乙", "甲"});
    CHECK(texts.intern("乙") == 1);
    CHECK(texts.intern("甲") == 0);
    CHECK(texts.intern("丙") == 3);
    CHECK(texts.intern("丙") == 3);
    CHECK(texts[3] == "丙");
}
