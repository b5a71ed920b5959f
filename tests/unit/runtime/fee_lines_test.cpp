// Fee lines from an input of their own, and inputs that come in small pieces.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/claims/split.h"
#include "tests/unit/runtime/sample.h"

using namespace pol;
using claims::Lang;
using sample::faults;
using sample::ReadFile;
using sample::record;
using sample::record_without;

namespace {

std::string claim_of(std::string_view setl_id, std::string_view more = "") {
    return record(fmt::format("\"setl_id\":\"{}\"{}", setl_id, more)) + "\n";
}

/// "5 setl_id: …": line, field and text of each remark, with ! for those on the file of lines.
std::string notices(const ReadFile& read) {
    std::string all;
    for (const claims::Notice& n : read.input.notices) {
        all += fmt::format("{}{} {}: {}\n", n.of_lines ? "!" : "", n.line, n.field, n.text);
    }
    return all;
}

/// "1:1 text": place, text and fault of each slice.
std::string slices(std::string_view text, std::size_t piece) {
    claims::Splitter splitter(sample::in_pieces(text, piece));
    std::string all = fmt::format("{}: ", static_cast<int>(splitter.shape()));
    while (const auto slice = splitter.next()) {
        all += fmt::format("{}:{} <{}> {}\n", slice->at.line, slice->at.column, slice->text,
                           static_cast<int>(slice->fault));
    }
    return all;
}

}  // namespace

TEST_CASE("fee lines come to their claims, in the order of their file") {
    const ReadFile read(claim_of("A") + claim_of("B"),
                        "setl_id,cnt,fee_ocur_date\nB,1,\nA,2.5,2023-03-02\nB,3,\n");
    CHECK(faults(read.claim(0)).empty());
    CHECK(faults(read.claim(1)).empty());
    CHECK(notices(read).empty());
    const claims::ListValues& of_b = read.claim(1).lists.at(1);
    REQUIRE(of_b.count == 2);
    CHECK(of_b.values == std::vector<std::int64_t>{1'000'000, 0, 19417, 3'000'000, 0, 19417});
    CHECK(of_b.present == std::vector<std::uint8_t>{1, 1, 1, 1, 1, 1});
    CHECK(read.claim(0).lists.at(1).values == std::vector<std::int64_t>{2'500'000, 0, 19418});
}

TEST_CASE("fee lines may come in any form, and behind those of the claim itself") {
    const ReadFile read(claim_of("A", R"(,"feedetail":[{"cnt":7}])"),
                        "{\"setl_id\":\"A\",\"cnt\":1}\n{\"setl_id\":\"A\",\"cnt\":\"2\"}\n");
    CHECK(faults(read.claim()).empty());
    const claims::ListValues& lines = read.claim().lists.at(1);
    REQUIRE(lines.count == 3);
    CHECK(lines.values.at(0) == 7'000'000);
    CHECK(lines.values.at(3) == 1'000'000);
    CHECK(lines.values.at(6) == 2'000'000);
}

TEST_CASE("fee lines stand for the parts of the total") {
    const std::string without = record_without("inscp_scp_amt") + "\n";
    CHECK(faults(ReadFile(without, "setl_id,cnt\nS1,1\n").claim())
              .starts_with("not_supported feedetail"));
    CHECK(faults(ReadFile(without, "setl_id,cnt\nS2,1\n").claim())
              .starts_with("missing_field inscp_scp_amt"));
}

TEST_CASE("what is wrong with a fee line is a fault of its claim and says where it stands") {
    const ReadFile read(claim_of("A") + claim_of("B"),
                        "setl_id,cnt,fee_ocur_date\nA,1,2023-13-01\nB,1,\nA,-1,\nA,x\n");
    CHECK(faults(read.claim(0)) ==
          "bad_value feedetail[0].fee_ocur_date: lines:2: feedetail[0].fee_ocur_date (费用日期) "
          "should be a date such as 2023-03-01, but is \"2023-13-01\"\n"
          "out_of_bounds feedetail[1].cnt: lines:4: feedetail[1].cnt (数量) should lie between "
          "0.000000 and 1000000000.000000, but is \"-1\"\n"
          "bad_record : lines:5: line 5: the row should have 3 cells as the header has, but has "
          "2\n");
    CHECK(faults(read.claim(1)).empty());
    CHECK(faults(ReadFile(claim_of("A"), "setl_id,cnt\nA,一\n", Lang::zh).claim()) ==
          "bad_value feedetail[0].cnt: lines:2: feedetail[0].cnt（数量）应为至多 6 "
          "位小数的数，给出的是“一”\n");
}

TEST_CASE("the lines of a reversal may be below zero, but not of another form") {
    const std::string reversal =
        "{\"setl_id\":\"R\",\"refd_setl_flag\":true,\"init_setl_id\":\"A\"}\n";
    CHECK(faults(ReadFile(reversal, "setl_id,cnt\nR,-1\n").claim()).empty());
    CHECK(faults(ReadFile(reversal, "setl_id,cnt\nR,x\n").claim()).starts_with("bad_value"));
}

TEST_CASE("fee lines that no claim has are noticed with their lines") {
    const ReadFile read(claim_of("A") + "{\"setl_id\":\"C\",\n",
                        "setl_id,cnt,foo\nB,1,\nA,1,\nD,1\nB,1,\nC,1,\n,1,\n");
    CHECK(notices(read) ==
          "!1 foo: the field foo is not known and was not read\n"
          "!7 setl_id: the fee line has no setl_id and was not read\n"
          "!2 setl_id: no claim has the setl_id B: the fee lines in line 2, 5 were not read\n"
          "!4 setl_id: no claim has the setl_id D: the fee lines in line 4 were not read\n");
    std::string many = "setl_id,cnt\n";
    for (int i = 0; i < 12; ++i) {
        many += "B,1\n";
    }
    CHECK(notices(ReadFile(claim_of("A"), many, Lang::zh)) ==
          "!2 setl_id: 没有结算号为 B 的记录，明细第 2、3、4、5、6、7、8、9、10、11……共 12 行 "
          "行未读取\n");
}

TEST_CASE("lines of a number that stands twice go to the first claim of it") {
    const ReadFile read(claim_of("A") + record_without("inscp_scp_amt", R"("setl_id":"A")"),
                        "setl_id,cnt\nA,1\n");
    CHECK(read.claim(0).lists.at(1).count == 1);
    CHECK(read.claim(1).lists.at(1).count == 0);
    CHECK(faults(read.claim(1)).starts_with("not_supported feedetail"));
}

TEST_CASE("a file of fee lines that cannot be read is an error that names it") {
    CHECK(ReadFile(claim_of("A"), "setl_id,cnt,cnt\n").error ==
          "lines: columns 2 and 3 of the header have one name: cnt");
}

TEST_CASE("slices are the same however the bytes come") {
    const std::string broken = "[ {\"a\":\"]},{\"},\n7,\n{}},\n,\n{\"b\":[1,2]},]\n}";
    for (const std::string& text :
         {std::string(), std::string(" \n"), std::string("[]"), std::string(" [\n ] \n"),
          std::string("[{}"), std::string("[\"a"), broken, std::string("{}\r\n\r\n  {} \n[]"),
          std::string("{\n\"中\": 1\n}\n"), std::string("{\n\"a\": 1\n"),
          std::string("{\"a\":1,\n{\"b\":2}\n")}) {
        INFO(text);
        for (std::size_t piece = 1; piece < 5; ++piece) {
            CHECK(slices(text, piece) == slices(text, 1000));
        }
    }
    CHECK(slices("{\"a\":1,\n{\"b\":2}\n", 3) == "0: 1:1 <{\"a\":1,> 0\n2:1 <{\"b\":2}> 0\n");
    CHECK(slices("\n {\n\"a\": 1\n}\n", 3) == "2: 2:2 <{\n\"a\": 1\n}> 0\n");
}
