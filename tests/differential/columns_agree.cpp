#include "tests/differential/columns_agree.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "compiler/codegen/column_jit.h"
#include "compiler/columns/flatten.h"
#include "compiler/columns/inputs.h"
#include "compiler/columns/print.h"
#include "compiler/interpret/interpret.h"
#include "runtime/account/blocks.h"
#include "runtime/account/store.h"
#include "runtime/batch/order.h"

namespace pol::differential {
namespace {

/// What one row answers.
struct Answer {
    bool fault = false;
    std::int64_t status = 0;
    std::int64_t benefit = 0;
    std::vector<std::int64_t> outputs;
    std::vector<std::int64_t> answers;
};

/// Claims in the order of settling, and whose they are.
struct Rows {
    std::vector<claims::Claim> claims;
    std::vector<std::int32_t> person;
    std::vector<std::string> people;
};

bool has_parts(const claims::Claim& claim, const abi::Vocabulary& vocabulary) {
    return std::all_of(abi::kPartFields.begin(), abi::kPartFields.end(), [&](auto name) {
        const auto field = vocabulary.field(name);
        return !field || claim.present[*field] != 0;
    });
}

Rows rows_of(const Given& given) {
    const abi::Vocabulary& vocabulary = given.program.vocabulary;
    Rows rows;
    std::map<std::string, std::int32_t> known;
    for (const std::size_t i : batch::settling_order(given.claims, vocabulary, false)) {
        claims::Claim claim = given.claims[i];
        if (claim.reversal || !has_parts(claim, vocabulary)) {
            continue;
        }
        const auto next = static_cast<std::int32_t>(rows.people.size());
        const auto [person, is_new] = known.emplace(claim.psn_no, next);
        if (is_new) {
            rows.people.push_back(claim.psn_no);
        }
        rows.person.push_back(person->second);
        rows.claims.push_back(std::move(claim));
    }
    // What a kernel asks for ahead of its rows.
    rows.person.resize((rows.claims.size() + 63) / 64 * 64 + abi::kPrefetchRows);
    return rows;
}

std::vector<Answer> by_interpreter(const ir::Program& program, const Rows& rows,
                                   account::Store& store) {
    std::vector<Answer> answers;
    const std::vector<abi::ListView> lists(program.vocabulary.lists.size());
    for (const claims::Claim& claim : rows.claims) {
        Answer answer;
        answer.outputs.resize(program.vocabulary.results.size());
        std::vector<std::uint8_t> held(program.answers.size());
        abi::Settlement settlement;
        settlement.outputs = answer.outputs.data();
        settlement.answers = held.data();
        account::Store::Session session(store, claim.psn_no);
        abi::Accounts accounts = session.view();
        interpret::settle_one(program, {claim.values.data(), claim.present.data(), lists.data()},
                              accounts, settlement, nullptr);
        answer.fault = settlement.fault != 0;
        answer.status = settlement.status;
        answer.benefit = settlement.benefit;
        answer.answers.assign(held.begin(), held.end());
        for (std::uint32_t a = 0; a < program.accounts.size(); ++a) {
            if (program.accounts[a].period == "次") {
                session.forget(a);  // kept for the parts of one claim
            }
        }
        if (!answer.fault && settlement.status == static_cast<std::int32_t>(abi::Status::paid)) {
            session.commit();
        }
        answers.push_back(std::move(answer));
    }
    return answers;
}

/// A column of values that begins at a cache line.
struct Stored {
    std::unique_ptr<std::byte[], void (*)(void*)> values{nullptr, std::free};
    std::vector<std::uint64_t> validity;

    Stored(std::size_t rows, abi::ColumnType type) : validity(rows / 64) {
        const std::size_t bytes = rows * static_cast<std::size_t>(abi::bytes_of(type));
        values.reset(static_cast<std::byte*>(std::aligned_alloc(64, bytes)));
        std::memset(values.get(), 0, bytes);
    }
    void put(std::size_t row, abi::ColumnType type, std::int64_t value) {
        const auto bytes = static_cast<std::size_t>(abi::bytes_of(type));
        std::memcpy(values.get() + row * bytes, &value, bytes);
    }
    [[nodiscard]] std::int64_t get(std::size_t row, abi::ColumnType type) const {
        std::int64_t value = 0;
        const auto bytes = static_cast<std::size_t>(abi::bytes_of(type));
        std::memcpy(&value, values.get() + row * bytes, bytes);
        return type == abi::ColumnType::i32 ? static_cast<std::int32_t>(value) : value;
    }
};

std::vector<Stored> columns_of(const Rows& rows, const std::vector<columns::Input>& inputs) {
    const std::size_t padded = (rows.claims.size() + 63) / 64 * 64;
    std::vector<Stored> columns;
    for (const columns::Input& input : inputs) {
        Stored& column = columns.emplace_back(padded, input.type);
        for (std::size_t r = 0; r < rows.claims.size(); ++r) {
            if (rows.claims[r].present[input.index] != 0) {
                column.put(r, input.type, rows.claims[r].values[input.index]);
                column.validity[r / 64] |= std::uint64_t{1} << (r % 64);
            }
        }
    }
    return columns;
}

/// Everything that a kernel can write, in words: results, status, benefit, answers.
std::vector<codegen::Wanted> everything(const ir::Program& program) {
    using What = codegen::Wanted::What;
    std::vector<codegen::Wanted> wanted;
    wanted.reserve(program.vocabulary.results.size() + 2 + program.answers.size());
    for (std::uint32_t r = 0; r < program.vocabulary.results.size(); ++r) {
        wanted.push_back({What::result, r, abi::ColumnType::i64});
    }
    wanted.push_back({What::status, 0, abi::ColumnType::u8});
    wanted.push_back({What::benefit, 0, abi::ColumnType::i32});
    for (std::uint32_t a = 0; a < program.answers.size(); ++a) {
        wanted.push_back({What::answer, a, abi::ColumnType::u8});
    }
    return wanted;
}

struct Settled {
    std::vector<Answer> answers;
    std::vector<std::vector<account::Posting>> accounts;  ///< by person
};

Settled by_kernel(const columns::Program& flat, const codegen::ColumnJit& code,
                  const ir::Program& program, const std::vector<codegen::Wanted>& wanted,
                  const Rows& rows) {
    std::vector<Stored> columns = columns_of(rows, flat.inputs);
    std::vector<abi::Column> in;
    in.reserve(columns.size());
    for (Stored& column : columns) {
        in.push_back({column.values.get(), column.validity.data()});
    }
    const std::size_t padded = (rows.claims.size() + 63) / 64 * 64;
    std::vector<Stored> written;
    std::vector<abi::Column> out;
    for (const codegen::Wanted& one : wanted) {
        written.emplace_back(padded, one.type);
        out.push_back({written.back().values.get(), nullptr});
    }
    std::vector<std::uint64_t> faults(padded / 64);
    // Rows that only fill up are of a person of their own.
    std::vector<std::int32_t> person = rows.person;
    const auto nobody = static_cast<std::int32_t>(rows.people.size());
    std::fill(person.begin() + static_cast<std::ptrdiff_t>(rows.claims.size()), person.end(),
              nobody);
    account::Blocks blocks(codegen::layout_of(flat), nobody + 1);
    abi::ColumnState state = blocks.state(person.data());
    code.kernel()(in.data(), out.data(), static_cast<std::int64_t>(padded), &state, faults.data());

    Settled settled;
    const std::size_t results = program.vocabulary.results.size();
    for (std::size_t r = 0; r < rows.claims.size(); ++r) {
        Answer answer;
        answer.fault = (faults[r / 64] >> (r % 64) & 1) != 0;
        for (std::size_t w = 0; w < wanted.size(); ++w) {
            const std::int64_t value = written[w].get(r, wanted[w].type);
            if (w < results) {
                answer.outputs.push_back(value);
            } else if (w == results) {
                answer.status = value;
            } else if (w == results + 1) {
                answer.benefit = value;
            } else {
                answer.answers.push_back(value);
            }
        }
        settled.answers.push_back(std::move(answer));
    }
    std::vector<std::int64_t> fixed;
    fixed.reserve(flat.periods.size());
    for (const columns::NodeId period : flat.periods) {
        fixed.push_back(flat[period].value);
    }
    for (std::int32_t p = 0; p < nobody; ++p) {
        settled.accounts.push_back(blocks.all(p, fixed));
    }
    return settled;
}

std::string differ(const Answer& a, const Answer& b) {
    if (a.fault != b.fault) {
        return fmt::format("fault {} and {}", a.fault, b.fault);
    }
    if (a.fault) {
        return {};
    }
    if (a.status != b.status || a.benefit != b.benefit) {
        return fmt::format("status {} of benefit {}, and {} of {}", a.status, a.benefit, b.status,
                           b.benefit);
    }
    if (a.outputs != b.outputs) {
        return fmt::format("outputs {} and {}", fmt::join(a.outputs, " "),
                           fmt::join(b.outputs, " "));
    }
    return a.answers == b.answers ? std::string()
                                  : fmt::format("answers {} and {}", fmt::join(a.answers, ""),
                                                fmt::join(b.answers, ""));
}

std::string text_of(const std::vector<account::Posting>& postings) {
    std::string text;
    for (const account::Posting& one : postings) {
        text += fmt::format("#{} {} [{}] {}; ", one.key.account, one.key.period,
                            fmt::join(one.key.keys, " "), one.amount);
    }
    return text;
}

}  // namespace

ColumnsAgreement settle_in_columns(const Given& given, std::uint64_t turn) {
    const ir::Program& program = given.program;
    ColumnsAgreement agreement;
    const auto flat = columns::flatten(program, columns::inputs_of(program.vocabulary));
    if (!flat) {
        agreement.obstacle = columns::text_of(flat.error());
        return agreement;
    }
    const Rows rows = rows_of(given);
    account::Store store;
    const std::vector<Answer> expected = by_interpreter(program, rows, store);
    codegen::ColumnOptions options;
    options.wanted = everything(program);
    const codegen::Processor strongest = codegen::this_processor();
    const auto lesser = static_cast<codegen::Processor>(
        turn % std::max<std::uint64_t>(1, static_cast<std::uint64_t>(strongest)));
    for (const codegen::Processor level : {strongest, lesser}) {
        options.processor = level;
        options.streaming = (turn + (level == strongest ? 1 : 0)) % 2 == 0;
        const std::string who =
            fmt::format("the interpreter and the {} kernel: ", codegen::name_of(options.processor));
        const auto code = codegen::ColumnJit::compile(*flat, options);
        if (!code) {
            agreement.difference = who + code.error();
            return agreement;
        }
        const Settled found = by_kernel(*flat, *code, program, options.wanted, rows);
        for (std::size_t r = 0; r < expected.size(); ++r) {
            const std::string what = differ(expected[r], found.answers[r]);
            if (!what.empty()) {
                agreement.difference =
                    who + fmt::format("claim {}: {}", rows.claims[r].setl_id, what);
                return agreement;
            }
            agreement.faults += expected[r].fault ? 1U : 0U;
        }
        agreement.rows += expected.size();
        for (std::size_t p = 0; p < found.accounts.size(); ++p) {
            const std::string sums = text_of(store.all(rows.people[p]));
            if (sums != text_of(found.accounts[p])) {
                agreement.difference =
                    who + fmt::format("accounts of {}: {} and {}", rows.people[p], sums,
                                      text_of(found.accounts[p]));
                return agreement;
            }
            agreement.accounts += found.accounts[p].size();
        }
    }
    return agreement;
}

}  // namespace pol::differential
