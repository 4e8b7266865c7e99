#include "app/cli/readingtold.h"

#include <memory>

namespace signet {

namespace {

ReadingTold telling(const std::shared_ptr<Console> &console)
{
    return [console](qsizetype read, qsizetype known) {
        console->status(CommandLine::tr("Reading the configuration: %1 of %2 files").arg(read).arg(known));
    };
}

} // namespace

QCoro::Task<Result<Explanation>> explainTold(Console console, Host machine, Host disk, QString directory,
                                             ExplanationQuestion question, std::stop_token stop)
{
    const auto shown = std::make_shared<Console>(std::move(console));
    auto explaining = explainAside(machine, disk, directory, question, stop, telling(shown));
    auto explanation = co_await explaining;
    shown->status({});
    co_return explanation;
}

QCoro::Task<Result<Configuration>> readTold(Console console, QString directory, std::stop_token stop)
{
    const auto shown = std::make_shared<Console>(std::move(console));
    auto reading = readAside(shown->disk(), directory, stop, telling(shown));
    auto configuration = co_await reading;
    shown->status({});
    co_return configuration;
}

} // namespace signet
