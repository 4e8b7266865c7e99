#include "core/terraform/explainaside.h"

#include "core/host/aside.h"

namespace signet {

namespace {

std::function<void()> telling(const ReadingTold &told, const std::shared_ptr<ReadingProgress> &progress)
{
    if (!told)
        return {};
    return [told, progress] { told(progress->read, progress->known); };
}

template <class T>
QCoro::Task<Result<T>> doneAside(std::function<Result<T>()> work, std::stop_token stop,
                                 std::function<void()> tick)
{
    auto working = aside(std::move(work), stop, std::move(tick));
    auto result = co_await working;
    if (!result)
        co_return Problem(finding::runStopped);
    co_return std::move(*result);
}

} // namespace

QCoro::Task<Result<Explanation>> explainAside(Host machine, Host disk, QString directory,
                                              ExplanationQuestion question, std::stop_token stop,
                                              ReadingTold told)
{
    question.reading.stop = stop;
    question.reading.progress = std::make_shared<ReadingProgress>();
    auto tick = telling(told, question.reading.progress);
    std::function<Result<Explanation>()> work = [machine, disk, directory, question] {
        return explainConfiguration(machine, disk, directory, question);
    };
    return doneAside(std::move(work), std::move(stop), std::move(tick));
}

QCoro::Task<Result<ConfigurationEdit>> planAside(Explanation explanation, Host machine,
                                                 ConfigurationWish wish, std::stop_token stop)
{
    explanation.question.reading.stop = stop;
    std::function<Result<ConfigurationEdit>()> work = [explanation, machine, wish] {
        return planConfigurationEdit(explanation, machine, wish);
    };
    return doneAside(std::move(work), std::move(stop), {});
}

QCoro::Task<Result<Configuration>> readAside(Host disk, QString directory, std::stop_token stop,
                                             ReadingTold told)
{
    ConfigurationOptions options;
    options.stop = stop;
    options.progress = std::make_shared<ReadingProgress>();
    auto tick = telling(told, options.progress);
    std::function<Result<Configuration>()> work = [disk, directory, options] {
        return readConfiguration(disk, directory, options);
    };
    return doneAside(std::move(work), std::move(stop), std::move(tick));
}

} // namespace signet
