#pragma once

#include "app/cli/console.h"
#include "core/terraform/explainaside.h"

namespace signet {

// explainAside() and readAside(), with a line on a terminal that shows how far the reading is.
QCoro::Task<Result<Explanation>> explainTold(Console console, Host machine, Host disk, QString directory,
                                             ExplanationQuestion question, std::stop_token stop);
QCoro::Task<Result<Configuration>> readTold(Console console, QString directory, std::stop_token stop);

} // namespace signet
