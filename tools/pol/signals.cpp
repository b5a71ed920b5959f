#include "tools/pol/signals.h"

#include <cstddef>

namespace pol::tool {
namespace {

volatile std::sig_atomic_t asked_to_end = 0;

extern "C" void note_signal(int signal);
extern "C" void note_signal(int signal) {
    asked_to_end = signal;
}

/// Without SA_RESTART, so that a write that waits ends.
void replace(int signal, void (*handler)(int), struct sigaction& before) {
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) {
        struct sigaction action{};
        action.sa_handler = handler;
        ::sigaction(signal, &action, nullptr);
    }
}

}  // namespace

Signals::Signals() {
    asked_to_end = 0;
    for (std::size_t i = 0; i < kEnding.size(); ++i) {
        replace(kEnding[i], &note_signal, before_[i]);
    }
    replace(SIGXFSZ, SIG_IGN, before_limit_);
}

Signals::~Signals() {
    for (std::size_t i = 0; i < kEnding.size(); ++i) {
        ::sigaction(kEnding[i], &before_[i], nullptr);
    }
    ::sigaction(SIGXFSZ, &before_limit_, nullptr);
}

int Signals::ended_by() {
    return asked_to_end;
}

int Signals::exit_code() {
    constexpr int by_signal = 128;
    return by_signal + asked_to_end;
}

}  // namespace pol::tool
