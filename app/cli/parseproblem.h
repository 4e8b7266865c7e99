#pragma once

#include "core/result/problem.h"

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
class Validator;
} // namespace CLI

namespace signet {

// What is wrong with a command as it was typed, as a finding like any other: command-missing,
// command-unknown, argument-unknown, argument-missing, option-value-missing, option-value-invalid,
// option-repeated, options-exclusive. The parser has read the arguments (without the program's name) as far
// as the error.
Problem parseProblem(const CLI::App &program, const CLI::ParseError &error,
                     const std::vector<std::string> &arguments);

// Values that an option accepts; for any other, the problem names these and the nearest one. Help and
// completions list them.
CLI::Validator oneOf(const std::vector<std::string> &values);
// Values to list in help and completions. The command itself checks what it is given.
CLI::Validator suggests(const std::vector<std::string> &values);
CLI::Validator notEmpty();
CLI::Validator numberWithin(double least, double most);

} // namespace signet
