#include "compiler/check/trial.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "compiler/check/claims.h"
#include "compiler/interpret/interpret.h"
#include "compiler/ir/walk.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::check {
namespace {

using claims::Claim;

constexpr std::array<std::string_view, 4> kParts{"fulamt_ownpay_amt", "overlmt_selfpay",
                                                 "preselfpay_amt", "inscp_scp_amt"};
// How often a smaller trial is tried.
constexpr int kMostSmaller = 400;

/// The accounts while a trial runs.
class Held {
  public:
    Held(Trial& trial, const Draw& draw) : trial_(trial), draw_(draw) {}

    [[nodiscard]] abi::Accounts view() { return {this, balance, post}; }
    void keep() { kept_.insert(kept_.end(), pending_.begin(), pending_.end()); }
    void drop() { pending_.clear(); }

  private:
    static std::int64_t balance(void* self, const abi::AccountKey* key) {
        Held& held = *static_cast<Held*>(self);
        const account::Key wanted = key_of(*key);
        auto before = held.trial_.before.find(wanted);
        if (before == held.trial_.before.end() && held.draw_) {
            before = held.trial_.before.emplace(wanted, held.draw_(wanted)).first;
        }
        Fen sum = before == held.trial_.before.end() ? 0 : before->second;
        for (const auto* postings : {&held.kept_, &held.pending_}) {
            for (const account::Posting& p : *postings) {
                sum += p.key == wanted ? p.amount : 0;
            }
        }
        return sum;
    }
    static void post(void* self, const abi::AccountKey* key, std::int64_t amount) {
        static_cast<Held*>(self)->pending_.push_back({key_of(*key), amount});
    }
    static account::Key key_of(const abi::AccountKey& key) {
        return {key.account, key.period, {key.keys, key.keys + key.key_count}};
    }

    Trial& trial_;
    const Draw& draw_;
    std::vector<account::Posting> kept_, pending_;
};

std::vector<abi::ListView> views_of(const Claim& claim) {
    std::vector<abi::ListView> views;
    views.reserve(claim.lists.size());
    for (const claims::ListValues& list : claim.lists) {
        views.push_back({list.count, list.values.data(), list.present.data()});
    }
    return views;
}

// A field, unless it says no more than its default.
std::optional<std::string> field_words(const ir::Program& program, const abi::Field& field,
                                       std::int64_t value, const Claim& claim) {
    const bool is_text = field.kind == abi::Kind::text;
    const bool named =
        is_text && static_cast<std::size_t>(value) < program.texts.size() && value >= 0;
    if (is_text && !named) {
        return std::nullopt;
    }
    const auto& fallback = field.fallback;
    if ((fallback.kind == abi::Default::Kind::value && fallback.value == value) ||
        (fallback.kind == abi::Default::Kind::field &&
         claim.values[static_cast<std::size_t>(fallback.value)] == value)) {
        return std::nullopt;
    }
    const ir::Type type{field.kind, field.scale, false, field.enumeration};
    return fmt::format("{} {}", field.name, shown(program, type, value));
}

std::string join(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string claim_words(const ir::Program& program, const Claim& claim) {
    std::vector<std::string> all;
    const abi::Vocabulary& v = program.vocabulary;
    for (std::size_t f = 0; f < v.fields.size(); ++f) {
        const bool zero_part = v.fields[f].kind == abi::Kind::money && claim.values[f] == 0;
        if (claim.present[f] == 0 || zero_part || v.fields[f].external == "medfee_sumamt") {
            continue;
        }
        if (auto one = field_words(program, v.fields[f], claim.values[f], claim)) {
            all.push_back(*std::move(one));
        }
    }
    for (std::size_t l = 0; l < v.lists.size(); ++l) {
        const auto& fields = v.lists[l].fields;
        const claims::ListValues& list = claim.lists[l];
        for (std::size_t e = 0; e < static_cast<std::size_t>(list.count); ++e) {
            std::vector<std::string> element;
            for (std::size_t f = 0; f < fields.size(); ++f) {
                const std::size_t at = e * fields.size() + f;
                if (list.present[at] == 0) {
                    continue;
                }
                if (auto one = field_words(program, fields[f], list.values[at], claim)) {
                    element.push_back(*std::move(one));
                }
            }
            all.push_back(fmt::format("{} {{{}}}", v.lists[l].name, join(element)));
        }
    }
    return join(all);
}

std::string account_words(const ir::Program& program, const account::Key& key, Fen amount) {
    const ir::Account& account = program.accounts[key.account];
    std::string keys;
    for (std::size_t k = 0; k < key.keys.size(); ++k) {
        keys += fmt::format("[{}]", shown(program, account.keys[k].type, key.keys[k]));
    }
    return fmt::format("已计 {}{} {}", account.name, keys, format_fen(amount));
}

/// Tries smaller trials one after another, each from the smallest so far.
class Smaller {
  public:
    Smaller(const ir::Program& program, Trial trial, const std::function<bool(Trial&)>& still)
        : program_(program),
          trial_(std::move(trial)),
          still_(still),
          insured_at_(program.vocabulary.field("insuplc_admdvs")) {}

    Trial run() {
        while (trial_.claims.size() > 1 &&
               take([](Trial& t) { t.claims.erase(t.claims.begin()); })) {
        }
        for (std::size_t c = 1; c + 1 < trial_.claims.size();) {
            const bool gone = take([c](Trial& t) {
                t.claims.erase(t.claims.begin() + static_cast<std::ptrdiff_t>(c));
            });
            c += gone ? 0 : 1;
        }
        accounts();
        for (std::size_t c = 0; c < trial_.claims.size(); ++c) {
            lists(c);
            fields(c);
            amounts(c);
        }
        return std::move(trial_);
    }

  private:
    template <class F>
    bool take(F change) {
        if (++asked_ > kMostSmaller) {
            return false;
        }
        Trial smaller = trial_;
        change(smaller);
        if (!still_(smaller)) {
            return false;
        }
        trial_ = std::move(smaller);
        return true;
    }

    void accounts() {
        std::vector<account::Key> keys;
        keys.reserve(trial_.before.size());
        for (const auto& entry : trial_.before) {
            keys.push_back(entry.first);
        }
        for (const account::Key& key : keys) {
            reduce(trial_.before.at(key), [&](Trial& t, Fen to) { t.before[key] = to; });
        }
    }

    void lists(std::size_t c) {
        const abi::Vocabulary& v = program_.vocabulary;
        for (std::size_t l = 0; l < v.lists.size(); ++l) {
            if (trial_.claims[c].lists[l].count > 0 && !without(c, l)) {
                elements(c, l);
            }
        }
    }

    // Fee lines as one part of the total, or a list left out.
    bool without(std::size_t c, std::size_t l) {
        const abi::Vocabulary& v = program_.vocabulary;
        const auto total = v.field("medfee_sumamt");
        for (const char* part : {"inscp_scp_amt", "fulamt_ownpay_amt"}) {
            const auto field = v.field(part);
            const bool whole = v.lists[l].external == "feedetail" && field && total;
            const bool taken = take([&](Trial& t) {
                t.claims[c].lists[l] = {};
                if (whole) {
                    t.claims[c].values[*field] = t.claims[c].values[*total];
                }
                set_total(program_, t.claims[c]);
            });
            if (taken || !whole) {
                return taken;
            }
        }
        return false;
    }

    void elements(std::size_t c, std::size_t l) {
        const auto& fields = program_.vocabulary.lists[l].fields;
        const auto width = static_cast<std::ptrdiff_t>(fields.size());
        for (std::ptrdiff_t e = 0; e < trial_.claims[c].lists[l].count;) {
            const bool gone = take([&](Trial& t) {
                claims::ListValues& list = t.claims[c].lists[l];
                const auto from = e * width;
                list.values.erase(list.values.begin() + from, list.values.begin() + from + width);
                list.present.erase(list.present.begin() + from,
                                   list.present.begin() + from + width);
                --list.count;
                set_total(program_, t.claims[c]);
            });
            e += gone ? 0 : 1;
        }
        for (std::size_t at = 0; at < trial_.claims[c].lists[l].values.size(); ++at) {
            const abi::Field& field = fields[at % fields.size()];
            const claims::ListValues& list = trial_.claims[c].lists[l];
            if (field.kind == abi::Kind::money) {
                reduce(list.values[at], [&](Trial& t, Fen to) {
                    t.claims[c].lists[l].values[at] = to;
                    set_total(program_, t.claims[c]);
                });
            } else if (field.fallback.kind == abi::Default::Kind::value) {
                take([&](Trial& t) { t.claims[c].lists[l].values[at] = field.fallback.value; });
            } else if (!field.required && list.present[at] != 0) {
                take([&](Trial& t) {
                    t.claims[c].lists[l].values[at] = 0;
                    t.claims[c].lists[l].present[at] = 0;
                });
            } else if (field.kind == abi::Kind::code && list.values[at] != 0) {
                take([&](Trial& t) { t.claims[c].lists[l].values[at] = 0; });
            }
        }
    }

    void fields(std::size_t c) {
        const auto& all = program_.vocabulary.fields;
        for (std::size_t f = 0; f < all.size(); ++f) {
            const Claim& claim = trial_.claims[c];
            const abi::Field& field = all[f];
            if (claim.present[f] == 0 || field.kind == abi::Kind::money) {
                continue;
            }
            if (field.fallback.kind == abi::Default::Kind::value) {
                set(c, f, field.fallback.value);
            } else if (field.fallback.kind == abi::Default::Kind::field) {
                set(c, f, claim.values[static_cast<std::size_t>(field.fallback.value)]);
            } else if (!field.required) {
                take([&](Trial& t) {
                    t.claims[c].present[f] = 0;
                    t.claims[c].values[f] = 0;
                });
            } else if (field.kind == abi::Kind::code) {
                set(c, f, 0);
            } else if (field.kind == abi::Kind::place && insured_at_) {
                set(c, f, claim.values[*insured_at_]);
            }
        }
    }

    void set(std::size_t c, std::size_t f, std::int64_t value) {
        if (trial_.claims[c].values[f] != value) {
            take([&](Trial& t) { t.claims[c].values[f] = value; });
        }
    }

    void amounts(std::size_t c) {
        const auto& all = program_.vocabulary.fields;
        for (std::size_t f = 0; f < all.size(); ++f) {
            if (all[f].kind == abi::Kind::money && all[f].external != "medfee_sumamt" &&
                trial_.claims[c].present[f] != 0) {
                reduce(trial_.claims[c].values[f], [&](Trial& t, Fen to) {
                    t.claims[c].values[f] = to;
                    set_total(program_, t.claims[c]);
                });
            }
        }
    }

    // To zero, to a round amount, or less by halves.
    template <class F>
    void reduce(Fen from, F set) {
        if (from == 0 || take([&](Trial& t) { set(t, 0); })) {
            return;
        }
        Fen now = from;
        for (Fen step = now / 2; step > 0; step /= 2) {
            if (take([&](Trial& t) { set(t, now - step); })) {
                now -= step;
            }
        }
        for (const Fen round : {Fen{1'000'000}, Fen{100'000}, Fen{10'000}, Fen{100}}) {
            const Fen up = (now + round - 1) / round * round;
            if (up <= from && take([&](Trial& t) { set(t, up); })) {
                return;
            }
        }
    }

    const ir::Program& program_;
    Trial trial_;
    const std::function<bool(Trial&)>& still_;
    std::optional<std::uint32_t> insured_at_;
    int asked_ = 0;
};

}  // namespace

Tried run(const ir::Program& program, Trial& trial, const Draw& draw) {
    Held held(trial, draw);
    abi::Accounts accounts = held.view();
    Tried tried;
    std::vector<std::uint8_t> answers(program.answers.size());
    tried.outputs.resize(program.vocabulary.results.size());
    for (tried.claim = 0; tried.claim < trial.claims.size(); ++tried.claim) {
        const Claim& claim = trial.claims[tried.claim];
        const std::vector<abi::ListView> lists = views_of(claim);
        std::ranges::fill(tried.outputs, 0);
        std::ranges::fill(answers, std::uint8_t{0});
        tried.settlement = {};
        tried.settlement.outputs = tried.outputs.data();
        tried.settlement.answers = answers.data();
        tried.compared = interpret::settle_to_compare(
            program, {claim.values.data(), claim.present.data(), lists.data()}, accounts,
            tried.settlement);
        if (tried.settlement.fault != 0) {
            break;
        }
        if (tried.settlement.status == static_cast<std::int32_t>(abi::Status::paid)) {
            held.keep();
        }
        held.drop();
    }
    tried.claim = std::min(tried.claim, trial.claims.size() - 1);
    tried.settlement.outputs = nullptr;
    tried.settlement.answers = nullptr;
    return tried;
}

std::string figures(const ir::Program& program, const Trial& trial, ir::NodeId expression) {
    Trial again = trial;
    const Draw none;
    Held held(again, none);
    abi::Accounts accounts = held.view();
    std::vector<std::int64_t> values(2 * program.quantities.size());
    std::vector<std::uint8_t> states(program.quantities.size());
    for (const Claim& claim : again.claims) {
        const std::vector<abi::ListView> lists = views_of(claim);
        std::vector<std::int64_t> outputs(program.vocabulary.results.size());
        std::vector<std::uint8_t> answers(program.answers.size());
        std::ranges::fill(states, std::uint8_t{0});
        abi::Tape tape{values.data(), states.data()};
        abi::Settlement settlement;
        settlement.outputs = outputs.data();
        settlement.answers = answers.data();
        interpret::settle_one(program, {claim.values.data(), claim.present.data(), lists.data()},
                              accounts, settlement, &tape);
        if (settlement.status == static_cast<std::int32_t>(abi::Status::paid)) {
            held.keep();
        }
        held.drop();
    }
    std::vector<std::string> all;
    for (const ir::QuantityId q : ir::uses_of(program, expression).quantities) {
        if (states[q.value] != static_cast<std::uint8_t>(abi::Slot::value)) {
            continue;
        }
        const std::string& name = program[q].name;
        const std::size_t dot = name.rfind('.');
        const ir::Type& type = program[program[q].expression].type;
        const std::int64_t value = values[2 * std::size_t{q.value}];
        const bool rate = type.kind == abi::Kind::number && type.scale == kRateScale;
        all.push_back(fmt::format("{} {}", dot == std::string::npos ? name : name.substr(dot + 1),
                                  rate ? format_decimal(value, kRateScale - 2) + "%"
                                       : shown(program, type, value)));
    }
    return join(all);
}

std::string words(const ir::Program& program, const Trial& trial) {
    std::vector<std::string> all;
    for (const auto& [key, amount] : trial.before) {
        if (amount != 0) {
            all.push_back(account_words(program, key, amount));
        }
    }
    std::string text = join(all);
    for (std::size_t c = 0; c < trial.claims.size(); ++c) {
        text += text.empty() ? "" : "; ";
        if (trial.claims.size() > 1) {
            text += fmt::format("({}) ", c + 1);
        }
        text += claim_words(program, trial.claims[c]);
    }
    return text;
}

void set_total(const ir::Program& program, Claim& claim) {
    const abi::Vocabulary& v = program.vocabulary;
    const auto total = v.field("medfee_sumamt");
    if (!total) {
        return;
    }
    Fen sum = 0;
    const auto lines = v.list("feedetail");
    if (lines && claim.lists[*lines].count > 0) {
        const auto& fields = v.lists[*lines].fields;
        for (std::size_t at = 0; at < claim.lists[*lines].values.size(); ++at) {
            const bool amount = fields[at % fields.size()].external == "det_item_fee_sumamt";
            sum += amount ? claim.lists[*lines].values[at] : 0;
        }
    } else {
        for (const std::string_view part : kParts) {
            if (const auto field = v.field(part)) {
                claim.present[*field] = 1;
                sum += claim.values[*field];
            }
        }
    }
    claim.present[*total] = 1;
    claim.values[*total] = sum;
}

Trial smallest(const ir::Program& program, Trial trial, const std::function<bool(Trial&)>& still) {
    return Smaller(program, std::move(trial), still).run();
}

}  // namespace pol::check
