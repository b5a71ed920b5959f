#include "runtime/batch/settle.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "runtime/batch/order.h"
#include "runtime/batch/words.h"
#include "runtime/batch/years.h"
#include "runtime/fault/assert.h"
#include "runtime/trace/render.h"

namespace pol::batch {
namespace {

using claims::Claim;
using claims::Settled;

/// A settlement that some reversal of the input names.
struct Original {
    std::size_t claim = 0;  ///< its index, and that of its settlement
    std::vector<account::Posting> postings;
    bool settled = false;  ///< its turn in the order has come
    bool reversed = false;
};

/// total = fund_pay_sumamt + psn_part_amt + hosp_part_amt, where a vocabulary has all four.
class Identity {
  public:
    explicit Identity(const abi::Vocabulary& vocabulary)
        : total_(vocabulary.result("medfee_sumamt")),
          fund_(vocabulary.result("fund_pay_sumamt")),
          person_(vocabulary.result("psn_part_amt")),
          hospital_(vocabulary.result("hosp_part_amt")) {}

    [[nodiscard]] bool holds(const std::vector<std::int64_t>& outputs) const {
        if (!total_ || !fund_ || !person_ || !hospital_) {
            return true;
        }
        return outputs[*total_] == outputs[*fund_] + outputs[*person_] + outputs[*hospital_];
    }

  private:
    std::optional<std::uint32_t> total_;
    std::optional<std::uint32_t> fund_;
    std::optional<std::uint32_t> person_;
    std::optional<std::uint32_t> hospital_;
};

/// One run over one input.
class Run {
  public:
    Run(const std::vector<Claim>& claims, const abi::Manifest& manifest, const abi::Engine& engine,
        account::Store& accounts, const Options& options)
        : claims_(claims),
          manifest_(manifest),
          engine_(engine),
          accounts_(accounts),
          options_(options),
          identity_(manifest.vocabulary),
          dedc_std_(manifest.vocabulary.result("dedc_std")),
          tape_(manifest.steps.size()),
          outputs_(manifest.vocabulary.results.size()),
          answers_(manifest.answers.size()),
          answered_(manifest.answers.size()) {
        for (std::uint32_t a = 0; a < manifest.accounts.size(); ++a) {
            if (manifest.accounts[a].of_claim) {
                of_claim_.push_back(a);
            }
        }
    }

    std::vector<Settled> settle() {
        prepare();
        for (const std::size_t index :
             settling_order(claims_, manifest_.vocabulary, options_.in_order)) {
            if (settled_[index].faults.empty()) {
                settle_in_turn(index);
            }
            if (options_.on_settled) {
                options_.on_settled(index);
            }
        }
        return std::move(settled_);
    }

  private:
    /// Every claim answers `fault` with what is wrong with it until it is settled.
    void prepare() {
        std::unordered_map<std::string_view, std::size_t> first;
        settled_.reserve(claims_.size());
        for (std::size_t i = 0; i < claims_.size(); ++i) {
            settled_.push_back(unsettled(claims_[i]));
            if (!claims_[i].faults.empty()) {
                unread_.insert(claims_[i].setl_id);
                continue;
            }
            const auto [other, is_first] = first.try_emplace(claims_[i].setl_id, i);
            if (!is_first) {
                const std::size_t line = claims_[other->second].line;
                settled_[i].faults.push_back(duplicate(options_.lang, manifest_.vocabulary.number(),
                                                       claims_[i].setl_id, line));
            }
        }
        // Postings are kept only for what a reversal will ask for.
        for (const Claim& claim : claims_) {
            const auto original = first.find(claim.init_setl_id);
            if (claim.reversal && claim.faults.empty() && original != first.end()) {
                originals_.try_emplace(claim.init_setl_id,
                                       Original{original->second, {}, false, false});
            }
        }
    }

    [[nodiscard]] Settled unsettled(const Claim& claim) const {
        Settled settled;
        settled.setl_id = claim.setl_id;
        settled.psn_no = claim.psn_no;
        settled.faults = claim.faults;
        settled.outputs.resize(manifest_.vocabulary.results.size());
        return settled;
    }

    void settle_in_turn(std::size_t index) {
        if (claims_[index].reversal) {
            reverse(index);
            return;
        }
        std::vector<account::Posting> postings = settle_claim(index);
        const auto original = originals_.find(claims_[index].setl_id);
        if (original != originals_.end()) {
            original->second.postings = std::move(postings);
            original->second.settled = true;
        }
    }

    /// Returns what was posted.
    std::vector<account::Posting> settle_claim(std::size_t index) {
        Settled& settled = settled_[index];
        account::Store::Session session(accounts_, claims_[index].psn_no);
        std::ranges::fill(answered_, std::uint8_t{0});
        parts_ = 0;
        if (!settle_years(index, claims_[index], session)) {
            return {};
        }
        set_reasons(settled);
        for (const std::uint32_t account : of_claim_) {
            session.forget(account);
        }
        return settled.status == abi::Status::paid ? session.commit()
                                                   : std::vector<account::Posting>{};
    }

    /// Settles a claim, or each of its years where its benefit says so; whether it could be.
    bool settle_years(std::size_t index, const Claim& claim, account::Store::Session& session) {
        Settled& settled = settled_[index];
        std::ranges::fill(outputs_, 0);
        std::ranges::fill(answers_, std::uint8_t{0});
        abi::Settlement answer;
        answer.outputs = outputs_.data();
        answer.answers = answers_.data();
        run_engine(claim, session, answer);
        if (answer.fault == static_cast<std::int32_t>(FaultCode::several_years)) {
            require_state(answer.benefit >= 0, "a benefit was chosen before its claim is split");
            const auto& years = manifest_.benefits[static_cast<std::size_t>(answer.benefit)].years;
            require_state(years.has_value(), "only a benefit that says 跨年拆分 asks for it");
            const std::vector<Claim> parts = by_year(claim, manifest_.vocabulary, *years);
            require_state(parts.size() > 1, "a claim of several years has several parts");
            return std::ranges::all_of(
                parts, [&](const Claim& part) { return settle_years(index, part, session); });
        }
        if (options_.on_tape) {
            options_.on_tape(index, claim, tape_.view());
        }
        if (answer.fault != 0) {
            set_fault(settled, answer);
            return false;
        }
        add_answer(settled, answer);
        return true;
    }

    void run_engine(const Claim& claim, account::Store::Session& session, abi::Settlement& answer) {
        const std::vector<abi::ListView> lists = claims::views_of(claim.lists);
        const abi::ClaimView view{claim.values.data(), claim.present.data(), lists.data()};
        abi::Accounts accounts = session.view();
        if (!options_.on_tape) {
            engine_.plain(view, accounts, answer);
            return;
        }
        tape_.clear();
        abi::Tape tape = tape_.view();
        engine_.traced(view, accounts, answer, tape);
    }

    void set_fault(Settled& settled, const abi::Settlement& answer) const {
        std::ranges::fill(settled.outputs, 0);
        settled.status = abi::Status::fault;
        settled.benefit.clear();
        const auto code = static_cast<FaultCode>(answer.fault);
        settled.faults.push_back(
            engine_fault(options_.lang, code, answer.fault_quantity, manifest_));
    }

    /// Adds what an engine answered, of the claim or of one of its parts.
    void add_answer(Settled& settled, const abi::Settlement& answer) {
        const auto status = static_cast<abi::Status>(answer.status);
        require_state(answer.status >= 0 && status < abi::Status::fault,
                      "an engine answers a known status");
        require_state(identity_.holds(outputs_),
                      "what fund, person and hospital pay is the whole of the claim");
        const std::string benefit =
            answer.benefit < 0 ? ""
                               : manifest_.benefits[static_cast<std::size_t>(answer.benefit)].name;
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            answered_[i] |= answers_[i];
        }
        if (parts_++ == 0) {
            settled.status = status;
            settled.benefit = benefit;
            settled.outputs = outputs_;
            return;
        }
        settled.status = status_with(settled.status, status);
        if (("、" + settled.benefit + "、").find("、" + benefit + "、") == std::string::npos) {
            settled.benefit += "、" + benefit;
        }
        for (std::size_t i = 0; i < outputs_.size(); ++i) {
            const bool is_rate = manifest_.vocabulary.results[i].kind == abi::Kind::number;
            if (!is_rate && i != dedc_std_) {
                settled.outputs[i] += outputs_[i];
            } else if (settled.outputs[i] == 0) {
                settled.outputs[i] = outputs_[i];
            }
        }
    }

    /// A refused part is like lines that were taken out.
    static abi::Status status_with(abi::Status so_far, abi::Status part) {
        if (so_far == abi::Status::refused) {
            return part;
        }
        return part == abi::Status::refused ? so_far : std::max(so_far, part);
    }

    void set_reasons(Settled& settled) const {
        for (std::size_t i = 0; i < answered_.size(); ++i) {
            if (answered_[i] != 0) {
                const abi::AnswerRow& row = manifest_.answers[i];
                settled.reasons.push_back({row.kind, row.code, row.text, trace::show(row.cites)});
            }
        }
    }

    void reverse(std::size_t index) {
        const Claim& claim = claims_[index];
        if (const std::optional<NoOriginal> why = why_not(claim)) {
            settled_[index].faults.push_back(
                unknown_original(options_.lang, claim.init_setl_id, *why));
            return;
        }
        Original& original = originals_.at(claim.init_setl_id);
        const Settled& paid = settled_[original.claim];
        Settled& settled = settled_[index];
        settled.status = abi::Status::paid;
        settled.psn_no = paid.psn_no;
        settled.benefit = paid.benefit;
        for (std::size_t i = 0; i < settled.outputs.size(); ++i) {
            const bool is_rate = manifest_.vocabulary.results[i].kind == abi::Kind::number;
            settled.outputs[i] = is_rate ? paid.outputs[i] : -paid.outputs[i];
        }
        require_state(identity_.holds(settled.outputs),
                      "what a reversal takes back is the whole of the claim");
        accounts_.reverse(paid.psn_no, original.postings);
        original.reversed = true;
    }

    [[nodiscard]] std::optional<NoOriginal> why_not(const Claim& reversal) const {
        const auto found = originals_.find(reversal.init_setl_id);
        if (found == originals_.end()) {
            return unread_.contains(reversal.init_setl_id) ? NoOriginal::faulted
                                                           : NoOriginal::unknown;
        }
        const Original& original = found->second;
        const Claim& claim = claims_[original.claim];
        const Settled& settled = settled_[original.claim];
        if (claim.reversal) {
            return NoOriginal::is_reversal;
        }
        if (!reversal.psn_no.empty() && reversal.psn_no != claim.psn_no) {
            return NoOriginal::other_person;
        }
        if (!original.settled) {
            return NoOriginal::later;
        }
        if (settled.status == abi::Status::fault) {
            return NoOriginal::faulted;
        }
        if (settled.status != abi::Status::paid) {
            return NoOriginal::not_paid;
        }
        return original.reversed ? std::optional(NoOriginal::reversed_before) : std::nullopt;
    }

    const std::vector<Claim>& claims_;
    const abi::Manifest& manifest_;
    const abi::Engine& engine_;
    account::Store& accounts_;
    const Options& options_;
    Identity identity_;
    std::optional<std::uint32_t> dedc_std_;
    std::vector<std::uint32_t> of_claim_;  ///< accounts
    trace::TapeBuffer tape_;
    std::vector<std::int64_t> outputs_;  ///< what the engine answered last
    std::vector<std::uint8_t> answers_;
    std::vector<std::uint8_t> answered_;  ///< by any part of the claim at hand
    std::size_t parts_ = 0;               ///< of the claim at hand, settled so far
    std::vector<Settled> settled_;
    std::unordered_map<std::string_view, Original> originals_;  ///< by setl_id
    std::unordered_set<std::string_view> unread_;               ///< setl_id of records with faults
};

}  // namespace

std::vector<Settled> settle(const std::vector<Claim>& claims, const abi::Manifest& manifest,
                            const abi::Engine& engine, account::Store& accounts,
                            claims::TextTable& /*texts*/, const Options& options) {
    return Run(claims, manifest, engine, accounts, options).settle();
}

}  // namespace pol::batch
