// The statement of one settled claim, from its tape.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "runtime/statement/statement.h"
#include "runtime/statement/words.h"
#include "runtime/value/date.h"

namespace pol::statement {
namespace {

constexpr std::string_view kBase = ".基数";
/// Accounts that a property keeps for its own sum; no clause reads them.
constexpr std::string_view kOfProperty = "恒有.";

/// The fields of the claim that a statement begins with.
constexpr std::array<std::string_view, 10> kAbout{
    "insutype", "psn_type",  "insuplc_admdvs", "mdtrtarea_admvs", "med_type",
    "urgent",   "dise_codg", "dedc_hosp_lv",   "begndate",        "setl_date"};
// A fund of the vocabulary, by the settlement's field that it pays into, and whose money it is.
struct Fund {
    enum class Payer { fund, hospital, person };
    std::string field;
    Payer payer = Payer::fund;
};

std::vector<Fund> funds_of(const abi::Vocabulary& vocabulary) {
    std::vector<Fund> result;
    for (const abi::Enum& e : vocabulary.enums) {
        for (const abi::EnumValue& value : e.values) {
            if (e.name != "基金" || value.code == "psn_part_amt") {
                continue;
            }
            const abi::EnumValue* widest = &value;
            while (widest->wider >= 0) {
                widest = &e.values[static_cast<std::size_t>(widest->wider)];
            }
            result.push_back({value.code, widest->code == "psn_part_amt"    ? Fund::Payer::person
                                          : widest->code == "hosp_part_amt" ? Fund::Payer::hospital
                                                                            : Fund::Payer::fund});
        }
    }
    return result;
}

std::string_view last_part(std::string_view name) {
    return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
}

/// 500元, 1.5万元: what needs no figure beside it.
bool is_plain_amount(std::string_view formula) {
    const std::size_t end = formula.find_first_not_of("0123456789.");
    return end != 0 && end != std::string_view::npos &&
           (formula.substr(end) == "元" || formula.substr(end) == "万元");
}

/// 四舍五入到分 in the language of the statement.
std::string rounding_words(const std::string& rounding, claims::Lang lang) {
    if (lang == claims::Lang::zh) {
        return rounding;
    }
    std::string words = rounding.starts_with("四舍五入")   ? "rounded half up"
                        : rounding.starts_with("四舍六入") ? "rounded half to even"
                        : rounding.starts_with("舍去")     ? "rounded down"
                                                           : "rounded up";
    words += rounding.ends_with("角") ? " to 0.1" : rounding.ends_with("元") ? " to 1" : " to 0.01";
    return words;
}

class Maker {
  public:
    Maker(const Settled& of, claims::Lang lang)
        : of_(of), m_(of.manifest), v_(of.manifest.vocabulary), w_(words_of(lang)), lang_(lang) {
        if (!of.parts.empty()) {
            look_at(of.parts.front());
        }
    }

    Statement run(std::vector<Assumed> assumed) {
        s_.lang = lang_;
        s_.number = of_.settled.setl_id;
        s_.person = of_.settled.psn_no;
        s_.record = v_.filed;
        s_.status = of_.settled.status;
        s_.benefit = of_.settled.benefit;
        s_.assumed = std::move(assumed);
        claim_ = &of_.claim;
        about();
        for (const claims::ClaimFault& f : of_.settled.faults) {
            s_.faults.push_back(f.text);
        }
        answers();
        for (const Part& part : of_.parts) {
            look_at(part);
            const auto lines = trace::lines(m_, part.tape, part.claim, of_.texts);
            s_.steps.insert(s_.steps.end(), lines.begin(), lines.end());
        }
        if (v_.filed.empty() && of_.settled.status != abi::Status::fault) {
            money();
        }
        accounts();
        return std::move(s_);
    }

    [[nodiscard]] std::string words(std::uint32_t step) const {
        std::set<std::uint32_t> seen;
        std::vector<std::string> values;
        fields_of(step, seen, values);
        std::string text = m_.steps[step].formula;
        if (!values.empty()) {
            text += fmt::format("{}{}{}", w_.open, fmt::join(values, w_.comma), w_.close);
        }
        return text;
    }

  private:
    void look_at(const Part& part) {
        tape_ = &part.tape;
        claim_ = &part.claim;
    }

    [[nodiscard]] bool evaluated(std::size_t i) const {
        return tape_ != nullptr &&
               static_cast<abi::Slot>(tape_->states[i]) != abi::Slot::not_evaluated;
    }
    [[nodiscard]] bool has_value(std::size_t i) const {
        return tape_ != nullptr && static_cast<abi::Slot>(tape_->states[i]) == abi::Slot::value;
    }
    [[nodiscard]] std::int64_t low(std::size_t i) const { return tape_->values[2 * i]; }

    [[nodiscard]] std::string step_value(std::size_t i) const {
        const abi::StepRow& step = m_.steps[i];
        return has_value(i) ? trace::show(low(i), tape_->values[2 * i + 1], step.kind, step.scale,
                                          step.enumeration, v_, of_.texts)
                            : "无";
    }
    [[nodiscard]] std::string field_value(std::size_t f) const {
        if (f >= claim_->present.size() || claim_->present[f] == 0) {
            return "无";
        }
        const abi::Field& field = v_.fields[f];
        const std::int64_t value = claim_->values[f];
        return trace::show(value, value < 0 ? -1 : 0, field.kind, field.scale, field.enumeration,
                           v_, of_.texts);
    }

    void about() {
        for (const std::string_view external : kAbout) {
            const auto f = v_.field(external);
            const bool given = f && *f < claim_->present.size() && claim_->present[*f] != 0;
            // What is usual is not said.
            const bool usual = given && ((external == "urgent" && claim_->values[*f] == 0) ||
                                         (external == "setl_date" && is_first_day(*f)));
            if (given && !usual) {
                s_.about.emplace_back(field_word(v_.fields[*f].name, external, lang_),
                                      field_value(*f));
            }
        }
    }
    [[nodiscard]] bool is_first_day(std::uint32_t f) const {
        const auto first = v_.field("begndate");
        return first && claim_->values[*first] == claim_->values[f];
    }

    // The settlement says it in Chinese, as the policy does.
    [[nodiscard]] std::string answer_words(const claims::Reason& r) const {
        constexpr std::array<std::string_view, 4> kKinds{"notice", "manual", "pending", "refused"};
        return lang_ == claims::Lang::zh
                   ? r.text
                   : fmt::format("{}: {}", kKinds.at(static_cast<std::size_t>(r.kind)), r.code);
    }

    // The condition of an answer and what it looked at, down to the claim's fields.
    void answers() {
        for (const claims::Reason& r : of_.settled.reasons) {
            Answer answer{r.kind, answer_words(r), "", r.cite, ""};
            for (const Part& part : of_.parts) {
                look_at(part);
                explain_answer(answer, r.code);
            }
            s_.answers.push_back(std::move(answer));
        }
        for (const abi::BenefitRow& row : m_.benefits) {
            if (row.name == s_.benefit && s_.benefit_cite.empty()) {
                s_.benefit_cite = trace::show(row.cites);
            }
        }
    }
    void explain_answer(Answer& answer, const std::string& code) const {
        for (const abi::AnswerRow& row : m_.answers) {
            if (answer.why.empty() && row.code == code && row.kind == answer.kind &&
                has_value(row.condition) && low(row.condition) != 0) {
                // What always holds says nothing of why.
                answer.why = m_.steps[row.condition].inputs.empty() ? "" : words(row.condition);
                answer.place = m_.steps[row.condition].place;
            }
        }
    }
    void fields_of(std::uint32_t step, std::set<std::uint32_t>& seen,
                   std::vector<std::string>& values) const {
        for (const abi::StepInput& input : m_.steps[step].inputs) {
            if (input.is_field) {
                const std::string text =
                    v_.fields[input.index].name + " " + field_value(input.index);
                if (std::find(values.begin(), values.end(), text) == values.end()) {
                    values.push_back(text);
                }
            } else if (evaluated(input.index) && seen.insert(input.index).second) {
                fields_of(input.index, seen, values);
            }
        }
    }

    void money() {
        fee();
        for (const Part& part : of_.parts) {
            look_at(part);
            for (const std::string& prefix : tier_prefixes()) {
                tier(prefix);
            }
        }
        result();
    }

    [[nodiscard]] Fen output(std::string_view external) const {
        const auto r = v_.result(external);
        return r ? of_.settled.outputs[*r] : 0;
    }
    [[nodiscard]] Line result_line(LineKind kind, std::string_view external) const {
        const auto r = v_.result(external);
        Line line;
        line.kind = kind;
        line.name = field_word(r ? v_.results[*r].name : std::string(external), external, lang_);
        line.amount = output(external);
        line.value = format_fen(line.amount);
        return line;
    }

    void fee() {
        s_.fee.push_back(result_line(LineKind::total, "medfee_sumamt"));
        for (const std::string_view part :
             {"fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt"}) {
            if (output(part) != 0) {
                Line line = result_line(LineKind::outside, part);
                explain_part(line, part);
                s_.fee.push_back(std::move(line));
            }
        }
        Line scope = result_line(LineKind::in_scope, "inscp_scp_amt");
        explain_part(scope, "inscp_scp_amt");
        s_.fee.push_back(std::move(scope));
    }

    // How the catalogue split the fee lines; of given parts there is nothing to say.
    void explain_part(Line& line, std::string_view external) const {
        const auto r = v_.result(external);
        const auto list = v_.list("feedetail");
        const bool lines = list && *list < claim_->lists.size() && claim_->lists[*list].count > 0;
        if (!r || !lines) {
            return;
        }
        for (std::size_t i = m_.steps.size(); i-- > 0;) {
            const abi::StepRow& step = m_.steps[i];
            if (step.role == "base" && evaluated(i) &&
                (step.name == v_.results[*r].name ||
                 step.name.ends_with("." + v_.results[*r].name))) {
                line.how = step.formula;
                line.cite = trace::show(step.cites);
                line.place = step.place;
                return;
            }
        }
    }

    // What the names of each tier's quantities begin with, in the order of the text. Every tier
    // has a base.
    [[nodiscard]] std::vector<std::string> tier_prefixes() const {
        std::vector<std::string> prefixes;
        for (const abi::BenefitRow& row : m_.benefits) {
            if (row.name != s_.benefit) {
                continue;
            }
            for (const std::uint32_t step : row.steps) {
                const std::string& name = m_.steps[step].name;
                if (name.ends_with(kBase) && evaluated(step)) {
                    prefixes.push_back(name.substr(0, name.size() - kBase.size() + 1));
                }
            }
            if (!prefixes.empty()) {
                return prefixes;  // of the versions of one name only one ran
            }
        }
        return prefixes;
    }

    [[nodiscard]] std::string tier_name(const std::string& prefix) const {
        const std::string whole = prefix.substr(0, prefix.size() - 1);
        const std::size_t at = whole.find(s_.benefit + ".");
        return at == std::string::npos ? whole : whole.substr(at + s_.benefit.size() + 1);
    }

    // Of a stay that is settled year by year, which part this is.
    [[nodiscard]] std::string days() const {
        const auto begin = v_.field("begndate");
        const auto end = v_.field("enddate");
        return of_.parts.size() > 1 && begin && end
                   ? fmt::format("  {} – {}", field_value(*begin), field_value(*end))
                   : "";
    }

    void tier(const std::string& prefix) {
        Tier tier;
        tier.name = tier_name(prefix) + days();
        std::vector<std::size_t> steps;
        for (std::size_t i = 0; i < m_.steps.size(); ++i) {
            if (evaluated(i) && m_.steps[i].name.starts_with(prefix)) {
                steps.push_back(i);
            }
        }
        const auto named = [&](std::string_view name) -> std::optional<std::size_t> {
            for (const std::size_t i : steps) {
                if (m_.steps[i].name.substr(prefix.size()) == name) {
                    return i;
                }
            }
            return std::nullopt;
        };
        if (const auto holds = named("条件"); holds && low(*holds) == 0) {
            tier.runs = false;
            Line line = line_of(LineKind::paid, w_.not_run, *holds);
            line.amount = 0;
            line.value = format_fen(0);
            line.how = words(static_cast<std::uint32_t>(*holds));
            tier.lines.push_back(std::move(line));
            tier.unpaid = unpaid();
            s_.tiers.push_back(std::move(tier));
            return;
        }
        const bool bands = named("入段金额").has_value();
        std::optional<std::size_t> owed;  // what the next limit of a payment cuts
        for (const std::size_t i : steps) {
            const std::string_view own = std::string_view(m_.steps[i].name).substr(prefix.size());
            add_step(tier, prefix, own, i, bands, owed);
        }
        tier.paid = owed ? low(*owed) : 0;
        if (const auto hospital = named("差额")) {
            tier.paid += low(*hospital);
        }
        paid_ += tier.paid;
        tier.unpaid = unpaid();
        s_.tiers.push_back(std::move(tier));
    }

    void add_step(Tier& tier, const std::string& prefix, std::string_view own, std::size_t i,
                  bool bands, std::optional<std::size_t>& owed) {
        const abi::StepRow& step = m_.steps[i];
        const std::string_view last = last_part(own);
        if (own == "基数") {
            base_ = low(i);
            tier.lines.push_back(line_of(LineKind::base, w_.base, i));
        } else if (own == "起付额") {
            Line line = line_of(LineKind::deductible, w_.deductible, i);
            line.how = account_words(prefix, "起付标准", "已计起付", "起付剩余");
            tier.lines.push_back(std::move(line));
        } else if (own == "起付以上") {
            above_ = low(i);
            if (find(prefix + "起付额")) {
                tier.lines.push_back(line_of(LineKind::above, w_.above, i));
            }
        } else if (last == "计入基数" || last == "计入起付以上") {
            Fen& before = last == "计入基数" ? base_ : above_;
            if (low(i) < before) {
                cut(tier, prefix, own, last, before - low(i), i);
            }
            before = low(i);
        } else if (own == "比例" && !bands) {
            Line line = line_of(LineKind::rate, w_.rate, i);
            line.amount = 0;
            tier.lines.push_back(std::move(line));
        } else if (step.role == "payable" && own != "应付") {
            band(tier, prefix, own, i);
        } else if (own == "应付") {
            Line line = line_of(LineKind::payable, w_.payable, i);
            if (const auto rate = find(prefix + "比例"); rate && !bands) {
                line.how = fmt::format("{} × {}", format_fen(above_), step_value(*rate));
            }
            if (!step.rounding.empty()) {
                line.how += std::string(w_.comma) + rounding_words(step.rounding, lang_);
            }
            tier.lines.push_back(std::move(line));
            owed = i;
        } else if (step.role == "paid" && last == "支付") {
            if (owed && low(i) < low(*owed)) {
                cut(tier, prefix, own, last, low(*owed) - low(i), i);
            }
            owed = i;
            pays(tier, i);
        } else if (own == "差额") {
            tier.lines.push_back(line_of(LineKind::paid, w_.hospital, i));
        } else if (own == "超限额" && low(i) != 0) {
            tier.lines.push_back(line_of(LineKind::beyond, w_.beyond, i));
        }
    }

    // The last payment stands: what several limits leave one after the other is one payment.
    void pays(Tier& tier, std::size_t i) const {
        std::erase_if(tier.lines,
                      [&](const Line& l) { return l.kind == LineKind::paid && l.name == w_.pays; });
        Line line = line_of(LineKind::paid, w_.pays, i);
        line.how = fmt::format("{} {}", w_.unpaid, format_fen(total() - paid_ - low(i)));
        tier.lines.push_back(std::move(line));
    }

    void band(Tier& tier, const std::string& prefix, std::string_view own, std::size_t i) const {
        constexpr std::string_view kOrdinal = "第";
        const std::size_t end = own.find("段");
        const std::string name(own.substr(0, end + std::string_view("段").size()));
        const auto money = find(prefix + name + "金额");
        const auto rate = find(prefix + name + "比例");
        if (end == std::string_view::npos || !money || !rate || low(*money) == 0) {
            return;
        }
        const std::string number = name.substr(kOrdinal.size(), end - kOrdinal.size());
        Line line = line_of(LineKind::band, fmt::format(fmt::runtime(w_.band), number), i);
        line.how = fmt::format("{} × {}", step_value(*money), step_value(*rate));
        tier.lines.push_back(std::move(line));
    }

    void cut(Tier& tier, const std::string& prefix, std::string_view own, std::string_view last,
             Fen amount, std::size_t i) const {
        const std::string label(own.substr(0, own.size() - last.size()));  // 统筹年度额度.
        Line line = line_of(LineKind::cut, w_.limit, i);
        if (!label.empty()) {
            line.name += " " + label.substr(0, label.size() - 1);
        }
        line.amount = amount;
        line.value = format_fen(amount);
        line.how = account_words(prefix + label, "封顶标准", "已计封顶", "封顶剩余");
        tier.lines.push_back(std::move(line));
    }

    // 500元，已计 400.00，剩余 100.00
    [[nodiscard]] std::string account_words(const std::string& prefix, std::string_view standard,
                                            std::string_view posted, std::string_view left) const {
        std::string words;
        if (const auto i = find(prefix + std::string(standard))) {
            words = m_.steps[*i].formula;
            if (!is_plain_amount(words)) {
                words += " = " + step_value(*i);
            }
        }
        const auto used = find(prefix + std::string(posted));
        const auto rest = find(prefix + std::string(left));
        if (used && rest) {
            words += fmt::format("{}{} {}{}{} {}", w_.comma, w_.posted, step_value(*used), w_.comma,
                                 w_.left, step_value(*rest));
        }
        return words;
    }

    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
        for (std::size_t i = 0; i < m_.steps.size(); ++i) {
            if (m_.steps[i].name == name && evaluated(i)) {
                return i;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] Line line_of(LineKind kind, std::string_view name, std::size_t i) const {
        const abi::StepRow& step = m_.steps[i];
        Line line;
        line.kind = kind;
        line.name = name;
        line.value = step_value(i);
        line.amount = step.kind == abi::Kind::money && has_value(i) ? low(i) : 0;
        line.how = step.formula;
        line.cite = trace::show(step.cites);
        line.place = step.place;
        return line;
    }

    [[nodiscard]] Fen total() const { return output("medfee_sumamt"); }
    [[nodiscard]] Fen unpaid() const { return total() - paid_; }

    void result() {
        const std::vector<Fund> funds = funds_of(m_.vocabulary);
        const auto show = [&](Fund::Payer payer, LineKind kind) {
            for (const Fund& fund : funds) {
                if (fund.payer == payer && output(fund.field) != 0) {
                    s_.result.push_back(result_line(kind, fund.field));
                }
            }
        };
        show(Fund::Payer::fund, LineKind::fund);
        s_.result.push_back(result_line(LineKind::fund, "fund_pay_sumamt"));
        show(Fund::Payer::hospital, LineKind::fund);
        Line person = result_line(LineKind::person, "psn_part_amt");
        person.how =
            fmt::format("{} - {}", format_fen(total()), format_fen(output("fund_pay_sumamt")));
        if (output("hosp_part_amt") != 0) {
            person.how += " - " + format_fen(output("hosp_part_amt"));
        }
        s_.result.push_back(std::move(person));
        show(Fund::Payer::person, LineKind::person);
    }

    void accounts() {
        std::map<account::Key, std::pair<Fen, Fen>> sums;
        for (const account::Posting& p : of_.before) {
            sums[p.key].first = p.amount;
        }
        for (const account::Posting& p : of_.after) {
            sums[p.key].second = p.amount;
        }
        for (const auto& [key, amounts] : sums) {
            const abi::AccountRow& row = m_.accounts[key.account];
            std::string name = row.name;
            if (name.starts_with(kOfProperty)) {
                continue;
            }
            for (std::size_t k = 0; k < key.keys.size(); ++k) {
                name += fmt::format("[{}]",
                                    trace::show(key.keys[k], key.keys[k] < 0 ? -1 : 0, row.keys[k],
                                                0, row.key_enums[k], v_, of_.texts));
            }
            s_.accounts.push_back({std::move(name), row.period + " " + format_date(key.period),
                                   amounts.first, amounts.second});
        }
    }

    const Settled& of_;
    const claims::Claim* claim_ = &of_.claim;  ///< at hand
    const abi::Tape* tape_ = nullptr;
    const abi::Manifest& m_;
    const abi::Vocabulary& v_;
    const Words& w_;
    claims::Lang lang_;
    Statement s_;
    Fen paid_ = 0;   ///< by the tiers so far
    Fen base_ = 0;   ///< of the tier at hand, after the limits so far
    Fen above_ = 0;  ///< likewise, above its deductible
};

}  // namespace

Statement make(const Settled& settled, std::vector<Assumed> assumed, claims::Lang lang) {
    return Maker(settled, lang).run(std::move(assumed));
}

std::string condition_words(const Settled& settled, std::uint32_t step, claims::Lang lang) {
    return Maker(settled, lang).words(step);
}

std::string status_word(const Statement& statement) {
    const Words& words = words_of(statement.lang);
    if (!statement.record.empty() && statement.status == abi::Status::paid) {
        return std::string(words.accepted);
    }
    if (!statement.record.empty() && statement.status == abi::Status::refused) {
        return std::string(words.refused_filing);
    }
    return std::string(words.statuses[static_cast<std::size_t>(statement.status)]);
}

}  // namespace pol::statement
