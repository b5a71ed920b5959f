#include "tests/differential/claim_maker.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/ir/slice.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::differential {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kParts[] = {"fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt",
                                  "inscp_scp_amt"};

bool is_part(const std::string& external) {
    return external == "medfee_sumamt" ||
           std::find(std::begin(kParts), std::end(kParts), external) != std::end(kParts);
}

// Puts a value at its place in the record: filing.begndate lies in filing.
void put(Json& record, const std::string& external, Json value) {
    Json* at = &record;
    std::size_t begin = 0;
    for (std::size_t dot = external.find('.'); dot != std::string::npos;
         dot = external.find('.', begin)) {
        at = &(*at)[external.substr(begin, dot - begin)];
        begin = dot + 1;
    }
    (*at)[external.substr(begin)] = std::move(value);
}

// Numbers as text: no binary float may stand between the generator and the reader.
std::string fen(std::int64_t amount) {
    return format_fen(amount);
}

void note(Mentioned& known, const ir::Type& type, std::int64_t value) {
    switch (type.kind) {
    case abi::Kind::code:
        known.codes[type.enumeration].push_back(value);
        break;
    case abi::Kind::date:
        known.dates.push_back(value);
        break;
    case abi::Kind::place:
        known.places.push_back(value);
        break;
    case abi::Kind::money:
        if (type.scale == 0) {
            known.amounts.push_back(value);
        }
        break;
    case abi::Kind::number:
        (type.scale == kRateScale ? known.rates : known.numbers).push_back(value);
        break;
    case abi::Kind::boolean:
    case abi::Kind::text:
        break;
    }
}

void note(Mentioned& known, const ir::Table& table) {
    constexpr std::int64_t kFar = 1'000'000'000'000;
    for (const ir::Row& row : table.rows) {
        for (std::size_t k = 0; k < row.keys.size(); ++k) {
            for (const ir::KeyRange& range : row.keys[k].ranges) {
                for (const std::int64_t end : {range.low, range.high}) {
                    if (end > -kFar && end < kFar) {
                        note(known, table.keys[k].type, end);
                    }
                }
            }
        }
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            if (row.cells[c].present) {
                note(known, table.columns[c].type, row.cells[c].value);
            }
        }
    }
}

}  // namespace

Mentioned mentioned(const ir::Program& program) {
    Mentioned known;
    for (const ir::Node& node : program.nodes) {
        if (node.op == ir::Op::constant) {
            note(known, node.type, node.value);
        }
    }
    for (const ir::Table& table : program.tables) {
        note(known, table);
    }
    return known;
}

ClaimMaker::ClaimMaker(const ir::Program& program, std::uint64_t seed)
    : program_(program),
      vocabulary_(program.vocabulary),
      known_(mentioned(program)),
      random_(seed) {
    insured_ = ir::places_of_insurance(program);
    base_day_ = *parse_date("2023-01-01") + random_.between(-400, 700);
}

std::string ClaimMaker::lines(std::size_t count) {
    std::string text;
    people_ = random_.one_of<std::int64_t>({3, 3, 20, 60});
    for (std::size_t i = 1; i <= count; ++i) {
        const bool back = vocabulary_.filed.empty() && i > 1 && random_.percent(6);
        text += (back ? reversal(i) : claim(i)).dump() + "\n";
    }
    return text;
}

Json ClaimMaker::reversal(std::size_t number) {
    Json record;
    record["setl_id"] = fmt::format("S{:05}", number);
    record["refd_setl_flag"] = true;
    const auto original = random_.between(1, static_cast<std::int64_t>(number));
    record["init_setl_id"] = fmt::format("S{:05}", original);
    if (random_.percent(50)) {
        record["setl_date"] = format_date(first_day());
    }
    return record;
}

Json ClaimMaker::claim(std::size_t number) {
    agreeable_ = random_.percent(75);
    codes_.clear();
    place_.reset();
    text_.reset();
    day_ = first_day();
    const std::int64_t person = random_.between(1, people_);
    Json record;
    for (const abi::Field& field : vocabulary_.fields) {
        if (field.external == vocabulary_.number()) {
            put(record, field.external, fmt::format("S{:05}", number));
        } else if (field.external == "psn_no") {
            put(record, field.external, fmt::format("P{}", person));
        } else if (!insured_.places.empty() && &field == &vocabulary_.fields[insured_.field] &&
                   (agreeable_ || random_.percent(85))) {
            // Seldom somewhere else than the person's other claims.
            const std::size_t home = static_cast<std::size_t>(person) % insured_.places.size();
            put(record, field.external, fmt::format("{:06}", within(insured_.places[home])));
        } else if (!is_part(field.external)) {
            if (auto given = value(field)) {
                put(record, field.external, std::move(*given));
            }
        }
    }
    for (const abi::ListField& list : vocabulary_.lists) {
        if (list.external == "feedetail" || random_.percent(agreeable_ ? 10 : 40)) {
            continue;
        }
        Json elements = Json::array();
        for (std::int64_t i = random_.between(1, 6) / 2; i >= 0; --i) {
            elements.push_back(element(list));
        }
        put(record, list.external, std::move(elements));
    }
    amounts(record);
    return record;
}

// Nothing where the field is left out.
std::optional<Json> ClaimMaker::value(const abi::Field& field) {
    const bool given = field.required || random_.percent(agreeable_ ? 70 : 50);
    if (!given || random_.between(1, 400) == 1) {
        return std::nullopt;
    }
    switch (field.kind) {
    case abi::Kind::boolean:
        return Json(random_.percent(field.fallback.value == 1 ? 80 : 40));
    case abi::Kind::money:
        return Json(fen(amount()));
    case abi::Kind::date:
        if (field.external == "begndate") {
            return Json(format_date(day_));
        }
        if (field.external == "enddate" || field.external == "setl_date") {
            const std::int64_t day = other_day();  // seldom before the first one
            return Json(format_date(random_.percent(95)
                                        ? std::clamp(day_ + std::abs(day - day_), day_, kLastDay)
                                        : day));
        }
        return Json(format_date(other_day()));
    case abi::Kind::text: {
        if (!text_ || !agreeable_) {
            const std::vector<std::string> some{"H1", "H2", "甲"};
            const bool mine = !program_.texts.empty() && random_.percent(50);
            text_ = random_.one_of(mine ? program_.texts : some);
        }
        return Json(*text_);
    }
    case abi::Kind::place:
        return Json(fmt::format("{:06}", place()));
    case abi::Kind::code:
        return Json(code(field.enumeration));
    case abi::Kind::number:
        return field.scale == 0
                   ? Json(near(known_.numbers, 0, 12))
                   : Json(decimal(0, field.scale == 4 ? 10'000 : 90'000'000, field.scale));
    }
    return std::nullopt;
}

Json ClaimMaker::element(const abi::ListField& list) {
    Json record = Json::object();
    for (const abi::Field& field : list.fields) {
        if (auto given = value(field)) {
            put(record, field.external, std::move(*given));
        }
    }
    return record;
}

void ClaimMaker::amounts(Json& record) {
    if (!vocabulary_.field("medfee_sumamt")) {
        return;
    }
    std::int64_t parts[4] = {};
    parts[3] = amount();
    for (int i = 0; i < 3; ++i) {
        parts[i] = random_.percent(25) ? amount() / 10 : 0;
    }
    const std::int64_t total = parts[0] + parts[1] + parts[2] + parts[3];
    const bool lines = vocabulary_.list("feedetail") && random_.percent(35);
    if (!lines || random_.percent(60)) {
        for (int i = 0; i < 4; ++i) {
            if (parts[i] != 0 || i == 3 || random_.percent(30)) {
                put(record, kParts[i], fen(parts[i]));
            }
        }
    }
    const bool wrong = random_.between(1, 100) == 1;
    put(record, "medfee_sumamt", fen(std::min(total + (wrong ? 1 : 0), kMoneyBound)));
    if (lines) {
        put(record, "feedetail", fee_lines(total));
    }
}

// Lines that sum to the total, most of them with a price, a count and a limit.
Json ClaimMaker::fee_lines(std::int64_t total) {
    Json list = Json::array();
    std::int64_t left = total;
    const std::int64_t count = random_.between(1, 4);
    for (std::int64_t i = 1; i <= count; ++i) {
        const std::int64_t part = i == count ? left : random_.between(0, left);
        left -= part;
        Json line = element(vocabulary_.lists[*vocabulary_.list("feedetail")]);
        line["det_item_fee_sumamt"] = fen(part);
        if (random_.percent(70)) {
            line["selfpay_prop"] = random_.one_of<std::string>({"0", "0.1", "0.05", "1", "0.3333"});
        }
        list.push_back(std::move(line));
    }
    return list;
}

std::int64_t ClaimMaker::near(const std::vector<std::int64_t>& known, std::int64_t low,
                              std::int64_t high) {
    if (!known.empty() && random_.percent(60)) {
        return std::clamp(random_.one_of(known) + random_.between(-1, 1), low, high);
    }
    return random_.between(low, high);
}

// Around what is mentioned, what a rate makes of it, and small and large amounts.
std::int64_t ClaimMaker::amount() {
    constexpr std::int64_t kMost = kMoneyBound / 4;
    const std::int64_t off = random_.between(-1, 1);
    switch (random_.between(1, 10)) {
    case 1:
        return random_.between(0, 5);
    case 2:
    case 3:
        if (!known_.amounts.empty()) {
            return std::clamp<std::int64_t>(random_.one_of(known_.amounts) + off, 0, kMost);
        }
        break;
    case 4:
        if (!known_.amounts.empty() && !known_.rates.empty()) {
            const std::int64_t rate = std::max<std::int64_t>(1, random_.one_of(known_.rates));
            const std::int64_t whole = random_.one_of(known_.amounts) * 10'000 / rate;
            const std::int64_t more = random_.percent(50) ? random_.one_of(known_.amounts) : 0;
            return std::clamp<std::int64_t>(whole + more + off, 0, kMost);
        }
        break;
    case 5:
        return random_.percent(10) ? random_.between(kMost - 5, kMost) : random_.between(0, 99);
    default:
        break;
    }
    std::int64_t high = 10;
    for (std::int64_t i = random_.between(1, 6); i > 0; --i) {
        high *= 10;
    }
    return random_.between(0, high);
}

// The claims of a run come one after another, mostly within a year, and around the mentioned days.
std::int64_t ClaimMaker::first_day() {
    const std::int64_t chance = random_.between(1, 10);
    if (chance == 1 && !known_.dates.empty()) {
        return std::clamp(random_.one_of(known_.dates) + random_.between(-1, 1), kFirstDay,
                          kLastDay);
    }
    if (chance == 2) {
        const std::int64_t month = month_start(base_day_ + random_.between(0, 400));
        return month + random_.between(-1, 1);
    }
    if (chance == 3 && random_.percent(10)) {
        return random_.percent(50) ? kFirstDay + random_.between(0, 40)
                                   : kLastDay - random_.between(0, 40);
    }
    return base_day_ + random_.between(0, 120);
}

std::int64_t ClaimMaker::other_day() {
    const std::vector<std::int64_t> off{0,    1,    -1,   2,    30,      -30, -31,
                                        -183, -184, -366, -800, -20'000, 5};
    const bool before = agreeable_ && random_.percent(50);
    const std::int64_t day = random_.percent(15) && !known_.dates.empty()
                                 ? random_.one_of(known_.dates) + random_.between(-1, 1)
                                 : day_ + (before ? -random_.between(0, 700) : random_.one_of(off));
    return std::clamp(day, kFirstDay, kLastDay);
}

// A mentioned place, one within it, the one around it, or any other.
std::int64_t ClaimMaker::place() {
    if (place_ && random_.percent(agreeable_ ? 70 : 30)) {
        const std::int64_t choice = random_.between(1, 3);
        return choice == 1   ? *place_
               : choice == 2 ? *place_ / 100 * 100
                             : *place_ / 10'000 * 10'000;
    }
    std::int64_t found = 10'000 * random_.between(11, 65) + 100 * random_.between(0, 3);
    if (!known_.places.empty() && random_.percent(agreeable_ ? 95 : 60)) {
        found = random_.one_of(known_.places);
    }
    place_ = within(found);
    return *place_;
}

// Mostly the place itself, else some place in it.
std::int64_t ClaimMaker::within(std::int64_t place) {
    const bool inside = random_.percent(40);
    if (inside && place % 10'000 == 0) {
        place += 100 * random_.between(1, 3);
    }
    if (inside && place % 100 == 0) {
        place += random_.between(1, 4);
    }
    return place;
}

std::string ClaimMaker::code(std::uint32_t enumeration) {
    const auto had = codes_.find(enumeration);
    if (had != codes_.end() && random_.percent(agreeable_ ? 90 : 40)) {
        return had->second;
    }
    const abi::Enum& known = vocabulary_.enums[enumeration];
    std::string text = "X9";  // of an open list the rest, of a closed one a fault
    if (!known.values.empty() && random_.between(1, 150) != 1) {
        const auto mine = known_.codes.find(enumeration);
        const bool named = mine != known_.codes.end() && random_.percent(agreeable_ ? 92 : 70);
        const std::size_t index = named ? static_cast<std::size_t>(random_.one_of(mine->second))
                                        : random_.below(known.values.size());
        if (!known.values[index].code.empty()) {
            text = known.values[index].code;
        }
        if (known.prefix && random_.percent(20)) {
            text += "01";
        }
    }
    codes_[enumeration] = text;
    return text;
}

std::string ClaimMaker::decimal(std::int64_t low, std::int64_t high, int scale) {
    return format_decimal(random_.between(low, high), scale);
}

}  // namespace pol::differential
