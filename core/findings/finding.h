#pragma once

#include "core/result/findingid.h"

#include <QLatin1StringView>

#include <optional>
#include <vector>

namespace signet {

// How much it matters. Blocker: Terraform cannot work as the intended identity, or works as somebody
// else. Warning: it works now or passes by itself. Info: it looks like a fault and is none.
enum class Severity { Blocker, Warning, Info };

// Who can do a step. You: the person at the machine or in the configuration. OrganizationAdmin: an
// administrator of the Azure DevOps organization. AzureAdmin: somebody with rights on the
// subscription or the Entra tenant.
enum class Actor { You, OrganizationAdmin, AzureAdmin };

// A symptom names what is seen while another finding is the reason; it is a root cause only where
// none of its causes was found.
enum class Nature { Cause, Symptom };

struct FixStep {
    const char *text;
    const char *command = nullptr; // POSIX sh, or none
    Actor who = Actor::You;
};

// A printed text belongs to the finding when it holds every fragment.
struct MatchRule {
    std::vector<const char *> all;
};

// An entry in the words for an administrator of the organization who signs in or works there, where the usual
// words speak to whoever runs Terraform.
struct AdministratorWords {
    const char *title;
    const char *cause;
    std::vector<FixStep> fix;
};

// One entry of the catalogue. title, cause and the texts of the steps are marked for translation
// (context "Finding"); they and the commands take evidence by placeholders, see evidence.h.
struct Finding {
    FindingId id; // kebab-case; never renamed, never used again for something else
    QLatin1StringView stage;
    Severity severity = Severity::Blocker;
    Nature nature = Nature::Cause;
    std::vector<FindingId> causes = {}; // of a symptom: finding ids, most likely first
    // Findings that tell why this is so, where one stands beside it. A cause of its own without them.
    std::vector<FindingId> explainedBy = {};
    const char *title = nullptr;
    const char *cause = nullptr;
    std::vector<FixStep> fix = {};
    const char *link = nullptr; // where to read on, or none
    std::vector<MatchRule> match = {};
    // Told where the evidence says that it was met as an administrator: {"as": "administrator"}.
    std::optional<AdministratorWords> toAdministrator = {};
};

QLatin1StringView toString(Severity severity); // "blocker", "warning", "info"
QLatin1StringView toString(Actor actor); // "you", "organization-admin", "azure-admin"

} // namespace signet
