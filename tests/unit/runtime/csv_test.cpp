// Rows of CSV, the columns of a header, and claims read from them.
#include "runtime/claims/csv.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/claims/columns.h"
#include "tests/unit/runtime/sample.h"

using namespace pol;
using claims::Lang;
using sample::faults;
using sample::ReadFile;

namespace {

/// "1: a|b": line and cells of each row; a wrong one with the place where it is wrong.
std::string rows_of(std::string_view text, std::size_t piece = 1000) {
    claims::csv::Rows rows(sample::in_pieces(text, piece));
    claims::csv::Row row;
    std::string all;
    while (rows.next(row)) {
        all += fmt::format("{}: {}", row.at.line, fmt::join(row.cells, "|"));
        if (row.wrong != claims::csv::Wrong::none) {
            all += fmt::format(" !{} {}:{}", static_cast<int>(row.wrong), row.wrong_at.line,
                               row.wrong_at.column);
        }
        all += '\n';
    }
    return all;
}

std::string header_fault(const std::vector<std::string>& header) {
    const auto columns = claims::Columns::of(header);
    if (columns) {
        return "good";
    }
    const claims::HeaderFault& f = columns.error();
    return fmt::format("{} {}:{} {}:{}", static_cast<int>(f.kind), f.other_column, f.other,
                       f.column, f.name);
}

const std::string kHeader =
    "setl_id,psn_no,insutype,insuplc_admdvs,begndate,medfee_sumamt,inscp_scp_amt";

std::string row(std::string_view setl_id) {
    return fmt::format("{},P1,310,640100,2023-03-01,2000.00,2000", setl_id);
}

}  // namespace

TEST_CASE("rows end in LF or CRLF, the last one in nothing too") {
    CHECK(rows_of("").empty());
    CHECK(rows_of("a,b\nc,d\n") == "1: a|b\n2: c|d\n");
    CHECK(rows_of("a,b\r\nc,d\r\n") == "1: a|b\n2: c|d\n");
    CHECK(rows_of("a,b\nc,d") == "1: a|b\n2: c|d\n");
    CHECK(rows_of("a,b\nc,d\r") == "1: a|b\n2: c|d\n");
    CHECK(rows_of("\xEF\xBB\xBF"
                  "a,b\n") == "1: a|b\n");
    CHECK(rows_of("a\rb,c\n") == "1: a\rb|c\n");
}

TEST_CASE("empty cells, blank lines") {
    CHECK(rows_of("a,,\n,\n") == "1: a||\n2: |\n");
    CHECK(rows_of("\n \r\na\n\n,b") == "3: a\n5: |b\n");
    CHECK(rows_of(",") == "1: |\n");
}

TEST_CASE("quotes") {
    CHECK(rows_of("\"a,b\",\"c\"\"d\",\"\"\n\"e\"") == "1: a,b|c\"d|\n2: e\n");
    CHECK(rows_of("\"a\r\nb\",c\r\nd,e\n") == "1: a\r\nb|c\n3: d|e\n");
    CHECK(rows_of("\"a\"\r\n\"b\"\r") == "1: a\n2: b\n");
}

TEST_CASE("a wrong quote spoils its own line alone") {
    CHECK(rows_of("a,b\"c\nd,e\n") == "1: a| !1 1:4\n2: d|e\n");
    CHECK(rows_of("a,\"b\"c\nd,e\n") == "1: a|b !2 1:6\n2: d|e\n");
    CHECK(rows_of("a,\"b\nc,d\ne,f\n") == "1: a| !3 1:3\n2: c|d\n3: e|f\n");
    CHECK(rows_of("a,\"b\nc,\"d\"\ne,f\n") == "1: a|b\nc, !2 2:4\n2: c|d\n3: e|f\n");
}

TEST_CASE("a row has a longest length") {
    const std::string huge(claims::csv::kLongestRow + 1'000'000, 'x');
    CHECK(rows_of("a\n" + huge + "\nb\n", 1 << 18).ends_with(" !4 2:1\n3: b\n"));
    CHECK(rows_of("a\n\"" + huge + "\nb\n", 1 << 18).ends_with(" !3 2:1\n3: b\n"));
}

TEST_CASE("bytes that no text has") {
    CHECK(rows_of(std::string_view("a,\0\nb,c\n", 8)) ==
          std::string("1: a|") + '\0' + " !5 1:3\n2: b|c\n");
    CHECK(rows_of("中,\xFF\nb,c\n") == "1: 中|\xFF !6 1:3\n2: b|c\n");
}

TEST_CASE("rows are the same however the bytes come") {
    const std::string text = "\xEF\xBB\xBF"
                             "a,\"b\"\"\r\n,\",c\r\n\r\n\"\",\"d\"\n中,\"e\nf,g\"h\r\ni";
    for (std::size_t piece = 1; piece < 6; ++piece) {
        CHECK(rows_of(text, piece) == rows_of(text));
    }
}

TEST_CASE("columns that do not go together") {
    CHECK(header_fault({"a", "b", "a.b"}) == "1 1:a 3:a.b");
    CHECK(header_fault({"a", " b", "b "}) == "0 2:b 3:b");
    CHECK(header_fault({"a.b", "a.c", "a.b"}) == "0 1:a.b 3:a.b");
    CHECK(header_fault({"a[0].b", "a.b"}) == "1 1:a[0].b 2:a.b");
    CHECK(header_fault({"a[0]", "a[0].b"}) == "1 1:a[0] 2:a[0].b");
    CHECK(header_fault({"a[1000].b"}) == "2 0: 1:a[1000].b");
    CHECK(header_fault({"a[99999999999999999999999].b"}).starts_with("2 "));
    CHECK(header_fault({"", "a", "", "a[x]", "a[]", "a..b", "a.", "[0]", "b[0]c"}) == "good");
}

TEST_CASE("claims from rows") {
    const ReadFile read(kHeader +
                        ",filing.begndate,filing.institutions[0].code,"
                        "filing.institutions[0].level,filing.institutions[1].code,urgent\n" +
                        row("A") + ",2023-01-01,H1,3,H2,TRUE\n" + row("B") + ",,,,H3,\n");
    REQUIRE(read.input.claims.size() == 2);
    CHECK(read.input.form == claims::Form::csv);
    CHECK(read.input.notices.empty());
    CHECK(faults(read.claim(0)).empty());
    CHECK(faults(read.claim(1)).empty());
    CHECK(read.claim(0).line == 2);
    CHECK(read.value("medfee_sumamt") == 200'000);
    CHECK(read.value("urgent") == 1);
    CHECK(read.value("filing.begndate") == 19358);
    CHECK_FALSE(read.has("filing.begndate", 1));
    const claims::ListValues& two = read.claim(0).lists.at(0);
    CHECK(two.count == 2);
    CHECK(two.present == std::vector<std::uint8_t>{1, 1, 1, 0});
    CHECK(read.claim(1).lists.at(0).count == 1);
    CHECK(read.texts[read.claim(1).lists.at(0).values.at(0)] == "H3");
}

TEST_CASE("an element that is left out keeps its neighbour's index") {
    const ReadFile read(kHeader + ",filing.institutions[0].code,filing.institutions[1].level\n" +
                        row("A") + ",,3\n");
    CHECK(faults(read.claim()) == "missing_field filing.institutions[1].code: the required field "
                                  "filing.institutions[1].code (代码) is missing\n");
}

TEST_CASE("a ragged row is a fault of that row, which is still known by its name") {
    const ReadFile read(kHeader + "\n" + row("A") + ",x\n" + row("B") + "\nC,P3\n,,\n" + row("D"));
    REQUIRE(read.input.claims.size() == 4);
    CHECK(faults(read.claim(0)) ==
          "bad_record : line 2: the row should have 7 cells as the header has, but has 8\n");
    CHECK(read.claim(0).setl_id == "A");
    CHECK(faults(read.claim(1)).empty());
    CHECK(faults(read.claim(2)) ==
          "bad_record : line 4: the row should have 7 cells as the header has, but has 2\n");
    CHECK(read.claim(2).psn_no == "P3");
    CHECK(faults(read.claim(3)).empty());
    CHECK(faults(ReadFile(kHeader + "\nA\n", Lang::zh).claim()) ==
          "bad_record : 第 2 行：应与表头一样有 7 个单元格，实有 1 个\n");
}

TEST_CASE("the same faults in the same words as of JSON") {
    const ReadFile read(kHeader + ",ipt_no,psn_type\nA,P1,319,,2023/3/1,1000.001,-1,x,91\n");
    CHECK(faults(read.claim()) ==
          "unknown_code insutype: insutype (险种) has no code \"319\", but these: 310 职工, 390 "
          "居民; the nearest is 310 职工\n"
          "unknown_code psn_type: psn_type (人员类别) has no code \"91\", but these: 11 在职, 12 "
          "退休, 1201 退休干部; the nearest is 11 在职\n"
          "missing_field insuplc_admdvs: the required field insuplc_admdvs (参保地) is missing\n"
          "bad_value begndate: begndate (开始日期) should be a date such as 2023-03-01, but is "
          "\"2023/3/1\"\n"
          "bad_value ipt_no: ipt_no (年度住院次数) should be a whole number, but is \"x\"\n"
          "bad_value medfee_sumamt: medfee_sumamt (医疗费总额) has at most 2 decimals, but is "
          "\"1000.001\"; further ones are never rounded away\n"
          "out_of_bounds inscp_scp_amt: inscp_scp_amt (政策范围内金额) should lie between 0.00 and "
          "1000000000.00, but is \"-1\"\n");
}

TEST_CASE("unknown columns are noticed once, where they stand") {
    const ReadFile read(kHeader +
                        ",foo,begindate,,filing.institutions[0].bar,"
                        "filing.institutions[1].bar,x[y]\n" +
                        row("A") + ",,,z,1,2,\n" + row("B") + ",1,2,3,4,5,6\n");
    CHECK(faults(read.claim(0)).empty() == false);  // institutions without their code
    REQUIRE(read.input.notices.size() == 4);
    CHECK(read.input.notices[0].field == "foo");
    CHECK(read.input.notices[0].line == 1);
    CHECK(read.input.notices[1].text ==
          "the field begindate is not known and was not read; is it begndate?");
    CHECK(read.input.notices[2].field == "x[y]");
    CHECK(read.input.notices[3].field == "filing.institutions[].bar");
}

TEST_CASE("a header that cannot be read is an error of the whole input") {
    CHECK(ReadFile(kHeader + ",psn_no\n" + row("A")).error ==
          "claims: columns 2 and 8 of the header have one name: psn_no");
    CHECK(ReadFile(kHeader + ",filing,filing.begndate\n", Lang::zh).error ==
          "claims: 表头第 8 列 filing 与第 9 列 filing.begndate 不能并存：一个是另一个的部分");
    CHECK(ReadFile("结算号,人员编号\nA,P1\n").error ==
          "claims: the header has no known field (it begins with \"结算号\"): the first row of CSV "
          "holds the names of fields; if this is not CSV, say so with --input-format");
    CHECK(ReadFile("a,\"b\nc\n", Lang::zh).error ==
          "claims: 第 1 行第 3 列：这个引号没有结束（一行至多 1048576 字节）");
    CHECK(ReadFile("\xFF\xFEs\0e\0").error ==
          "claims: the file is UTF-16; save it as UTF-8 or GB18030");
}
