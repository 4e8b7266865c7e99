#pragma once

#include "core/result/problem.h"

namespace signet {

// Exit codes: a contract with scripts.
namespace exitcode {
inline constexpr int ready = 0;
inline constexpr int failure = 1; // wrong use, or a failure of our own
inline constexpr int notReady = 2; // or unclear
inline constexpr int onlyWarnings = 3; // with --strict
inline constexpr int signInNeeded = 4;
inline constexpr int notReachable = 5; // something needed did not answer
inline constexpr int stopped = 130;
} // namespace exitcode

// What a command ends with that could not do its work because of this: stopped, signInNeeded, notReachable,
// or failure.
int exitCodeOf(const Problem &problem);

} // namespace signet
