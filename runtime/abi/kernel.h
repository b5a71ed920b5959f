// The calling convention between the runtime and a settlement, whoever computes it: machine code or
// interpreter. Plain C layout; nothing here owns memory. The column form of a settlement will stand
// beside the one-claim form.
#pragma once

#include <cstdint>

namespace pol::abi {

/// The elements of one list of the claim, row after row: element i, field j at [i * width + j].
struct ListView {
    std::int64_t count = 0;
    const std::int64_t* values = nullptr;
    const std::uint8_t* present = nullptr;  ///< 1 where a value is there
};

/// One claim: a slot per `Vocabulary::fields` and a list per `Vocabulary::lists`. Fields with a
/// default have had it applied.
struct ClaimView {
    const std::int64_t* values = nullptr;
    const std::uint8_t* present = nullptr;
    const ListView* lists = nullptr;
};

/// One account of one person: which sum, over which period (its first day), for which further keys.
struct AccountKey {
    std::uint32_t account = 0;  ///< into `ir::Program::accounts`
    std::uint32_t key_count = 0;
    std::int64_t period = 0;
    const std::int64_t* keys = nullptr;
};

/// The accounts of the claim's person. `post` adds to what `balance` answers at once, so that a
/// later tier sees it; whoever owns the accounts keeps the postings of a paid claim and drops those
/// of any other.
struct Accounts {
    void* self = nullptr;
    std::int64_t (*balance)(void* self, const AccountKey* key) = nullptr;
    void (*post)(void* self, const AccountKey* key, std::int64_t amount) = nullptr;
};

enum class Status : std::int32_t { paid = 0, manual = 1, pending = 2, refused = 3, fault = 4 };

/// What a settlement answers. The caller provides `outputs` (a slot per `Vocabulary::results`,
/// zeroed) and `answers` (a byte per `ir::Program::answers`, zeroed; 1 where that answer holds).
struct Settlement {
    std::int32_t status = 0;    ///< Status
    std::int32_t benefit = -1;  ///< into `ir::Program::benefits`; -1: none was reached
    std::int32_t fault = 0;     ///< FaultCode
    std::uint32_t fault_quantity = 0xffffffff;
    std::int64_t* outputs = nullptr;
    std::uint8_t* answers = nullptr;
};

/// State of one slot of the tape.
enum class Slot : std::uint8_t { not_evaluated = 0, value = 1, absent = 2 };

/// The value of every quantity and condition of one claim, by `ir::Program::quantities`. An exact
/// amount that is not yet rounded is kept in 128 bits, low word first, so that every engine can
/// write the same tape.
struct Tape {
    std::int64_t* values = nullptr;  ///< two words a quantity
    std::uint8_t* states = nullptr;  ///< Slot, one a quantity; zeroed by the caller
};

/// One claim in, one settlement out. `tape` may be null only for the plain form. Calls nothing but
/// `accounts`.
using SettleOne = void (*)(const ClaimView*, Accounts*, Settlement*, Tape*);

}  // namespace pol::abi
