// The policies of a session, compiled: what settles claims, and the filings over each record.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/driver/compile.h"
#include "compiler/driver/engine.h"
#include "compiler/driver/explain.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"
#include "runtime/fault/cancel.h"

namespace pol::repl {

/// What settles one kind of record.
struct Desk {
    std::string record;  ///< that filings are over; empty: claims
    const ir::Program* program = nullptr;
    abi::Manifest manifest;
    driver::LoadedEngine engine;
    std::unique_ptr<claims::TextTable> texts;
};

/// Policies that compiled. They stay where they are: parts refer to each other.
class Policies {
  public:
    std::vector<driver::PolicyFile> files;
    std::vector<driver::PolicyFile> national;
    std::unique_ptr<driver::Compilation> compilation;
    std::vector<Desk> desks;  ///< that of claims is the first

    /// The desk of a filing, by its name or its record's; that of claims by 就诊 or claim. False
    /// where there is none, and nothing has changed.
    bool turn_to(std::string_view name);

    /// What follows is of the desk at hand.
    [[nodiscard]] const std::string& record() const { return desks[at_].record; }
    [[nodiscard]] const ir::Program& program() const { return *desks[at_].program; }
    [[nodiscard]] const abi::Manifest& manifest() const { return desks[at_].manifest; }
    [[nodiscard]] const abi::Vocabulary& vocabulary() const { return manifest().vocabulary; }
    [[nodiscard]] const abi::Engine& engine() const { return desks[at_].engine.engine; }
    [[nodiscard]] claims::TextTable& texts() const { return *desks[at_].texts; }
    [[nodiscard]] driver::Explainable explainable() const {
        return {*compilation, program(), manifest(), engine()};
    }

  private:
    std::size_t at_ = 0;
};

/// Reads and compiles; the error is text for the person: messages, which file and why, or that it
/// was given up.
[[nodiscard]] tl::expected<std::unique_ptr<Policies>, std::string>
load(const std::vector<std::string>& paths, const resolve::Selection& selection, claims::Lang lang,
     Cancel cancel);

/// The files that the policies come from, those that a folder has got since and the tables that
/// they read too, each with the time of its last change.
using Stamps = std::vector<std::pair<std::string, std::filesystem::file_time_type>>;
[[nodiscard]] Stamps stamps_of(const std::vector<std::string>& paths, const Policies& policies);

}  // namespace pol::repl
