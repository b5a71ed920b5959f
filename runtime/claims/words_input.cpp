#include "runtime/claims/words_input.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/claims/words.h"
#include "runtime/value/text.h"

namespace pol::claims {
namespace {

/// What a user gave may be anything; a message shows its beginning.
constexpr std::size_t kShown = 40;
constexpr std::size_t kLinesListed = 10;

/// What is wrong with the text at its place.
std::string trouble(Lang lang, const json::Failure& failure) {
    switch (failure.wrong) {
    case json::Wrong::syntax:
        return say(lang, "{}的末尾不是合法的 JSON", "not valid JSON at the end of {}",
                   quoted(lang, failure.near));
    case json::Wrong::ended:
        return say(lang, "记录不完整，文本到此已结束",
                   "the record is not complete, the text ends here");
    case json::Wrong::too_deep:
        return say(lang, "括号嵌套超过 {} 层", "brackets are nested more than {} deep",
                   json::kDeepest);
    case json::Wrong::zero_byte:
        return say(lang, "含有零字节", "there is a zero byte");
    case json::Wrong::too_large:
        return say(lang, "{}末尾的数字过大", "the number at the end of {} is too large",
                   quoted(lang, failure.near));
    }
    return "";
}

std::string trouble(Lang lang, SliceFault fault) {
    switch (fault) {
    case SliceFault::none:
        break;
    case SliceFault::empty:
        return say(lang, "数组的两个逗号之间缺少记录",
                   "a record is missing beside this comma of the array");
    case SliceFault::unclosed:
        return say(lang, "数组没有结束，缺少“]”，文件可能被截断",
                   "the array does not end: \"]\" is missing, perhaps the file was cut off");
    case SliceFault::trailing:
        return say(lang, "数组结束之后还有内容，未读入",
                   "there is text after the end of the array; it was not read");
    }
    return "";
}

std::string_view word(Encoding encoding) {
    return encoding == Encoding::utf8 ? "UTF-8" : "GB18030";
}

std::string no_character(Lang lang, unsigned char byte, Encoding encoding) {
    return say(lang, "字节 0x{:02X} 不是 {} 字符", "the byte 0x{:02X} is no character of {}", byte,
               word(encoding));
}

std::string trouble(Lang lang, const csv::Row& row, Encoding encoding) {
    switch (row.wrong) {
    case csv::Wrong::none:
        break;
    case csv::Wrong::stray_quote:
        return say(lang, "引号出现在没有用引号括起的单元格里；引号内的引号要写成两个",
                   "a quote inside a cell that does not begin with one; in quotes a quote is "
                   "written twice");
    case csv::Wrong::after_quote:
        return say(lang, "单元格的引号结束之后应为逗号或行末",
                   "after the quote that ends a cell there should be a comma or the end of the "
                   "line");
    case csv::Wrong::open_quote:
        return say(lang, "这个引号没有结束（一行至多 {} 字节）",
                   "this quote does not end (a row has at most {} bytes)", csv::kLongestRow);
    case csv::Wrong::too_long:
        return say(lang, "一行超过 {} 字节", "the row has more than {} bytes", csv::kLongestRow);
    case csv::Wrong::zero_byte:
        return say(lang, "含有零字节", "there is a zero byte");
    case csv::Wrong::bad_byte:
        return no_character(lang, row.byte, encoding);
    }
    return "";
}

}  // namespace

ClaimFault broken_text(Lang lang, LineColumn at, const json::Failure& failure) {
    return bad_record(lang, at, "", trouble(lang, failure));
}

ClaimFault broken_array(Lang lang, LineColumn at, SliceFault fault) {
    return bad_record(lang, at, "", trouble(lang, fault));
}

ClaimFault bad_byte(Lang lang, LineColumn at, unsigned char byte, Encoding encoding) {
    return bad_record(lang, at, "", no_character(lang, byte, encoding));
}

ClaimFault broken_row(Lang lang, const csv::Row& row, Encoding encoding) {
    return bad_record(lang, row.wrong_at, "", trouble(lang, row, encoding));
}

ClaimFault ragged_row(Lang lang, std::size_t line, std::size_t expected, std::size_t found) {
    return {FaultCode::bad_record, "",
            say(lang, "第 {} 行：应与表头一样有 {} 个单元格，实有 {} 个",
                "line {}: the row should have {} cells as the header has, but has {}", line,
                expected, found)};
}

std::string bad_header(Lang lang, const HeaderFault& fault) {
    const std::string name = shortened(fault.name, kShown);
    const std::string other = shortened(fault.other, kShown);
    switch (fault.kind) {
    case HeaderFault::Kind::twice:
        return say(lang, "表头第 {} 列与第 {} 列同名：{}",
                   "columns {} and {} of the header have one name: {}", fault.other_column,
                   fault.column, name);
    case HeaderFault::Kind::clash:
        return say(lang, "表头第 {} 列 {} 与第 {} 列 {} 不能并存：一个是另一个的部分",
                   "column {} of the header, {}, does not go with column {}, {}: one is a part of "
                   "the other",
                   fault.other_column, other, fault.column, name);
    case HeaderFault::Kind::too_large:
        return say(lang, "表头第 {} 列 {}：序号应小于 {}",
                   "column {} of the header, {}: an index should be below {}", fault.column, name,
                   kElementColumns);
    }
    return "";
}

std::string no_known_column(Lang lang, const std::string& first) {
    return say(lang,
               "表头里没有任何已知字段（开头是“{}”）：CSV 的第一行应为字段名；若不是 CSV，"
               "请用 --input-format 指明",
               "the header has no known field (it begins with \"{}\"): the first row of CSV holds "
               "the names of fields; if this is not CSV, say so with --input-format",
               shortened(first, kShown));
}

std::string no_utf16(Lang lang) {
    return say(lang, "文件是 UTF-16；请另存为 UTF-8 或 GB18030",
               "the file is UTF-16; save it as UTF-8 or GB18030");
}

std::optional<std::string> encoding_remark(Lang lang, const Survey& survey) {
    if (survey.bad) {
        return say(lang,
                   "既不是 UTF-8 也不是 GB18030：按 {} 读入，偏移 {} 处的字节 0x{:02X} "
                   "不是它的字符；含有这种字节的记录不能结算",
                   "neither UTF-8 nor GB18030: read as {}, at offset {} the byte 0x{:02X} is no "
                   "character of it; records with such bytes cannot be settled",
                   word(survey.encoding), survey.bad->offset, survey.bad->byte);
    }
    if (survey.encoding == Encoding::gb18030) {
        return say(lang, "不是 UTF-8，按 GB18030 读入", "not UTF-8; read as GB18030");
    }
    return std::nullopt;
}

std::string of_fee_line(const std::string& file, std::size_t line, const std::string& text) {
    return fmt::format("{}:{}: {}", file, line, text);
}

std::string lines_without_claim(Lang lang, const std::string& setl_id,
                                const std::vector<std::uint32_t>& lines) {
    std::string listed;
    for (std::size_t i = 0; i < std::min(lines.size(), kLinesListed); ++i) {
        listed += fmt::format("{}{}", i == 0 ? "" : say(lang, "、", ", "), lines[i]);
    }
    if (lines.size() > kLinesListed) {
        listed += say(lang, "……共 {} 行", ", … ({} in all)", lines.size());
    }
    return say(lang, "没有结算号为 {} 的记录，明细第 {} 行未读取",
               "no claim has the setl_id {}: the fee lines in line {} were not read",
               shortened(setl_id, kShown), listed);
}

std::string line_without_number(Lang lang) {
    return say(lang, "明细没有给出 setl_id，未读取",
               "the fee line has no setl_id and was not read");
}

}  // namespace pol::claims
