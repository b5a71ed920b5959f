// UTF-8 and GB18030: which of them an input is, and what is read of it.
#include "runtime/claims/encoding.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/unit/runtime/sample.h"

using namespace pol;
using claims::Encoding;
using claims::Lang;
using sample::faults;
using sample::ReadFile;
using sample::record;

namespace {

/// 张三, in GB18030.
constexpr std::string_view kName = "\xD5\xC5\xC8\xFD";

std::string surveyed(std::string_view text, std::size_t piece = 1000) {
    const claims::Survey found =
        claims::survey([text, piece] { return sample::in_pieces(text, piece); });
    std::string said = found.encoding == Encoding::utf8 ? "utf8" : "gb18030";
    if (found.bad) {
        said += fmt::format(" {}:{} {:02X}", found.bad->line, found.bad->offset, found.bad->byte);
    }
    return said;
}

std::string decoded(std::string_view text, std::size_t piece = 1000) {
    const claims::Bytes bytes = claims::decoded(sample::in_pieces(text, piece), Encoding::gb18030);
    std::string all;
    char some[7];
    while (const std::size_t got = bytes(some, sizeof some)) {
        all.append(some, got);
    }
    return all;
}

std::string named(std::string_view name) {
    return record(fmt::format("\"fixmedins_code\":\"{}\"", name));
}

}  // namespace

TEST_CASE("what is UTF-8 is UTF-8") {
    CHECK(surveyed("") == "utf8");
    CHECK(surveyed("abc\n") == "utf8");
    CHECK(surveyed("张三\n") == "utf8");
    CHECK(surveyed("a\xF0\x9F\x98\x80") == "utf8");
}

TEST_CASE("what is not UTF-8 but GB18030 is that") {
    CHECK(surveyed(kName) == "gb18030");
    CHECK(surveyed("a\n" + std::string(kName) + "\n") == "gb18030");
    CHECK(surveyed("\x81\x39\xEF\x30") == "gb18030");  // four bytes
}

TEST_CASE("what is neither is the one with fewer bad lines, or UTF-8") {
    CHECK(surveyed("a\nb\xFF\n") == "utf8 2:3 FF");
    CHECK(surveyed("张三\n\xFF\xFF\n李四\n") == "utf8 2:7 FF");
    const std::string good = std::string(kName) + "\n";
    CHECK(surveyed(good + good + "\xFF\n" + good) == "gb18030 3:10 FF");
    CHECK(surveyed("a\xE5\"") == "utf8 1:1 E5");
    CHECK(surveyed("abc\xE5") == "utf8 1:3 E5");
}

TEST_CASE("characters may be cut anywhere") {
    for (std::size_t piece = 1; piece < 6; ++piece) {
        CHECK(surveyed("张三李四\n\xF0\x9F\x98\x80", piece) == "utf8");
        CHECK(surveyed("a" + std::string(kName) + "\x81\x39\xEF\x30", piece) == "gb18030");
        CHECK(decoded("a" + std::string(kName) + "\n", piece) == "a张三\n");
    }
}

TEST_CASE("bytes that are no GB18030 stay as they are") {
    CHECK(decoded("a\xFF"
                  "b" +
                  std::string(kName)) == "a\xFF"
                                         "b张三");
    CHECK(decoded(std::string(kName) + "\xD5") == "张三\xD5");
    CHECK(decoded("\xD5\n\x81\x30\x81") == "\xD5\n\x81\x30\x81");
}

TEST_CASE("claims in GB18030, in both forms, with a remark") {
    const ReadFile json(named(kName));
    CHECK(faults(json.claim()).empty());
    CHECK(json.texts[json.value("fixmedins_code")] == "张三");
    REQUIRE(json.input.notices.size() == 1);
    CHECK(json.input.notices[0].line == 0);
    CHECK(json.input.notices[0].text == "not UTF-8; read as GB18030");
    const ReadFile csv("setl_id,psn_no,insutype,insuplc_admdvs,begndate,medfee_sumamt,"
                       "inscp_scp_amt,fixmedins_code\nA,P1,310,640100,2023-03-01,2000,2000," +
                       std::string(kName));
    CHECK(faults(csv.claim()).empty());
    CHECK(csv.texts[csv.value("fixmedins_code")] == "张三");
}

TEST_CASE("the second byte of a character may look like a bracket or a backslash") {
    // Four characters that end in a backslash, a bracket, a brace and a backslash.
    const std::string text = "[" + named("\x81\x5C\x81\x5B\x81\x7D\x81\x5C") + "," + record() + "]";
    const ReadFile read(text);
    REQUIRE(read.input.claims.size() == 2);
    CHECK(faults(read.claim(0)).empty());
    CHECK(faults(read.claim(1)).empty());
}

TEST_CASE("a bad byte is a fault of its own record") {
    const std::string mixed = record() + "\n" + named("张\xFF") + "\n" + named("张") + "\n";
    for (const std::string& text :
         {mixed, "[" + record() + ",\n" + named("张\xFF") + ",\n" + named("张") + "]"}) {
        const ReadFile read(text);
        REQUIRE(read.input.claims.size() == 3);
        CHECK(faults(read.claim(0)).empty());
        CHECK(faults(read.claim(1)).ends_with(": the byte 0xFF is no character of UTF-8\n"));
        CHECK(faults(read.claim(1)).starts_with("bad_record : line 2, column "));
        CHECK(faults(read.claim(2)).empty());
        REQUIRE(read.input.notices.size() == 1);
        CHECK(read.input.notices[0].line == 2);
    }
    const ReadFile read(mixed, Lang::zh);
    CHECK(faults(read.claim(1)).ends_with("：字节 0xFF 不是 UTF-8 字符\n"));
    CHECK(read.input.notices[0].text.starts_with(
        "既不是 UTF-8 也不是 GB18030：按 UTF-8 读入，偏移 "));
}
