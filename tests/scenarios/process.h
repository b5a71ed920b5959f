// The program run as its users run it, and a folder for its files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pol::scenario {

/// What came of one call. A signal that ended it is an exit of 128 and more.
struct Ran {
    int exit = 0;
    std::string out;
    std::string err;
};

/// Runs `pol` with these arguments, in English and without colours, in the root of the repository.
/// What it compiles is kept only where POL_CACHE says so.
[[nodiscard]] Ran run(const std::vector<std::string>& arguments, std::string_view input = "");

/// The environment of the programs that are run, for as long as this is there.
class Variable {
  public:
    Variable(const char* name, const std::string& value);
    ~Variable();
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    const char* name_;
};

/// A new folder, gone with this object.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    /// Writes a file and gives its path.
    [[nodiscard]] std::string file(const std::string& name, std::string_view text) const;
    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_ / name).string();
    }
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    std::filesystem::path folder_;
};

/// A policy of one city that pays half above a hundred yuan a year, and claims for it.
[[nodiscard]] std::string small_policy();
[[nodiscard]] std::string claim(std::string_view number, std::string_view amount,
                                std::string_view more = "");

/// A query of one claim for it, with these columns instead of the ones of that name.
[[nodiscard]] std::string one_claim(const std::string& instead = "", const std::string& more = "");

/// Claims of a table settled one by one and in columns, which must answer the same, as JSON Lines.
[[nodiscard]] Ran settle(const std::string& policy, const std::string& claims,
                         const std::vector<std::string>& more = {});

/// Whether a part stands in a text, which is shown where a check of it fails.
[[nodiscard]] bool contains(const std::string& text, const std::string& part);

/// What `pol sql` answers to a statement, as JSON Lines.
[[nodiscard]] std::string sql(const std::string& statement);

}  // namespace pol::scenario
