// Writes generated cities to a folder, to look at or to profile a compilation of them.
#include <string>

#include "bench/cities.h"
#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    std::string folder;
    int count = 1;
    CLI::App app("Generated cities; check them with: pol check policies/national FOLDER");
    app.add_option("folder", folder, "Where to write them")->required();
    app.add_option("count", count, "How many")->check(CLI::Range(1, 2000))->required();
    CLI11_PARSE(app, argc, argv);
    pol::bench::write_cities(folder, count);
    return 0;
}
