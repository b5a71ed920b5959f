// What was compiled before, kept on disk: of files that are the same byte by byte, by the same
// program on the same processor.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pol::driver {

/// A number of 128 bits, as text, that tells contents apart (XXH3).
[[nodiscard]] std::string hash_of(std::string_view bytes);
/// What the program is and runs on: another build or another processor has another one.
[[nodiscard]] std::string this_program();

/// The folder of everything that is kept: `POL_CACHE`, else `pol` below `XDG_CACHE_HOME` or
/// `~/.cache`. None where `POL_CACHE` is `off`, or there is no home.
[[nodiscard]] std::optional<std::filesystem::path> cache_folder();

/// What is kept of one set of policies, by name. Nothing that is wrong with the disk is an error:
/// what cannot be read is not there, and what cannot be written is not kept.
class CacheEntry {
  public:
    /// Of this key, which is good for a file's name.
    CacheEntry(const std::filesystem::path& folder, const std::string& key);

    /// Nothing where it was damaged too.
    [[nodiscard]] std::optional<std::string> get(const std::string& name) const;
    void put(const std::string& name, std::string_view bytes) const;

  private:
    std::filesystem::path folder_;
};

/// Removes entries that were not used for longest until the others take at most `bytes`.
void prune_cache(const std::filesystem::path& folder, std::uintmax_t bytes);

}  // namespace pol::driver
