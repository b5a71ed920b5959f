#include "runtime/batch/years.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::batch {
namespace {

using claims::Claim;
using claims::ListValues;

constexpr std::array<std::string_view, 4> kParts{"fulamt_ownpay_amt", "overlmt_selfpay",
                                                 "preselfpay_amt", "inscp_scp_amt"};

/// Splits one claim.
class Splitting {
  public:
    Splitting(const Claim& claim, const abi::Vocabulary& vocabulary, const abi::YearSplit& years)
        : claim_(claim),
          vocabulary_(vocabulary),
          years_(years),
          width_(vocabulary.lists[years.list].fields.size()) {}

    std::vector<Claim> run() {
        // By the first day of the year.
        std::map<Days, std::vector<std::size_t>> lines;
        const ListValues& all = claim_.lists[years_.list];
        for (std::size_t line = 0; line < static_cast<std::size_t>(all.count); ++line) {
            lines[year_of(date_of(all, line))].push_back(line);
        }
        if (lines.size() < 2) {
            return {claim_};
        }
        std::vector<Claim> parts;
        parts.reserve(lines.size());
        for (const auto& [year, of_year] : lines) {
            parts.push_back(part(year, of_year, parts.empty()));
        }
        return parts;
    }

  private:
    [[nodiscard]] Days year_of(Days day) const { return year_start(day, years_.month, years_.day); }

    [[nodiscard]] Days date_of(const ListValues& lines, std::size_t line) const {
        return lines.values[line * width_ + years_.date];
    }

    [[nodiscard]] Claim part(Days year, const std::vector<std::size_t>& lines,
                             bool is_first) const {
        Claim part = claim_;
        part.lists[years_.list] = only(lines);
        Fen total = 0;
        for (const std::int64_t amount : amounts(part.lists[years_.list])) {
            total += amount;
        }
        set(part, "medfee_sumamt", total);
        for (const std::string_view amount : kParts) {
            clear(part, amount);
        }
        days(part, year);
        if (!is_first) {
            clear(part, "ipt_no");
        }
        return part;
    }

    [[nodiscard]] ListValues only(const std::vector<std::size_t>& lines) const {
        const ListValues& all = claim_.lists[years_.list];
        ListValues some;
        some.count = static_cast<std::int64_t>(lines.size());
        some.values.reserve(lines.size() * width_);
        some.present.reserve(lines.size() * width_);
        for (const std::size_t line : lines) {
            const auto first = static_cast<std::ptrdiff_t>(line * width_);
            const auto last = first + static_cast<std::ptrdiff_t>(width_);
            some.values.insert(some.values.end(), all.values.begin() + first,
                               all.values.begin() + last);
            some.present.insert(some.present.end(), all.present.begin() + first,
                                all.present.begin() + last);
        }
        return some;
    }

    [[nodiscard]] std::vector<std::int64_t> amounts(const ListValues& lines) const {
        const auto& fields = vocabulary_.lists[years_.list].fields;
        std::vector<std::int64_t> values;
        values.reserve(static_cast<std::size_t>(lines.count));
        for (std::size_t at = 0; at < lines.values.size(); ++at) {
            if (fields[at % width_].external == "det_item_fee_sumamt") {
                values.push_back(lines.values[at]);
            }
        }
        return values;
    }

    void days(Claim& part, Days year) const {
        const auto begin = vocabulary_.field("begndate");
        const auto end = vocabulary_.field("enddate");
        if (!begin || !end) {
            return;
        }
        const Days last_of_year = year_of(add_months(year, 12) + 1) - 1;
        Days from = std::max(claim_.values[*begin], year);
        Days to = std::min(claim_.values[*end], last_of_year);
        if (from > to) {
            const ListValues& lines = part.lists[years_.list];
            from = date_of(lines, 0);
            to = from;
            for (std::size_t line = 1; line < static_cast<std::size_t>(lines.count); ++line) {
                from = std::min(from, date_of(lines, line));
                to = std::max(to, date_of(lines, line));
            }
        }
        part.values[*begin] = from;
        part.values[*end] = to;
    }

    void set(Claim& part, std::string_view external, std::int64_t value) const {
        if (const auto field = vocabulary_.field(external)) {
            part.values[*field] = value;
            part.present[*field] = 1;
        }
    }

    void clear(Claim& part, std::string_view external) const {
        if (const auto field = vocabulary_.field(external)) {
            part.values[*field] = 0;
            part.present[*field] = 0;
        }
    }

    const Claim& claim_;
    const abi::Vocabulary& vocabulary_;
    const abi::YearSplit& years_;
    std::size_t width_;
};

}  // namespace

std::vector<Claim> by_year(const Claim& claim, const abi::Vocabulary& vocabulary,
                           const abi::YearSplit& years) {
    return Splitting(claim, vocabulary, years).run();
}

}  // namespace pol::batch
