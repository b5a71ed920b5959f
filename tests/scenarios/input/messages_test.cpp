// What is wrong with an input, as the program says it: one row a mistake, a file in, messages out,
// in both languages. Every row has a good claim beside the bad one, which settles.
#include <catch2/catch.hpp>

#include "tests/scenarios/input/program.h"

using namespace pol::scenario::input;

namespace {

struct Mistake {
    const char* what;
    const char* file;
    std::string text;
    std::string lines;  ///< of lines.csv; empty: none
    int exit;
    int settled;  ///< how many claims are paid
    std::string english;
    std::string chinese;
};

std::string of(const char* total, int faulted, bool chinese) {
    return chinese ? std::string(total) + " 笔中有 " + std::to_string(faulted) + " 笔不能结算\n"
                   : "of " + std::string(total) + " claims " + std::to_string(faulted) +
                         " could not be settled\n";
}

std::vector<Mistake> fields() {
    const std::string good = claim("A");
    return {
        {"an unknown field, in several records", "c.jsonl",
         good + claim("B", R"("foo":1,"begindate":2)") + claim("C", R"("foo":1)"), "", 0, 3,
         "c.jsonl:2: the field foo is not known and was not read\n"
         "c.jsonl:2: the field begindate is not known and was not read; is it begndate?\n",
         "c.jsonl:2: 不认识字段 foo，未读取\n"
         "c.jsonl:2: 不认识字段 begindate，未读取；是否应为 begndate？\n"},
        {"an unknown column", "c.csv", header(",foo") + row("A", ",1") + row("B", ",2"), "", 0, 2,
         "c.csv:1: the field foo is not known and was not read\n",
         "c.csv:1: 不认识字段 foo，未读取\n"},
        {"days out of order", "c.jsonl",
         good + claim("B", R"("begndate":"2023-03-02","enddate":"2023-03-01")"), "", 1, 1,
         "c.jsonl:2: B: enddate (结束日期) is 2023-03-01, before begndate (开始日期), which is "
         "2023-03-02\n" +
             of("2", 1, false),
         "c.jsonl:2: B: enddate（结束日期）是 2023-03-01，早于 begndate（开始日期）的 "
         "2023-03-02\n" +
             of("2", 1, true)},
        {"a missing field", "c.jsonl", good + claim("B", R"("begndate":null)"), "", 1, 1,
         "c.jsonl:2: B: the required field begndate (开始日期) is missing\n" + of("2", 1, false),
         "c.jsonl:2: B: begndate（开始日期）是必填字段，没有给出\n" + of("2", 1, true)},
        {"a missing cell", "c.csv",
         header() + row("A") + "B,P1,,11,640104,640104,11,2023-03-01,300,300\n", "", 1, 1,
         "c.csv:3: B: the required field insutype (险种) is missing\n" + of("2", 1, false),
         "c.csv:3: B: insutype（险种）是必填字段，没有给出\n" + of("2", 1, true)},
        {"a third decimal", "c.jsonl", good + claim("B", R"("inscp_scp_amt":299.995)"), "", 1, 1,
         "c.jsonl:2: B: inscp_scp_amt (政策范围内金额) has at most 2 decimals, but is 299.995; "
         "further ones are never rounded away\n" +
             of("2", 1, false),
         "c.jsonl:2: B: inscp_scp_amt（政策范围内金额）至多 2 位小数，给出的是 "
         "299.995；多余的小数不会被舍去\n" +
             of("2", 1, true)},
        {"a third decimal in a cell", "c.csv",
         header() + row("A") + "B,P1,310,11,640104,640104,11,2023-03-01,300.001,300\n", "", 1, 1,
         "c.csv:3: B: medfee_sumamt (医疗费总额) has at most 2 decimals, but is \"300.001\"; "
         "further ones are never rounded away\n" +
             of("2", 1, false),
         "c.csv:3: B: medfee_sumamt（医疗费总额）至多 2 "
         "位小数，给出的是“300.001”；多余的小数不会被舍去\n" +
             of("2", 1, true)},
        {"an amount below zero", "c.csv",
         header() + row("A") + "B,P1,310,11,640104,640104,11,2023-03-01,-0.01,300\n", "", 1, 1,
         "c.csv:3: B: medfee_sumamt (医疗费总额) should lie between 0.00 and 1000000000.00, but is "
         "\"-0.01\"\n" +
             of("2", 1, false),
         "c.csv:3: B: medfee_sumamt（医疗费总额）应在 0.00 至 1000000000.00 "
         "之间，给出的是“-0.01”\n" +
             of("2", 1, true)},
        {"an amount past the bound", "c.jsonl",
         good + claim("B", R"("medfee_sumamt":1000000000.01)"), "", 1, 1,
         "c.jsonl:2: B: medfee_sumamt (医疗费总额) should lie between 0.00 and 1000000000.00, but "
         "is 1000000000.01\n" +
             of("2", 1, false),
         "c.jsonl:2: B: medfee_sumamt（医疗费总额）应在 0.00 至 1000000000.00 之间，给出的是 "
         "1000000000.01\n" +
             of("2", 1, true)},
        {"an unknown code", "c.csv",
         header() + row("A") + "B,P1,319,11,640104,640104,11,2023-03-01,300,300\n", "", 1, 1,
         "c.csv:3: B: insutype (险种) has no code \"319\", but these: 310 职工, 390 居民; the "
         "nearest is 310 职工\n" +
             of("2", 1, false),
         "c.csv:3: B: insutype（险种）没有代码“319”，已知的有：310 职工、390 居民；最接近的是 310 "
         "职工\n" +
             of("2", 1, true)},
        {"a mark of a reversal that is none", "c.jsonl",
         good + R"({"setl_id":"B","psn_no":"P1","refd_setl_flag":"yes","init_setl_id":"A"})"
                "\n",
         "", 1, 1,
         "c.jsonl:2: B: refd_setl_flag should be true or false, but is \"yes\"\n" +
             of("2", 1, false),
         "c.jsonl:2: B: refd_setl_flag 应为 true 或 false，给出的是“yes”\n" + of("2", 1, true)},
        {"a number that stands twice", "c.csv", header() + row("A") + row("B") + row("A"), "", 1, 2,
         "c.csv:4: A: setl_id A stands in line 2 already; a claim cannot be settled twice\n" +
             of("3", 1, false),
         "c.csv:4: A: 结算号 A 已在第 2 行出现，不能结算两次\n" + of("3", 1, true)},
        {"parts that do not sum", "c.jsonl", good + claim("B", R"("preselfpay_amt":"0.01")"), "", 1,
         1,
         "c.jsonl:2: B: fulamt_ownpay_amt 0.00 + overlmt_selfpay 0.00 + preselfpay_amt 0.01 + "
         "inscp_scp_amt 300.00 = 300.01, which is not medfee_sumamt 300.00\n" +
             of("2", 1, false),
         "c.jsonl:2: B: fulamt_ownpay_amt 0.00 + overlmt_selfpay 0.00 + preselfpay_amt 0.01 + "
         "inscp_scp_amt 300.00 = 300.01，与 medfee_sumamt 300.00 不等\n" +
             of("2", 1, true)},
    };
}

std::vector<Mistake> texts() {
    const std::string good = claim("A");
    return {
        {"a broken line", "c.jsonl", good + "{\"setl_id\":\"B\",\"psn_no\":P1}\n" + claim("C"), "",
         1, 2,
         "c.jsonl:2: B: line 2, column 25: not valid JSON at the end of \"l_id\":\"B\","
         "\"psn_no\":P\"\n" +
             of("3", 1, false),
         "c.jsonl:2: B: 第 2 行第 25 列：“l_id\":\"B\",\"psn_no\":P”的末尾不是合法的 JSON\n" +
             of("3", 1, true)},
        {"a line that was cut off", "c.jsonl", good + "{\"setl_id\":\"B\",\"psn", "", 1, 1,
         "c.jsonl:2: B: line 2, column 20: the record is not complete, the text ends here\n" +
             of("2", 1, false),
         "c.jsonl:2: B: 第 2 行第 20 列：记录不完整，文本到此已结束\n" + of("2", 1, true)},
        {"a row with a cell too few", "c.csv", header() + row("A") + "B,P1\n" + row("C"), "", 1, 2,
         "c.csv:3: B: line 3: the row should have 10 cells as the header has, but has 2\n" +
             of("3", 1, false),
         "c.csv:3: B: 第 3 行：应与表头一样有 10 个单元格，实有 2 个\n" + of("3", 1, true)},
        {"a row with a cell too many", "c.csv", header() + row("A", ",") + row("C"), "", 1, 1,
         "c.csv:2: A: line 2: the row should have 10 cells as the header has, but has 11\n" +
             of("2", 1, false),
         "c.csv:2: A: 第 2 行：应与表头一样有 10 个单元格，实有 11 个\n" + of("2", 1, true)},
        {"a quote that does not end", "c.csv", header() + "\"A" + row("") + row("C"), "", 1, 1,
         "c.csv:2: line 2, column 1: this quote does not end (a row has at most 1048576 bytes)\n" +
             of("2", 1, false),
         "c.csv:2: 第 2 行第 1 列：这个引号没有结束（一行至多 1048576 字节）\n" + of("2", 1, true)},
        {"bytes of no encoding in a line", "c.jsonl",
         good + claim("B", "\"dise_codg\":\"\xFF\"") + claim("C"), "", 1, 2,
         "c.jsonl:2: neither UTF-8 nor GB18030: read as UTF-8, at offset " +
             std::to_string(good.size() + claim("B").size() + 12) +
             " the byte 0xFF is no character of it; records with such bytes cannot be settled\n"
             "c.jsonl:2: B: line 2, column " +
             std::to_string(claim("B").size() + 13) + ": the byte 0xFF is no character of UTF-8\n" +
             of("3", 1, false),
         "c.jsonl:2: 既不是 UTF-8 也不是 GB18030：按 UTF-8 读入，偏移 " +
             std::to_string(good.size() + claim("B").size() + 12) +
             " 处的字节 0xFF 不是它的字符；含有这种字节的记录不能结算\n"
             "c.jsonl:2: B: 第 2 行第 " +
             std::to_string(claim("B").size() + 13) + " 列：字节 0xFF 不是 UTF-8 字符\n" +
             of("3", 1, true)},
        {"bytes of no encoding in a row", "c.csv", header() + row("A") + row("B\xFF"), "", 1, 1,
         "c.csv:3: neither UTF-8 nor GB18030: read as UTF-8, at offset " +
             std::to_string(header().size() + row("A").size() + 1) +
             " the byte 0xFF is no character of it; records with such bytes cannot be settled\n"
             "c.csv:3: B\uFFFD: line 3, column 2: the byte 0xFF is no character of UTF-8\n" +
             of("2", 1, false),
         "c.csv:3: 既不是 UTF-8 也不是 GB18030：按 UTF-8 读入，偏移 " +
             std::to_string(header().size() + row("A").size() + 1) +
             " 处的字节 0xFF 不是它的字符；含有这种字节的记录不能结算\n"
             "c.csv:3: B\uFFFD: 第 3 行第 2 列：字节 0xFF 不是 UTF-8 字符\n" +
             of("2", 1, true)},
    };
}

std::vector<Mistake> fee_lines() {
    const std::string columns = "setl_id,med_list_codg,chrgitm_lv,cnt,pric,det_item_fee_sumamt\n";
    const std::string good = columns + "A,X1,01,1,100,100.00\nA,X2,02,,,200.00\n";
    return {
        {"fee lines of no claim", "c.csv", header() + row("A"), good + "Z,X1,01,1,1,1\n", 0, 1,
         "lines.csv:4: no claim has the setl_id Z: the fee lines in line 4 were not read\n",
         "lines.csv:4: 没有结算号为 Z 的记录，明细第 4 行未读取\n"},
        {"a bad amount of a fee line", "c.csv", header() + row("A") + row("B"),
         good + "B,X1,01,1,1,300.005\n", 1, 1,
         "c.csv:3: B: lines.csv:4: feedetail[0].det_item_fee_sumamt (金额) has at most 2 decimals, "
         "but is \"300.005\"; further ones are never rounded away\n" +
             of("2", 1, false),
         "c.csv:3: B: lines.csv:4: feedetail[0].det_item_fee_sumamt（金额）至多 2 "
         "位小数，给出的是“300.005”；多余的小数不会被舍去\n" +
             of("2", 1, true)},
        {"a ragged fee line", "c.jsonl", claim("A") + claim("B"), good + "B,X1,01\n", 1, 1,
         "c.jsonl:2: B: lines.csv:4: line 4: the row should have 6 cells as the header has, but "
         "has 3\n" +
             of("2", 1, false),
         "c.jsonl:2: B: lines.csv:4: 第 4 行：应与表头一样有 6 个单元格，实有 3 个\n" +
             of("2", 1, true)},
        {"more than all of a fee line", "c.csv", header() + row("A") + row("B"),
         columns.substr(0, columns.size() - 1) + ",selfpay_prop\nA,X1,01,1,300,300,0\n" +
             "B,X1,01,1,300,300,1.0001\n",
         1, 1,
         "c.csv:3: B: lines.csv:3: feedetail[0].selfpay_prop (自付比例) should lie between 0.0000 "
         "and 1.0000, but is \"1.0001\"\n" +
             of("2", 1, false),
         "c.csv:3: B: lines.csv:3: feedetail[0].selfpay_prop（自付比例）应在 0.0000 至 1.0000 "
         "之间，给出的是“1.0001”\n" +
             of("2", 1, true)},
        {"fee lines that do not sum to the total", "c.csv", header() + row("A") + row("B"),
         good + "B,X1,01,1,1,299.99\n", 1, 1,
         "c.csv:3: B: feedetail 299.99 = 299.99, which is not medfee_sumamt 300.00\n" +
             of("2", 1, false),
         "c.csv:3: B: feedetail 299.99 = 299.99，与 medfee_sumamt 300.00 不等\n" +
             of("2", 1, true)},
    };
}

std::vector<Mistake> files() {
    return {
        {"two columns of one name", "c.csv", header(",psn_no") + row("A", ",P1"), "", 2, 0,
         "pol: c.csv: columns 2 and 11 of the header have one name: psn_no\n",
         "pol: c.csv: 表头第 2 列与第 11 列同名：psn_no\n"},
        {"no column that is known", "c.csv", "a,b\n1,2\n", "", 2, 0,
         "pol: c.csv: the header has no known field (it begins with \"a\"): the first row of CSV "
         "holds the names of fields; if this is not CSV, say so with --input-format\n",
         "pol: c.csv: 表头里没有任何已知字段（开头是“a”）：CSV 的第一行应为字段名；若不是 "
         "CSV，请用 --input-format 指明\n"},
        {"UTF-16", "c.csv", "\xFF\xFEs", "", 2, 0,
         "pol: c.csv: the file is UTF-16; save it as UTF-8 or GB18030\n",
         "pol: c.csv: 文件是 UTF-16；请另存为 UTF-8 或 GB18030\n"},
        {"two columns of one name among fee lines", "c.csv", header() + row("A"),
         "setl_id,cnt,cnt\n", 2, 0,
         "pol: lines.csv: columns 2 and 3 of the header have one name: cnt\n",
         "pol: lines.csv: 表头第 2 列与第 3 列同名：cnt\n"},
    };
}

int count(const std::string& text, std::string_view part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

void check(const std::vector<Mistake>& mistakes) {
    const Folder folder;
    folder.write("policy.pol", small_policy());
    for (const Mistake& m : mistakes) {
        INFO(m.what);
        folder.write(m.file, m.text);
        folder.write("lines.csv", m.lines);
        for (const char* lang : {"en", "zh"}) {
            std::vector<std::string> call{"settle",   "policy.pol", "--claims", m.file,
                                          "--format", "jsonl",      "--lang",   lang};
            if (!m.lines.empty()) {
                call.insert(call.end(), {"--lines", "lines.csv"});
            }
            const Ran ran = folder.run(call);
            CHECK(ran.err == (std::string_view(lang) == "en" ? m.english : m.chinese));
            CHECK(ran.exit == m.exit);
            CHECK(count(ran.out, "\"status\":\"paid\"") == m.settled);
        }
    }
}

}  // namespace

TEST_CASE("what is wrong with a field") {
    check(fields());
}

TEST_CASE("what is wrong with the text of a record") {
    check(texts());
}

TEST_CASE("what is wrong with fee lines of their own file") {
    check(fee_lines());
}

TEST_CASE("what is wrong with a whole file") {
    check(files());
}
