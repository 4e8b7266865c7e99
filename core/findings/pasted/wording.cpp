#include "core/findings/pasted/wording.h"

#include "core/findings/pasted/wordings/tables.h"

#include <iterator>

namespace signet {

const std::vector<ProgramWordings> &wordings()
{
    static const std::vector<ProgramWordings> all = [] {
        std::vector<ProgramWordings> joined;
        for (auto table : {wordingtables::identityEndpoint, wordingtables::entra, wordingtables::azureDevOps,
                           wordingtables::terraform, wordingtables::commandLine}) {
            std::vector<ProgramWordings> part = table();
            std::ranges::move(part, std::back_inserter(joined));
        }
        return joined;
    }();
    return all;
}

} // namespace signet
