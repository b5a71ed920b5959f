#include "tools/pol/table.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "runtime/value/money.h"
#include "tools/pol/grid.h"

namespace pol::tool {
namespace {

struct Words {
    const char *id, *person, *disease, *status, *benefit, *reason, *cite, *count, *total, *claims;
    const char* statuses[5];
    const char* filing;
    const char* filing_statuses[5];
};
constexpr Words kChinese{"结算号",
                         "人员",
                         "病种",
                         "状态",
                         "待遇",
                         "答复",
                         "依据",
                         "笔数",
                         "合计",
                         "笔",
                         {"支付", "转手工", "待补", "拒付", "故障"},
                         "事项",
                         {"受理", "", "待补", "不予受理", "故障"}};
constexpr Words kEnglish{"settlement",
                         "person",
                         "disease",
                         "status",
                         "benefit",
                         "answer",
                         "clause",
                         "claims",
                         "total",
                         "claims",
                         {"paid", "manual", "pending", "refused", "fault"},
                         "filing",
                         {"accepted", "", "pending", "refused", "fault"}};

constexpr const char* kShown[] = {"medfee_sumamt", "inscp_scp_amt",   "act_pay_dedc",
                                  "hifp_pay",      "fund_pay_sumamt", "psn_part_amt"};

class Tables {
  public:
    Tables(const std::vector<claims::Claim>& claims, const std::vector<claims::Settled>& settled,
           const abi::Manifest& manifest, Language language)
        : claims_(claims),
          settled_(settled),
          v_(manifest.vocabulary),
          words_(language == Language::zh ? kChinese : kEnglish),
          zh_(language == Language::zh) {
        for (const char* external : kShown) {
            if (const auto r = v_.result(external)) {
                shown_.push_back(*r);
            }
        }
    }

    std::string run() {
        if (!v_.filed.empty()) {
            return filings() + "\n" + answers();
        }
        return settlements() + "\n" + answers() + "\n" + totals();
    }

  private:
    std::vector<Grid::Column> with_amounts(std::vector<Grid::Column> columns) const {
        for (const std::uint32_t r : shown_) {
            columns.push_back({zh_ ? v_.results[r].name : v_.results[r].external, true});
        }
        return columns;
    }

    std::string disease(const claims::Claim& claim) const {
        const auto f = v_.field("dise_codg");
        if (!f || claim.present.size() <= *f || claim.present[*f] == 0 ||
            v_.fields[*f].kind != abi::Kind::code) {
            return "";
        }
        // Codes that an open list does not know are counted together.
        const auto& values = v_.enums[v_.fields[*f].enumeration].values;
        const auto index = static_cast<std::size_t>(claim.values[*f]);
        return values[std::min(index, values.size() - 1)].name;
    }

    std::string settlements() const {
        Grid grid(with_amounts({{words_.id}, {words_.person}, {words_.disease}, {words_.status}}));
        for (std::size_t i = 0; i < settled_.size(); ++i) {
            const claims::Settled& s = settled_[i];
            std::vector<std::string> row{s.setl_id, s.psn_no, disease(claims_[i]),
                                         words_.statuses[static_cast<std::size_t>(s.status)]};
            for (const std::uint32_t r : shown_) {
                row.push_back(s.status == abi::Status::fault ? "" : format_fen(s.outputs[r]));
            }
            grid.add(std::move(row));
        }
        return grid.text();
    }

    std::string filings() const {
        Grid grid({{zh_ ? v_.fields.front().name : std::string(v_.number())},
                   {words_.person},
                   {words_.filing},
                   {words_.status}});
        for (const claims::Settled& s : settled_) {
            grid.add({s.setl_id, s.psn_no, s.benefit,
                      words_.filing_statuses[static_cast<std::size_t>(s.status)]});
        }
        return grid.text();
    }

    // How many claims each answer was given to, with its clause.
    std::string answers() const {
        std::map<std::pair<std::string, std::string>, std::size_t> counts;
        for (const claims::Settled& s : settled_) {
            for (const claims::Reason& r : s.reasons) {
                ++counts[{r.text, r.cite}];
            }
            for (const claims::ClaimFault& f : s.faults) {
                ++counts[{std::string(words_.statuses[4]) + "：" + std::string(name_of(f.code)),
                          f.field}];
            }
        }
        Grid grid({{words_.reason}, {words_.count, true}, {words_.cite}});
        for (const auto& [answer, count] : counts) {
            grid.add({answer.first, std::to_string(count), answer.second});
        }
        return grid.text();
    }

    std::string totals() const {
        struct Sum {
            std::size_t count = 0;
            std::vector<std::int64_t> amounts;
        };
        std::map<std::string, Sum> sums;
        const auto add = [&](const std::string& key, const claims::Settled& s) {
            Sum& sum = sums[key];
            sum.amounts.resize(shown_.size());
            ++sum.count;
            for (std::size_t k = 0; k < shown_.size(); ++k) {
                sum.amounts[k] += s.outputs[shown_[k]];
            }
        };
        for (std::size_t i = 0; i < settled_.size(); ++i) {
            // Only what was paid counts: the other amounts are what would be.
            if (settled_[i].status == abi::Status::paid) {
                add(disease(claims_[i]), settled_[i]);
            }
        }
        Sum all;
        all.amounts.resize(shown_.size());
        Grid grid(with_amounts({{words_.disease}, {words_.count, true}}));
        const auto row = [&](const std::string& name, const Sum& sum) {
            std::vector<std::string> cells{name, std::to_string(sum.count)};
            for (const std::int64_t amount : sum.amounts) {
                cells.push_back(format_fen(amount));
            }
            grid.add(std::move(cells));
        };
        for (const auto& [name, sum] : sums) {
            row(name, sum);
            all.count += sum.count;
            for (std::size_t k = 0; k < shown_.size(); ++k) {
                all.amounts[k] += sum.amounts[k];
            }
        }
        row(words_.total, all);
        return grid.text();
    }

    const std::vector<claims::Claim>& claims_;
    const std::vector<claims::Settled>& settled_;
    const abi::Vocabulary& v_;
    const Words& words_;
    bool zh_;
    std::vector<std::uint32_t> shown_;
};

}  // namespace

std::string settlement_table(const std::vector<claims::Claim>& claims,
                             const std::vector<claims::Settled>& settled,
                             const abi::Manifest& manifest, Language language) {
    return Tables(claims, settled, manifest, language).run();
}

}  // namespace pol::tool
