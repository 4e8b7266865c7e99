#include "core/rights/needsquestion.h"

#include "core/host/aside.h"
#include "core/terraform/planfile.h"

using namespace Qt::StringLiterals;

namespace signet {

Result<NeededRights> readNeededRights(const Host &machine, const Host &disk, const NeedsQuestion &question)
{
    ConfigurationOptions reading = question.reading;
    if (!reading.environment)
        reading.environment = machine.environment();
    auto files = readResourceUses(disk, question.directory, argumentsOfRights(), reading);
    ResourceUses uses;
    if (question.plan) {
        auto plan = readPlanFile(disk, *question.plan, argumentsOfRights());
        if (!plan)
            return plan.problem();
        // A plan is enough by itself; it may have been made elsewhere.
        uses = files ? withPlaces(std::move(*plan), *files) : std::move(*plan);
        if (files)
            uses.aliases += files->aliases;
    } else if (!files) {
        return files.problem();
    } else {
        uses = std::move(*files);
    }
    if (question.alias) {
        uses.aliases.removeDuplicates();
        if (!question.alias->isEmpty() && !uses.aliases.contains(*question.alias))
            return Problem(finding::providerAliasUnknown,
                           {{u"value"_s, *question.alias}, {u"known"_s, uses.aliases.join(u", "_s)}});
        // What may belong to the block stays: too many rights are safer than too few.
        erase_if(uses.uses, [&question](const ResourceUse &use) {
            return use.isAliasKnown && use.alias != *question.alias;
        });
    }
    NeededRights needed = neededRights(uses, question.purpose);
    needed.ofPlan = question.plan.has_value();
    return needed;
}

QCoro::Task<Result<NeededRights>> readNeededRightsAside(Host machine, Host disk, NeedsQuestion question,
                                                        std::stop_token stop, std::function<void()> tick)
{
    question.reading.stop = stop;
    std::function<Result<NeededRights>()> work = [machine, disk, question] {
        return readNeededRights(machine, disk, question);
    };
    auto working = aside(std::move(work), stop, std::move(tick));
    auto result = co_await working;
    if (!result)
        co_return Problem(finding::runStopped);
    co_return std::move(*result);
}

} // namespace signet
