#include "tests/differential/yinchuan_reference.h"

#include <algorithm>

namespace pol::yinchuan {
namespace {

__extension__ using Wide = __int128;

// The five families of the document, and which codes share a limit (一(二)2).
std::optional<std::string> group_of(const std::string& disease) {
    if (disease == "M03900") {
        return "hypertension";
    }
    if (disease == "M01600") {
        return "diabetes";
    }
    if (disease == "M00500") {
        return "tumour";
    }
    if (disease == "M07801") {
        return "dialysis";
    }
    if (disease >= "M08301" && disease <= "M08306" && disease.size() == 6) {
        return "transplant";
    }
    return std::nullopt;
}

// Nothing where the document says 无: no limit, not a limit of zero.
std::optional<Fen> limit_of(const std::string& group, bool employee) {
    if (group == "hypertension" || group == "diabetes") {
        return employee ? 3'500'00 : 2'400'00;
    }
    if (employee) {
        return std::nullopt;
    }
    return group == "tumour" ? 13'000'00 : group == "dialysis" ? 20'000'00 : 28'000'00;
}

// 640104 lies in 640100 and in 640000.
bool lies_in(int place, int wider) {
    const int span = wider % 10'000 == 0 ? 10'000 : wider % 100 == 0 ? 100 : 1;
    return place / span == wider / span;
}

/// Half up, of amounts that are not below zero.
std::int64_t rounded(Wide amount, std::int64_t unit) {
    return static_cast<std::int64_t>((2 * amount + unit) / (2 * unit));
}

/// One line parted: own pay, then what is over the price limit, then the share paid first; what is
/// left is in scope. Each part is rounded and never more than what is left.
struct Parts {
    Fen own = 0, over = 0, first = 0, scope = 0;
};

Parts parted(const FeeLine& line) {
    constexpr std::int64_t kNoLimit = 999'999'000'000;
    if (line.grade == 'C') {
        return {line.amount, 0, 0, 0};
    }
    Parts parts;
    Fen left = line.amount;
    const bool limited = line.price && line.price_limit && *line.price_limit < kNoLimit &&
                         *line.price > *line.price_limit;
    if (limited && line.count) {
        const Wide over = static_cast<Wide>(*line.price - *line.price_limit) * *line.count;
        parts.over = std::min(left, rounded(over, 10'000'000'000));
        left -= parts.over;
    }
    const Fen share =
        rounded(static_cast<Wide>(line.amount - parts.over) * line.share_per_10000, 10'000);
    parts.first = std::min(left, share);
    parts.scope = left - parts.first;
    return parts;
}

// 一(四)1: nothing is paid for a day on which the insurance was suspended.
bool suspended_on(const Visit& visit, Day day) {
    return visit.suspended_from && *visit.suspended_from <= day &&
           (!visit.suspended_to || day <= *visit.suspended_to);
}

// 一(四)3: nor for fees from before the disease was added; the day itself counts.
bool filed_by(const Visit& visit, Day day) {
    return std::any_of(
        visit.diseases_filed.begin(), visit.diseases_filed.end(), [&](const Visit::Filed& filed) {
            return !visit.disease.empty() && filed.disease == visit.disease && filed.from <= day;
        });
}

// 一(三)3: the papers of a bill brought in by hand.
bool without_report(const Visit& visit, const FeeLine& line) {
    return !visit.at_the_window && line.report_missing;
}

// Sums the lines; those that the clauses take out are own pay. False where none is left.
bool sum_lines(const Visit& visit, Answer& answer) {
    bool any = false;
    for (const FeeLine& line : visit.lines) {
        const bool suspended = suspended_on(visit, line.day);
        const bool unfiled = !filed_by(visit, line.day);
        const bool unproved = without_report(visit, line);
        if (suspended) {
            answer.reasons.insert("停保期间");
        }
        if (unproved) {
            answer.reasons.insert("缺化验单");
        }
        if (unfiled) {
            answer.reasons.insert("病种未备案");
        }
        Parts parts = parted(line);
        if (suspended || unfiled || unproved) {
            parts = {line.amount, 0, 0, 0};
        } else {
            any = true;
        }
        answer.total += line.amount;
        answer.own_pay += parts.own;
        answer.over_limit += parts.over;
        answer.paid_first += parts.first;
        answer.in_scope += parts.scope;
    }
    return any;
}

bool sum_visit(const Visit& visit, Answer& answer) {
    if (!visit.lines.empty()) {
        return sum_lines(visit, answer);
    }
    answer.own_pay = visit.own_pay;
    answer.over_limit = visit.over_limit;
    answer.paid_first = visit.paid_first;
    answer.in_scope = visit.in_scope;
    answer.total = visit.own_pay + visit.over_limit + visit.paid_first + visit.in_scope;
    const bool suspended = suspended_on(visit, visit.day);
    const bool unfiled = !filed_by(visit, visit.day);
    if (suspended) {
        answer.reasons.insert("停保期间");
    }
    if (unfiled) {
        answer.reasons.insert("病种未备案");
    }
    return !suspended && !unfiled;
}

// 一(一)2: at most two institutions of level 2 or above and one of level 1; more are told, no more.
bool too_many_contracted(const Visit& visit) {
    int lowest = 0;
    int higher = 0;
    for (const auto& [institution, level] : visit.contracted) {
        lowest += level == '1' ? 1 : 0;
        higher += level == '2' || level == '3' || level == 'S' ? 1 : 0;
    }
    return higher > 2 || lowest > 1;
}

// The whole visit is refused: 一(一)4, 一(四)1, 一(四)2 and 二(二)2.
void refuse(const Visit& visit, Answer& answer) {
    const auto refuse_for = [&](const char* reason) {
        answer.reasons.insert(reason);
        answer.status = Status::refused;
    };
    if ((visit.filed_from && visit.day < *visit.filed_from) ||
        (visit.filed_to && visit.day > *visit.filed_to)) {
        refuse_for("不在备案期");
    }
    if (visit.at_the_window && !visit.by_item) {
        refuse_for("非按项目");
    }
    if (!visit.insurance_normal && !visit.suspended_from) {
        refuse_for("待遇异常");
    }
    if (visit.pharmacy) {
        refuse_for("药店购药");
    }
    if (visit.filed_place == 0 || !lies_in(visit.place, visit.filed_place)) {
        refuse_for("非备案地");
    }
    if (visit.institution.empty() || !visit.contracted.contains(visit.institution)) {
        refuse_for("非签约机构");
    }
}

// At the window it cannot be settled, but by hand it may: 一(一)2, 一(二)1 and 一(三).
void by_hand(const Visit& visit, bool opened, Answer& answer) {
    const auto send = [&](const char* reason) {
        answer.reasons.insert(reason);
        if (answer.status == Status::paid) {
            answer.status = Status::manual;
        }
    };
    if (visit.at_the_window && visit.filed_as_temporary) {
        send("备案类别不符");
    }
    if (!opened) {
        send("病种未开通");
    }
    if (visit.at_the_window && visit.id_card) {
        send("凭证不符");
    }
}

}  // namespace

Answer Agency::settle(const Visit& visit) {
    constexpr Day kInForce = 18'993;  // 2022-01-01, counted from 1970-01-01
    Answer answer;
    if (!visit.chronic || !visit.insured_in_yinchuan || visit.day < kInForce) {
        Visit unruled = visit;  // nothing of the document applies: its lines are parted, no more
        unruled.suspended_from.reset();
        unruled.at_the_window = true;
        unruled.diseases_filed = {{"any", -1'000'000}};
        unruled.disease = "any";
        (void)sum_visit(unruled, answer);
        answer.status = Status::refused;
        answer.reasons.insert("无适用待遇");
        answer.person = answer.total;
        return answer;
    }
    if (!sum_visit(visit, answer)) {
        answer.status = Status::refused;
    }
    refuse(visit, answer);
    if (too_many_contracted(visit)) {
        answer.reasons.insert("签约家数不符");
    }
    const std::optional<std::string> group = group_of(visit.disease);
    by_hand(visit, group.has_value(), answer);
    answer.person = answer.total;
    if (answer.status == Status::refused || !group) {
        return answer;
    }

    Year& year = people_[visit.person][visit.settled_year];
    const Fen still_to_pay = std::max<Fen>(0, 500'00 - year.deductible);
    answer.deductible = std::min(answer.in_scope, still_to_pay);
    const Fen above = answer.in_scope - answer.deductible;
    answer.fund = rounded(static_cast<Wide>(above) * (visit.employee ? 75 : 60), 100);
    Fen& used = year.fund_by_group[*group];
    if (const std::optional<Fen> limit = limit_of(*group, visit.employee)) {
        answer.fund = std::min(answer.fund, std::max<Fen>(0, *limit - used));
    }
    answer.person = answer.total - answer.fund;
    if (answer.status == Status::paid) {
        year.deductible += answer.deductible;
        used += answer.fund;
    }
    return answer;
}

}  // namespace pol::yinchuan
