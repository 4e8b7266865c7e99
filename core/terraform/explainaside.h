#pragma once

#include "core/terraform/configurationedit.h"
#include "core/terraform/explanation.h"

#include <QCoroTask>

#include <functional>
#include <stop_token>

namespace signet {

// Called while files are read, about ten times a second: how many of those that are known so far.
using ReadingTold = std::function<void(qsizetype read, qsizetype known)>;

// explainConfiguration() on another thread, so that a stop is heard and a person sees that something happens
// also with thousands of files or on a slow drive. Fails with run-stopped, too.
QCoro::Task<Result<Explanation>> explainAside(Host machine, Host disk, QString directory,
                                              ExplanationQuestion question, std::stop_token stop,
                                              ReadingTold told = {});

// The same of planConfigurationEdit().
QCoro::Task<Result<ConfigurationEdit>> planAside(Explanation explanation, Host machine,
                                                 ConfigurationWish wish, std::stop_token stop);

// The same of readConfiguration().
QCoro::Task<Result<Configuration>> readAside(Host disk, QString directory, std::stop_token stop,
                                             ReadingTold told = {});

} // namespace signet
