#include "compiler/columns/flatten.h"

#include <algorithm>

#include "compiler/columns/factors.h"
#include "compiler/columns/flattening.h"
#include "runtime/abi/kernel.h"
#include "runtime/fault/assert.h"
#include "runtime/value/overloaded.h"

namespace pol::columns {

namespace {

constexpr Range kAnySum{-(Range::Wide{1} << 62), Range::Wide{1} << 62};
/// Ten million yuan past what a claim can cost, ten thousand times: no account comes there.
constexpr Range kSums{-1'000'000'000'000'000, 1'000'000'000'000'000};

/// Before what nothing needs is left out. Joining benefits takes more than their number: a kernel
/// of that length would not be compiled in any useful time.
constexpr std::size_t kMostNodes = 30'000;

}  // namespace

tl::expected<Program, Obstacle> flatten(const ir::Program& program,
                                        const std::vector<Input>& inputs, Lists lists) {
    Flattening first(program, inputs, lists, {});
    tl::expected<Program, Obstacle> found = first.run();
    const bool hopeless = !found && found.error().why != Obstacle::Why::wide;
    if (hopeless || first.sums().empty()) {
        return found;
    }
    // Sums that never pass a limit are known to lie below it, which may decide more; if it holds
    // that they do, then by induction over the claims.
    Flattening second(program, inputs, lists, first.sums());
    tl::expected<Program, Obstacle> closer = second.run();
    return closer && second.within(first.sums()) ? closer : found;
}

bool Flattening::within(const std::map<std::uint32_t, Range>& sums) const {
    return std::all_of(sums.begin(), sums.end(), [&](const auto& one) {
        const auto own = sums_.find(one.first);
        return own != sums_.end() && own->second.low >= one.second.low &&
               own->second.high <= one.second.high;
    });
}

tl::expected<Program, Obstacle> Flattening::run() {
    made_.inputs = given_;
    unread_ = make_.truth(false);
    check_parts();
    check_days();
    choose();
    if (!obstacle_) {
        join();
    }
    if (obstacle_) {
        return tl::unexpected(*obstacle_);
    }
    Factors factors(make_, made_.arrays);
    for (NodeId* root : roots_of(made_)) {
        *root = factors.of(*root);
    }
    made_.nodes = make_.take();
    return needed(program_, std::move(made_));
}

/// A quantity of the claim. One that reads accounts is kept for the benefit at hand only, if it was
/// not asked before one was chosen, and must not be asked in some claims before a posting and in
/// others after it.
Value Flattening::quantity(ir::QuantityId id) {
    if (const auto known = pure_.find(id.value); known != pure_.end()) {
        return known->second;
    }
    const std::size_t posts = posted_ == nullptr ? 0 : posted_->size();
    for (const auto* reads : {&asked_, &reads_}) {
        if (const auto known = reads->find(id.value); known != reads->end()) {
            reads_accounts_ = true;
            const bool surely = reads == &asked_ && surely_asked_.contains(id.value);
            if (known->second.in_some_case && known->second.posts != posts && !surely) {
                return refuse(Obstacle::Why::late_balance);
            }
            return known->second.value;
        }
    }
    if (obstacle_) {
        return never_faults(make_.constant(0));
    }
    const std::uint32_t outer = std::exchange(computing_, id.value);
    make_.made_for(id.value);
    const bool outer_reads = std::exchange(reads_accounts_, false);
    const Value value = node(program_[id].expression);
    if (reads_accounts_) {
        (posted_ == nullptr ? asked_ : reads_)[id.value] = {value, in_some_case_ > 0, posts};
    } else {
        pure_[id.value] = value;
    }
    reads_accounts_ = reads_accounts_ || outer_reads;
    computing_ = outer;
    make_.made_for(outer);
    return value;
}

NodeId Flattening::holds(ir::QuantityId id, NodeId& fault) {
    const Value value = quantity(id);
    fault = value.fault;
    return both(value.there, value.value);
}

/// The parts of a claim without fee lines sum to its total, and one of them is given.
void Flattening::check_parts() {
    const abi::Vocabulary& vocabulary = program_.vocabulary;
    const auto total = vocabulary.field("medfee_sumamt");
    NodeId sum = make_.constant(0);
    NodeId given = make_.truth(false);
    for (const std::string_view name : abi::kPartFields) {
        const auto part = vocabulary.field(name);
        if (!total || !part) {
            return;
        }
        const Value value = stored(*part);
        const NodeId there = value.there.value_or(make_.truth(true));
        sum = make_.add(sum, make_.select(there, value.value, make_.constant(0)));
        given = make_.disjunction(given, there);
    }
    const NodeId differ = make_.negation(make_.equal(sum, stored(*total).value));
    // The catalogue parts fee lines that say what they cost.
    const NodeId neither =
        make_.conjunction(make_.negation(given), make_.negation(has_fee_lines()));
    unread_ =
        make_.disjunction(unread_, make_.disjunction(neither, make_.conjunction(given, differ)));
}

NodeId Flattening::has_fee_lines() {
    const auto lines = program_.vocabulary.list("feedetail");
    if (lists_ == Lists::none || !lines) {
        return make_.truth(false);
    }
    const std::vector<abi::Field>& fields = program_.vocabulary.lists[*lines].fields;
    const auto has_amount = std::any_of(fields.begin(), fields.end(), [](const abi::Field& field) {
        return field.external == "det_item_fee_sumamt";
    });
    if (!has_amount) {
        return make_.truth(false);
    }
    const auto ref = static_cast<std::uint32_t>(made_.inputs.size());
    made_.inputs.push_back({0, abi::ColumnType::u8, false, true, Input::Source::fee_lines});
    return make_.input(ref, true, {0, 1});
}

/// A claim neither ends nor is settled before it begins.
void Flattening::check_days() {
    const abi::Vocabulary& vocabulary = program_.vocabulary;
    const auto begin = vocabulary.field("begndate");
    for (const std::string_view name : {"enddate", "setl_date"}) {
        const auto field = vocabulary.field(name);
        if (!begin || !field || !vocabulary.filed.empty() || obstacle_) {
            continue;
        }
        const Value first = stored(*begin);
        const Value day = stored(*field);
        const NodeId early = both(day.there, make_.less(day.value, first.value));
        unread_ = make_.disjunction(unread_, both(first.there, early));
    }
}

void Flattening::choose() {
    NodeId seeking = make_.truth(true);
    unchosen_ = make_.truth(false);
    NodeId fault;
    const auto ask = [&](ir::QuantityId id, NodeId when) {
        const NodeId answer = holds(id, fault);
        unchosen_ = make_.disjunction(unchosen_, make_.conjunction(when, fault));
        return make_.conjunction(when, answer);
    };
    for (const ir::Jurisdiction& jurisdiction : program_.jurisdictions) {
        NodeId inside = ask(jurisdiction.holds, seeking);
        const NodeId wider = make_.conjunction(seeking, make_.negation(inside));
        for (const ir::BenefitId id : jurisdiction.benefits) {
            if (make_.is(inside, false) || obstacle_) {
                break;
            }
            Chosen chosen;
            chosen.holds = ask(program_[id].holds, inside);
            inside = make_.conjunction(inside, make_.negation(chosen.holds));
            if (make_.is(chosen.holds, false)) {
                continue;
            }
            benefit(program_[id], chosen);
            if (make_.size() > kMostNodes) {
                refuse(Obstacle::Why::long_program);
            }
            chosen_.push_back(std::move(chosen));
            benefits_.push_back(id.value);
        }
        seeking = make_.disjunction(wider, inside);
    }
    unchosen_ = make_.disjunction(unchosen_, seeking);
}

void Flattening::benefit(const ir::Benefit& benefit, Chosen& into) {
    surely_asked_.clear();
    std::set<std::uint32_t> where;
    note_asked(program_[benefit.holds].expression, true, benefit, where);
    reads_.clear();
    periods_ = asked_periods_;
    posted_ = &into.posts;
    NodeId unopened = make_.truth(false);
    for (const ir::Require& one : benefit.opening) {
        step(one, unopened, into);
    }
    const NodeId runs = answers(benefit, into);
    into.fault = make_.disjunction(into.fault, unopened);
    const NodeId skips = make_.negation(runs);
    NodeId fault = make_.truth(false);
    if (!make_.is(runs, false)) {
        for (const ir::Step& one : benefit.steps) {
            step(one, fault, into);
        }
        outputs(benefit.outputs, runs, fault, into);
    }
    NodeId skipped = make_.truth(false);
    outputs(benefit.outputs_skipped, skips, skipped, into);
    into.fault =
        make_.disjunction(into.fault, make_.disjunction(make_.conjunction(runs, fault),
                                                        make_.conjunction(skips, skipped)));
    const NodeId paid =
        make_.equal(into.status, make_.constant(static_cast<std::int64_t>(abi::Status::paid)));
    for (Post& post : into.posts) {
        post.amount = make_.select(make_.conjunction(runs, paid), post.amount, make_.constant(0));
    }
    into.periods = periods_;
    posted_ = nullptr;
}

/// Decides the answers and the status; whether the tiers run.
NodeId Flattening::answers(const ir::Benefit& benefit, Chosen& into) {
    NodeId runs = make_.truth(true);
    NodeId status = make_.constant(0);
    into.fault = make_.truth(false);
    for (const ir::AnswerId id : benefit.answers) {
        const ir::Answer& answer = program_[id];
        NodeId fault;
        NodeId counts = holds(answer.holds, fault);
        into.answers[id.value] = counts;
        into.fault = make_.disjunction(into.fault, fault);
        if (answer.counts) {
            ++in_some_case_;
            const NodeId too = holds(*answer.counts, fault);
            --in_some_case_;
            into.fault = make_.disjunction(into.fault, make_.conjunction(counts, fault));
            counts = make_.conjunction(counts, too);
        }
        // The kinds of answers and the statuses they lead to rise alike.
        const NodeId kind = make_.constant(static_cast<std::int64_t>(answer.kind));
        status = make_.maximum(status, make_.select(counts, kind, make_.constant(0)));
        if (stops_tiers(answer)) {
            runs = make_.conjunction(runs, make_.negation(counts));
        }
    }
    into.status = status;
    return runs;
}

void Flattening::step(const ir::Step& step, NodeId& fault, Chosen& into) {
    std::visit(Overloaded{
                   [&](const ir::Compute& s) {
                       fault = make_.disjunction(fault, quantity(s.quantity).fault);
                   },
                   [&](const ir::Require& s) {
                       NodeId own;
                       const NodeId met = holds(s.condition, own);
                       fault =
                           make_.disjunction(fault, make_.disjunction(own, make_.negation(met)));
                   },
                   [&](const ir::Post& s) { post(s, fault, into); },
               },
               step);
}

void Flattening::post(const ir::Post& post, NodeId& fault, Chosen& into) {
    const Value amount = quantity(post.amount);
    fault = make_.disjunction(fault, amount.fault);
    const NodeId zero = make_.constant(0);
    const NodeId posted =
        amount.there ? make_.select(*amount.there, amount.value, zero) : amount.value;
    const NodeId posts = make_.negation(make_.equal(posted, zero));
    const std::uint32_t account = account_of(post.account.value);
    if (obstacle_) {
        return;
    }
    const Value period = node(post.period);
    fault = make_.disjunction(fault, make_.conjunction(posts, period.fault));
    const auto [known, is_new] = periods_.emplace(account, period.value);
    if (!is_new && known->second != period.value) {
        refuse(Obstacle::Why::several_periods);
        return;
    }
    std::vector<Value> keys;
    keys.reserve(post.keys.size());
    for (const ir::NodeId id : post.keys) {
        Value key = key_of(id);
        fault = make_.disjunction(fault, make_.conjunction(posts, key.fault));
        if (key.there) {
            key.value = make_.select(*key.there, key.value, zero);
            key.there = std::nullopt;
        }
        keys.push_back(key);
    }
    const NodeId index = account_index(account, keys);
    narrow(account, posted, index);
    into.posts.push_back({account, index, posted});
}

void Flattening::outputs(const std::vector<ir::Output>& outputs, NodeId when, NodeId& fault,
                         Chosen& into) {
    const NodeId zero = make_.constant(0);
    for (const ir::Output& output : outputs) {
        const Value value = quantity(output.quantity);
        fault = make_.disjunction(fault, value.fault);
        const NodeId figure =
            value.there ? make_.select(*value.there, value.value, zero) : value.value;
        const auto before = into.outputs.find(output.result);
        const NodeId otherwise = before == into.outputs.end() ? zero : before->second;
        into.outputs[output.result] = make_.select(when, figure, otherwise);
    }
}

/// Notes how far postings to an account can bring it: amounts that are not below zero never bring
/// it there, and one that is at most what is left of a limit never brings it past the limit.
void Flattening::narrow(std::uint32_t account, NodeId amount, NodeId index) {
    Range now = kAnySum;
    if (make_.range(amount).low >= 0) {
        now.low = 0;
        now.high = cap(amount, balance_now(account, index)).value_or(kAnySum.high);
    }
    const auto [known, is_new] = sums_.emplace(account, now);
    known->second.low = std::min(known->second.low, now.low);
    known->second.high = std::max(known->second.high, now.high);
}

std::optional<Range::Wide> Flattening::cap(NodeId amount, NodeId balance) const {
    const Node& node = make_[amount];
    const auto of = [&](std::size_t i) { return cap(node.args[i], balance); };
    switch (node.op) {
    case Op::constant:
        return node.value == 0 ? std::optional<Range::Wide>(0) : std::nullopt;
    case Op::subtract:
        return node.args[1] == balance ? std::optional(make_.range(node.args[0]).high)
                                       : std::nullopt;
    case Op::minimum: {
        const auto a = of(0);
        return a ? a : of(1);
    }
    case Op::maximum: {
        const auto a = of(0);
        const auto b = of(1);
        return a && b ? std::optional(std::max(*a, *b)) : std::nullopt;
    }
    case Op::select: {
        const auto a = of(1);
        const auto b = of(2);
        return a && b ? std::optional(std::max(*a, *b)) : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

/// The account's part of a person's block, made when it is first met.
std::uint32_t Flattening::account_of(std::uint32_t index) {
    const auto known = accounts_.find(index);
    if (known != accounts_.end()) {
        return known->second;
    }
    constexpr std::int64_t kMostSums = 4096;
    Account account;
    account.account = index;
    for (const ir::Column& key : program_.accounts[index].keys) {
        std::int64_t size = 0;
        if (key.type.kind == abi::Kind::boolean) {
            size = 2;
        }
        if (key.type.kind == abi::Kind::code) {
            const abi::Enum& codes = program_.vocabulary.enums[key.type.enumeration];
            size = codes.open ? 0 : static_cast<std::int64_t>(codes.values.size());
        }
        if (size == 0 && lists_ == Lists::figures) {
            size = abi::kSlots;
        }
        if (size == 0 || account.size * size > kMostSums) {
            refuse(Obstacle::Why::open_key);
            return 0;
        }
        account.lows.push_back(0);
        account.sizes.push_back(size);
        account.size *= size;
    }
    const auto made = static_cast<std::uint32_t>(made_.accounts.size());
    made_.accounts.push_back(std::move(account));
    accounts_.emplace(index, made);
    return made;
}

/// A key of an account. One whose values are not known beforehand is counted person by person,
/// which only whoever has the rows at hand can do, of a field as it stands.
Value Flattening::key_of(ir::NodeId id) {
    const ir::Node& given = program_[id];
    const bool is_open = given.type.kind == abi::Kind::code
                             ? program_.vocabulary.enums[given.type.enumeration].open
                             : given.type.kind != abi::Kind::boolean;
    if (!is_open) {
        return node(id);
    }
    // A field that must be there is the one case of a choice.
    const bool must_be_there = given.op == ir::Op::choose && given.args.size() == 2;
    const ir::Node& key_field = must_be_there ? program_[given.args[1]] : given;
    if (lists_ == Lists::none || key_field.op != ir::Op::field) {
        return refuse(Obstacle::Why::open_key);
    }
    const auto next = static_cast<std::uint32_t>(made_.inputs.size());
    const auto [known, is_new] = slots_.emplace(key_field.ref, next);
    if (is_new) {
        made_.inputs.push_back(
            {key_field.ref, abi::ColumnType::u8, false, true, Input::Source::slot});
    }
    Value key = node(id);
    key.value = make_.input(known->second, false, {0, abi::kSlots - 1});
    key.there = std::nullopt;
    return key;
}

NodeId Flattening::account_index(std::uint32_t account, const std::vector<Value>& keys) {
    const Account& sums = made_.accounts[account];
    NodeId index = make_.constant(0);
    for (std::size_t k = 0; k < keys.size(); ++k) {
        NodeId key = keys[k].value;
        if (make_[key].truth) {
            key = make_.select(key, make_.constant(1), make_.constant(0));
        }
        index = make_.add(make_.multiply(index, make_.constant(sums.sizes[k])), key);
    }
    return index;
}

/// Kept for the parts of one claim only, of which a row has one.
bool Flattening::is_of_claim(std::uint32_t account) const {
    return program_.accounts[made_.accounts[account].account].period == "次";
}

/// What was posted before this claim, and by the claim itself so far.
NodeId Flattening::balance_now(std::uint32_t account, NodeId index) {
    NodeId sum = make_.constant(0);
    if (!is_of_claim(account)) {
        const auto known = known_sums_.find(account);
        sum = make_.balance(account, index, known == known_sums_.end() ? kAnySum : known->second);
        unread_ = make_.disjunction(unread_, make_.outside(sum, kSums));
    }
    if (posted_ != nullptr) {
        for (const Post& post : *posted_) {
            if (post.account == account) {
                sum = make_.add(sum, make_.select(make_.equal(post.index, index), post.amount,
                                                  make_.constant(0)));
            }
        }
    }
    return sum;
}

Value Flattening::balance(const ir::Node& node) {
    reads_accounts_ = true;
    Value result;
    const std::vector<Value> all = operands(node, result);
    std::vector<Value> args{all[0]};
    for (std::size_t i = 1; i < node.args.size(); ++i) {
        args.push_back(key_of(node.args[i]));
    }
    const std::uint32_t account = account_of(node.ref);
    if (obstacle_) {
        return result;
    }
    const auto [known, is_new] =
        (posted_ == nullptr ? asked_periods_ : periods_).emplace(account, args[0].value);
    if (!is_new && known->second != args[0].value) {
        return refuse(Obstacle::Why::several_periods);
    }
    args.erase(args.begin());
    result.value = balance_now(account, account_index(account, args));
    return result;
}

/// One settlement out of those of all benefits.
void Flattening::join() {
    std::vector<NodeId> masks;
    masks.reserve(chosen_.size());
    for (const Chosen& one : chosen_) {
        masks.push_back(one.holds);
    }
    Joint joint(make_, masks);
    const auto of = [&](const auto& figure) {
        std::vector<std::optional<NodeId>> values;
        values.reserve(chosen_.size());
        for (const Chosen& one : chosen_) {
            values.push_back(figure(one));
        }
        return joint.of(values);
    };
    const NodeId zero = make_.constant(0);
    const auto find = [](const auto& map, auto key, NodeId otherwise) {
        const auto found = map.find(key);
        return found == map.end() ? otherwise : found->second;
    };
    for (std::uint32_t r = 0; r < program_.vocabulary.results.size(); ++r) {
        made_.outputs.push_back(
            {r, of([&](const Chosen& one) { return find(one.outputs, r, zero); })});
    }
    for (std::uint32_t a = 0; a < program_.answers.size(); ++a) {
        const NodeId no = make_.truth(false);
        const NodeId holds = of([&](const Chosen& one) { return find(one.answers, a, no); });
        made_.answers.push_back(make_.conjunction(make_.negation(unchosen_), holds));
    }
    made_.status = of([](const Chosen& one) { return one.status; });
    std::size_t at = 0;
    made_.benefit = of([&](const Chosen&) { return make_.constant(benefits_[at++]); });
    std::vector<NodeId> faults;
    faults.reserve(chosen_.size());
    for (const Chosen& one : chosen_) {
        faults.push_back(one.fault);
    }
    made_.fault = make_.disjunction(make_.disjunction(unread_, unchosen_), joint.any(faults));
    for (std::uint32_t a = 0; a < made_.accounts.size(); ++a) {
        std::vector<std::optional<NodeId>> periods;
        std::vector<std::vector<Post>> posts;
        std::size_t most = 0;
        for (const Chosen& one : chosen_) {
            const auto period = one.periods.find(a);
            periods.push_back(period == one.periods.end() ? std::nullopt
                                                          : std::optional(period->second));
            std::vector<Post>& own = posts.emplace_back();
            std::copy_if(one.posts.begin(), one.posts.end(), std::back_inserter(own),
                         [&](const Post& post) { return post.account == a; });
            most = std::max(most, own.size());
        }
        const NodeId period = joint.of(periods);
        const auto group = std::find(made_.periods.begin(), made_.periods.end(), period);
        made_.accounts[a].group = static_cast<std::uint32_t>(group - made_.periods.begin());
        if (group == made_.periods.end()) {
            made_.periods.push_back(period);
        }
        const auto sums = sums_.find(a);
        constexpr Range::Wide kNarrow = (Range::Wide{1} << 31) - 1;
        made_.accounts[a].narrow =
            sums != sums_.end() && sums->second.low >= 0 && sums->second.high <= kNarrow;
        for (std::size_t i = 0; i < most && !is_of_claim(a); ++i) {
            std::vector<std::optional<NodeId>> indices;
            std::vector<std::optional<NodeId>> amounts;
            for (const std::vector<Post>& own : posts) {
                indices.push_back(i < own.size() ? std::optional(own[i].index) : std::nullopt);
                amounts.push_back(i < own.size() ? own[i].amount : zero);
            }
            made_.posts.push_back({a, joint.of(indices), joint.of(amounts)});
        }
    }
}

}  // namespace pol::columns
